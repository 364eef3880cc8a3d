#include "handlers.h"

#include "browser.h"

namespace cefrig {
namespace {

class Client : public Counted<cef_client_t, Client> {
 public:
  explicit Client(const std::shared_ptr<Browser>& browser)
      : render_(MakeRenderHandler(browser)),
        life_span_(MakeLifeSpanHandler(browser)),
        frame_(MakeFrameHandler(browser)),
        request_(MakeRequestHandler(browser)),
        display_(MakeDisplayHandler(browser)),
        audio_(MakeAudioHandler(browser)),
        js_dialog_(MakeJsDialogHandler(browser)),
        file_dialog_(MakeFileDialogHandler(browser)),
        download_(MakeDownloadHandler(browser)),
        context_menu_(MakeContextMenuHandler(browser)),
        find_(MakeFindHandler(browser)),
        permission_(MakePermissionHandler(browser)) {
    get_render_handler = [](cef_client_t* self) -> cef_render_handler_t* { return From(self)->render_.Give(); };
    get_life_span_handler = [](cef_client_t* self) -> cef_life_span_handler_t* { return From(self)->life_span_.Give(); };
    get_frame_handler = [](cef_client_t* self) -> cef_frame_handler_t* { return From(self)->frame_.Give(); };
    get_request_handler = [](cef_client_t* self) -> cef_request_handler_t* { return From(self)->request_.Give(); };
    get_display_handler = [](cef_client_t* self) -> cef_display_handler_t* { return From(self)->display_.Give(); };
    get_audio_handler = [](cef_client_t* self) -> cef_audio_handler_t* { return From(self)->audio_.Give(); };
    get_jsdialog_handler = [](cef_client_t* self) -> cef_jsdialog_handler_t* { return From(self)->js_dialog_.Give(); };
    get_dialog_handler = [](cef_client_t* self) -> cef_dialog_handler_t* { return From(self)->file_dialog_.Give(); };
    get_download_handler = [](cef_client_t* self) -> cef_download_handler_t* { return From(self)->download_.Give(); };
    get_context_menu_handler = [](cef_client_t* self) -> cef_context_menu_handler_t* { return From(self)->context_menu_.Give(); };
    get_find_handler = [](cef_client_t* self) -> cef_find_handler_t* { return From(self)->find_.Give(); };
    get_permission_handler = [](cef_client_t* self) -> cef_permission_handler_t* { return From(self)->permission_.Give(); };
  }

 private:
  Ref<cef_render_handler_t> render_;
  Ref<cef_life_span_handler_t> life_span_;
  Ref<cef_frame_handler_t> frame_;
  Ref<cef_request_handler_t> request_;
  Ref<cef_display_handler_t> display_;
  Ref<cef_audio_handler_t> audio_;
  Ref<cef_jsdialog_handler_t> js_dialog_;
  Ref<cef_dialog_handler_t> file_dialog_;
  Ref<cef_download_handler_t> download_;
  Ref<cef_context_menu_handler_t> context_menu_;
  Ref<cef_find_handler_t> find_;
  Ref<cef_permission_handler_t> permission_;
};

}  // namespace

Ref<cef_client_t> MakeClient(const std::shared_ptr<Browser>& browser) {
  return Ref<cef_client_t>::Adopt(Client::New(browser).Give());
}

}  // namespace cefrig

#include "../handlers.h"

#include "../../cef/string.h"
#include "../ask.h"
#include "../browser.h"
#include "../events.h"
#include "../external.h"
#include "../intercept.h"
#include "../task.h"

namespace cefrig {
namespace {

class RequestHandler : public Counted<cef_request_handler_t, RequestHandler> {
 public:
  explicit RequestHandler(std::shared_ptr<Browser> owner) : owner_(std::move(owner)) {
    // Without this a link to another program would leave the page for one that says so.
    on_before_browse = [](cef_request_handler_t* self, cef_browser_t* browser, cef_frame_t* frame, cef_request_t* request, int, int) {
      AssertOn(TID_UI, "on_before_browse");
      Drop(browser, frame);
      const auto owned = Ref<cef_request_t>::Adopt(request);
      const std::string url = TakeUtf8(owned->get_url(owned.get()));
      if (!IsExternal(url)) return 0;
      Emit({"external", From(self)->owner_->page(), {{"url", url}}});
      return 1;
    };
    get_resource_request_handler = [](cef_request_handler_t* self, cef_browser_t* browser, cef_frame_t* frame, cef_request_t* request,
                                      int is_navigation, int, const cef_string_t*, int*) -> cef_resource_request_handler_t* {
      AssertOn(TID_IO, "get_resource_request_handler");
      const auto owned = Ref<cef_request_t>::Adopt(request);
      Drop(browser, frame);
      // Chromium asks for it with every document that names no icon, at no certain time, and nobody sees it.
      const bool is_icon = owned->get_resource_type(owned.get()) == RT_FAVICON;
      if (is_icon && TakeUtf8(owned->get_url(owned.get())).ends_with("/favicon.ico")) return Refuse().Give();
      const Browser& owner = *From(self)->owner_;
      return owner.is_routed() ? Intercept(owner.page(), owned.get(), is_navigation == 1).Give() : nullptr;
    };
    get_auth_credentials = [](cef_request_handler_t* self, cef_browser_t* browser, const cef_string_t* origin_url, int is_proxy,
                              const cef_string_t* host, int port, const cef_string_t* realm, const cef_string_t*,
                              cef_auth_callback_t* callback) {
      AssertOn(TID_IO, "get_auth_credentials");
      const auto owned = Ref<cef_auth_callback_t>::Adopt(callback);
      Drop(browser);
      const std::string place = (is_proxy ? "proxy " : "") + ToUtf8(host) + ":" + std::to_string(port) + " " + ToUtf8(realm);
      const auto credentials = From(self)->owner_->CredentialsFor(ToUtf8(origin_url), place);
      if (!credentials) return 0;
      owned->cont(owned.get(), CefText(credentials->username).get(), CefText(credentials->password).get());
      return 1;
    };
    // What the page is told to ignore does not get here. Chrome would show a page of its own about it, without an end to wait for.
    on_certificate_error = [](cef_request_handler_t*, cef_browser_t* browser, cef_errorcode_t, const cef_string_t*, cef_sslinfo_t* info,
                              cef_callback_t* callback) {
      AssertOn(TID_UI, "on_certificate_error");
      const auto owned = Ref<cef_callback_t>::Adopt(callback);
      Drop(browser, info);
      owned->cancel(owned.get());
      return 1;
    };
    on_render_process_terminated = [](cef_request_handler_t* self, cef_browser_t* browser, cef_termination_status_t status,
                                      int code, const cef_string_t* text) {
      AssertOn(TID_UI, "on_render_process_terminated");
      Drop(browser);
      ForgetQuestions(From(self)->owner_->page());
      Emit({"crashed", From(self)->owner_->page(), {{"status", double(status)}, {"exitCode", double(code)}, {"text", ToUtf8(text)}}});
    };
  }

 private:
  std::shared_ptr<Browser> owner_;
};

}  // namespace

Ref<cef_request_handler_t> MakeRequestHandler(const std::shared_ptr<Browser>& browser) {
  return Ref<cef_request_handler_t>::Adopt(RequestHandler::New(browser).Give());
}

}  // namespace cefrig

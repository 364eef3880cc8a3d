#include "handlers.h"

#include <string>

#include "../cef/library.h"
#include "../cef/string.h"
#include "browser.h"
#include "events.h"
#include "task.h"

namespace cefrig {
namespace {

using Owner = std::shared_ptr<Browser>;

class RenderHandler : public Counted<cef_render_handler_t, RenderHandler> {
 public:
  explicit RenderHandler(Owner owner) : owner_(std::move(owner)) {
    get_view_rect = [](cef_render_handler_t* self, cef_browser_t* browser, cef_rect_t* rect) {
      AssertOn(TID_UI, "get_view_rect");
      Drop(browser);
      From(self)->owner_->ViewRect(*rect);
    };
    get_screen_info = [](cef_render_handler_t* self, cef_browser_t* browser, cef_screen_info_t* info) {
      AssertOn(TID_UI, "get_screen_info");
      Drop(browser);
      From(self)->owner_->ScreenInfo(*info);
      return 1;
    };
    on_popup_show = [](cef_render_handler_t* self, cef_browser_t* browser, int show) {
      AssertOn(TID_UI, "on_popup_show");
      Drop(browser);
      From(self)->owner_->paint().ShowPopup(show != 0);
      Emit({"popup", From(self)->owner_->page(), {{"shown", show != 0}}});
    };
    on_popup_size = [](cef_render_handler_t* self, cef_browser_t* browser, const cef_rect_t* rect) {
      AssertOn(TID_UI, "on_popup_size");
      Drop(browser);
      From(self)->owner_->PopupPlaced(*rect);
    };
    on_paint = [](cef_render_handler_t* self, cef_browser_t* browser, cef_paint_element_type_t type, size_t count,
                  cef_rect_t const* dirty, const void* buffer, int width, int height) {
      AssertOn(TID_UI, "on_paint");
      Drop(browser);
      From(self)->owner_->Painted(type == PET_POPUP, count, dirty, buffer, width, height);
    };
  }

 private:
  Owner owner_;
};

class LifeSpanHandler : public Counted<cef_life_span_handler_t, LifeSpanHandler> {
 public:
  explicit LifeSpanHandler(Owner owner) : owner_(std::move(owner)) {
    on_after_created = [](cef_life_span_handler_t* self, cef_browser_t* browser) {
      AssertOn(TID_UI, "on_after_created");
      From(self)->owner_->Created(Ref<cef_browser_t>::Adopt(browser));
    };
    on_before_close = [](cef_life_span_handler_t* self, cef_browser_t* browser) {
      AssertOn(TID_UI, "on_before_close");
      Drop(browser);
      From(self)->owner_->Gone();
    };
    on_before_popup = [](cef_life_span_handler_t* self, cef_browser_t* browser, cef_frame_t* frame, int, const cef_string_t* url,
                         const cef_string_t*, cef_window_open_disposition_t, int, const cef_popup_features_t*, cef_window_info_t*,
                         cef_client_t** client, cef_browser_settings_t*, cef_dictionary_value_t**, int*) {
      AssertOn(TID_UI, "on_before_popup");
      Drop(browser, frame, *client);
      *client = nullptr;
      Emit({"window", From(self)->owner_->page(), {{"url", ToUtf8(url)}}});
      return 1;  // no window: what window.open() wants is told to the test, which decides
    };
  }

 private:
  Owner owner_;
};

class RequestHandler : public Counted<cef_request_handler_t, RequestHandler> {
 public:
  explicit RequestHandler(Owner owner) : owner_(std::move(owner)) {
    on_render_process_terminated = [](cef_request_handler_t* self, cef_browser_t* browser, cef_termination_status_t status,
                                      int code, const cef_string_t* text) {
      AssertOn(TID_UI, "on_render_process_terminated");
      Drop(browser);
      Emit({"crashed", From(self)->owner_->page(), {{"status", double(status)}, {"exitCode", double(code)}, {"text", ToUtf8(text)}}});
    };
  }

 private:
  Owner owner_;
};

class DisplayHandler : public Counted<cef_display_handler_t, DisplayHandler> {
 public:
  explicit DisplayHandler(Owner owner) : owner_(std::move(owner)) {
    on_title_change = [](cef_display_handler_t* self, cef_browser_t* browser, const cef_string_t* title) {
      AssertOn(TID_UI, "on_title_change");
      Drop(browser);
      Emit({"title", From(self)->owner_->page(), {{"title", ToUtf8(title)}}});
    };
    on_cursor_change = [](cef_display_handler_t* self, cef_browser_t* browser, cef_cursor_handle_t, cef_cursor_type_t type,
                          const cef_cursor_info_t*) {
      AssertOn(TID_UI, "on_cursor_change");
      Drop(browser);
      Emit({"cursor", From(self)->owner_->page(), {{"cursor", double(type)}}});
      return 1;
    };
    // The console reaches the test through the DevTools protocol, with live arguments; here it would only fill the log.
    on_console_message = [](cef_display_handler_t*, cef_browser_t* browser, cef_log_severity_t, const cef_string_t*,
                            const cef_string_t*, int) {
      AssertOn(TID_UI, "on_console_message");
      Drop(browser);
      return 1;
    };
  }

 private:
  Owner owner_;
};

// Dialogs would wait for a hand that is not there: each is dismissed at once and told to the test.
class JsDialogHandler : public Counted<cef_jsdialog_handler_t, JsDialogHandler> {
 public:
  explicit JsDialogHandler(Owner owner) : owner_(std::move(owner)) {
    on_jsdialog = [](cef_jsdialog_handler_t* self, cef_browser_t* browser, const cef_string_t*, cef_jsdialog_type_t type,
                     const cef_string_t* message, const cef_string_t*, cef_jsdialog_callback_t* callback, int* suppress) {
      AssertOn(TID_UI, "on_jsdialog");
      Drop(browser, callback);
      Emit({"dialog", From(self)->owner_->page(), {{"kind", double(type)}, {"message", ToUtf8(message)}}});
      *suppress = 1;
      return 0;
    };
    on_before_unload_dialog = [](cef_jsdialog_handler_t* self, cef_browser_t* browser, const cef_string_t* message, int,
                                 cef_jsdialog_callback_t* callback) {
      AssertOn(TID_UI, "on_before_unload_dialog");
      Drop(browser);
      Emit({"dialog", From(self)->owner_->page(), {{"kind", -1.0}, {"message", ToUtf8(message)}}});
      const auto answer = Ref<cef_jsdialog_callback_t>::Adopt(callback);
      answer->cont(answer.get(), 1, nullptr);
      return 1;
    };
  }

 private:
  Owner owner_;
};

class FileDialogHandler : public Counted<cef_dialog_handler_t, FileDialogHandler> {
 public:
  FileDialogHandler() {
    on_file_dialog = [](cef_dialog_handler_t*, cef_browser_t* browser, cef_file_dialog_mode_t, const cef_string_t*,
                        const cef_string_t*, cef_string_list_t, cef_string_list_t, cef_string_list_t,
                        cef_file_dialog_callback_t* callback) {
      AssertOn(TID_UI, "on_file_dialog");
      Drop(browser);
      const auto answer = Ref<cef_file_dialog_callback_t>::Adopt(callback);
      answer->cancel(answer.get());
      return 1;
    };
  }
};

class ContextMenuHandler : public Counted<cef_context_menu_handler_t, ContextMenuHandler> {
 public:
  ContextMenuHandler() {
    on_before_context_menu = [](cef_context_menu_handler_t*, cef_browser_t* browser, cef_frame_t* frame,
                                cef_context_menu_params_t* parameters, cef_menu_model_t* model) {
      AssertOn(TID_UI, "on_before_context_menu");
      Drop(browser, frame, parameters);
      const auto menu = Ref<cef_menu_model_t>::Adopt(model);
      menu->clear(menu.get());
    };
  }
};

class Client : public Counted<cef_client_t, Client> {
 public:
  explicit Client(const Owner& owner)
      : render_(RenderHandler::New(owner)),
        life_span_(LifeSpanHandler::New(owner)),
        request_(RequestHandler::New(owner)),
        display_(DisplayHandler::New(owner)),
        js_dialog_(JsDialogHandler::New(owner)),
        file_dialog_(FileDialogHandler::New()),
        context_menu_(ContextMenuHandler::New()) {
    get_render_handler = [](cef_client_t* self) -> cef_render_handler_t* { return From(self)->render_.Give(); };
    get_life_span_handler = [](cef_client_t* self) -> cef_life_span_handler_t* { return From(self)->life_span_.Give(); };
    get_request_handler = [](cef_client_t* self) -> cef_request_handler_t* { return From(self)->request_.Give(); };
    get_display_handler = [](cef_client_t* self) -> cef_display_handler_t* { return From(self)->display_.Give(); };
    get_jsdialog_handler = [](cef_client_t* self) -> cef_jsdialog_handler_t* { return From(self)->js_dialog_.Give(); };
    get_dialog_handler = [](cef_client_t* self) -> cef_dialog_handler_t* { return From(self)->file_dialog_.Give(); };
    get_context_menu_handler = [](cef_client_t* self) -> cef_context_menu_handler_t* { return From(self)->context_menu_.Give(); };
  }

 private:
  Ref<RenderHandler> render_;
  Ref<LifeSpanHandler> life_span_;
  Ref<RequestHandler> request_;
  Ref<DisplayHandler> display_;
  Ref<JsDialogHandler> js_dialog_;
  Ref<FileDialogHandler> file_dialog_;
  Ref<ContextMenuHandler> context_menu_;
};

class DevToolsObserver : public Counted<cef_dev_tools_message_observer_t, DevToolsObserver> {
 public:
  explicit DevToolsObserver(Owner owner) : owner_(std::move(owner)) {
    // The raw message, because the parsed callbacks lose the session of child targets.
    on_dev_tools_message = [](cef_dev_tools_message_observer_t* self, cef_browser_t* browser, const void* message, size_t size) {
      AssertOn(TID_UI, "on_dev_tools_message");
      Drop(browser);
      // With the number of paints so far: by the time JavaScript reads the message there may be more.
      Browser& owner = *From(self)->owner_;
      Emit({"devtools",
            owner.page(),
            {{"message", std::string(static_cast<const char*>(message), size)}, {"paints", double(owner.paint().State().count)}}});
      return 1;
    };
    on_dev_tools_agent_detached = [](cef_dev_tools_message_observer_t* self, cef_browser_t* browser) {
      AssertOn(TID_UI, "on_dev_tools_agent_detached");
      Drop(browser);
      Emit({"detached", From(self)->owner_->page()});
    };
  }

 private:
  Owner owner_;
};

}  // namespace

Ref<cef_client_t> MakeClient(const Owner& browser) {
  return Ref<cef_client_t>::Adopt(Client::New(browser).Give());
}

Ref<cef_dev_tools_message_observer_t> MakeDevToolsObserver(const Owner& browser) {
  return Ref<cef_dev_tools_message_observer_t>::Adopt(DevToolsObserver::New(browser).Give());
}

}  // namespace cefrig

#include "../handlers.h"

#include "../../cef/library.h"
#include "../../cef/string.h"
#include "../browser.h"
#include "../events.h"
#include "../task.h"

namespace cefrig {
namespace {

// One a line: URLs hold no line breaks.
std::string Lines(cef_string_list_t list) {
  std::string lines;
  for (size_t index = 0; index < cef.string_list_size(list); ++index) {
    cef_string_t text = {};
    cef.string_list_value(list, index, &text);
    if (index > 0) lines += '\n';
    lines += ToUtf8(&text);
    cef.string_utf16_clear(&text);
  }
  return lines;
}

class DisplayHandler : public Counted<cef_display_handler_t, DisplayHandler> {
 public:
  explicit DisplayHandler(std::shared_ptr<Browser> owner) : owner_(std::move(owner)) {
    on_title_change = [](cef_display_handler_t* self, cef_browser_t* browser, const cef_string_t* title) {
      AssertOn(TID_UI, "on_title_change");
      Drop(browser);
      Emit({"title", From(self)->owner_->page(), {{"title", ToUtf8(title)}}});
    };
    on_fullscreen_mode_change = [](cef_display_handler_t* self, cef_browser_t* browser, int fullscreen) {
      AssertOn(TID_UI, "on_fullscreen_mode_change");
      Drop(browser);
      Emit({"fullscreen", From(self)->owner_->page(), {{"on", fullscreen != 0}}});
    };
    on_cursor_change = [](cef_display_handler_t* self, cef_browser_t* browser, cef_cursor_handle_t, cef_cursor_type_t type,
                          const cef_cursor_info_t*) {
      AssertOn(TID_UI, "on_cursor_change");
      Drop(browser);
      Emit({"cursor", From(self)->owner_->page(), {{"cursor", double(type)}}});
      return 1;
    };
    on_favicon_urlchange = [](cef_display_handler_t* self, cef_browser_t* browser, cef_string_list_t urls) {
      AssertOn(TID_UI, "on_favicon_urlchange");
      Drop(browser);
      From(self)->Tell("favicons", Lines(urls));
    };
    on_tooltip = [](cef_display_handler_t* self, cef_browser_t* browser, cef_string_t* text) {
      AssertOn(TID_UI, "on_tooltip");
      Drop(browser);
      From(self)->Tell("tooltip", ToUtf8(text));
      return 1;
    };
    on_status_message = [](cef_display_handler_t* self, cef_browser_t* browser, const cef_string_t* text) {
      AssertOn(TID_UI, "on_status_message");
      Drop(browser);
      From(self)->Tell("status", ToUtf8(text));
    };
    on_loading_progress_change = [](cef_display_handler_t* self, cef_browser_t* browser, double progress) {
      AssertOn(TID_UI, "on_loading_progress_change");
      Drop(browser);
      Emit({"progress", From(self)->owner_->page(), {{"progress", progress}}});
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
  void Tell(const char* name, std::string text) const { Emit({"fact", owner_->page(), {{"name", std::string(name)}, {"text", std::move(text)}}}); }

  std::shared_ptr<Browser> owner_;
};

}  // namespace

Ref<cef_display_handler_t> MakeDisplayHandler(const std::shared_ptr<Browser>& browser) {
  return Ref<cef_display_handler_t>::Adopt(DisplayHandler::New(browser).Give());
}

}  // namespace cefrig

#include "../handlers.h"

#include "../../cef/string.h"
#include "../browser.h"
#include "../events.h"
#include "../task.h"

namespace cefrig {
namespace {

class DisplayHandler : public Counted<cef_display_handler_t, DisplayHandler> {
 public:
  explicit DisplayHandler(std::shared_ptr<Browser> owner) : owner_(std::move(owner)) {
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
  std::shared_ptr<Browser> owner_;
};

}  // namespace

Ref<cef_display_handler_t> MakeDisplayHandler(const std::shared_ptr<Browser>& browser) {
  return Ref<cef_display_handler_t>::Adopt(DisplayHandler::New(browser).Give());
}

}  // namespace cefrig

#include "../handlers.h"

#include "../../cef/string.h"
#include "../browser.h"
#include "../events.h"
#include "../task.h"

namespace cefrig {
namespace {

class LifeSpanHandler : public Counted<cef_life_span_handler_t, LifeSpanHandler> {
 public:
  explicit LifeSpanHandler(std::shared_ptr<Browser> owner) : owner_(std::move(owner)) {
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
  std::shared_ptr<Browser> owner_;
};

}  // namespace

Ref<cef_life_span_handler_t> MakeLifeSpanHandler(const std::shared_ptr<Browser>& browser) {
  return Ref<cef_life_span_handler_t>::Adopt(LifeSpanHandler::New(browser).Give());
}

}  // namespace cefrig

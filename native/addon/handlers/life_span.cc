#include "../handlers.h"

#include <map>

#include "../../cef/string.h"
#include "../browser.h"
#include "../events.h"
#include "../extra_info.h"
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
    on_before_popup = [](cef_life_span_handler_t* self, cef_browser_t* browser, cef_frame_t* frame, int number,
                         const cef_string_t* url, const cef_string_t*, cef_window_open_disposition_t, int,
                         const cef_popup_features_t* features, cef_window_info_t* window, cef_client_t** client,
                         cef_browser_settings_t*, cef_dictionary_value_t** info, int*) {
      AssertOn(TID_UI, "on_before_popup");
      Drop(browser, frame, *client, *info);
      *client = nullptr;
      *info = nullptr;
      Browser& owner = *From(self)->owner_;
      const auto popup =
          owner.OpenPopup(features->widthSet ? features->width : 0, features->heightSet ? features->height : 0, ToUtf8(url));
      if (!popup) {
        Emit({"window", owner.page(), {{"url", ToUtf8(url)}}});
        return 1;
      }
      From(self)->popups_[number] = popup;
      popup->Describe(*window);
      *client = MakeClient(popup).Give();
      *info = ExtraInfo(popup->options()).Give();
      return 0;
    };
    on_before_popup_aborted = [](cef_life_span_handler_t* self, cef_browser_t* browser, int number) {
      AssertOn(TID_UI, "on_before_popup_aborted");
      Drop(browser);
      const auto found = From(self)->popups_.find(number);
      if (found == From(self)->popups_.end()) return;
      if (const auto popup = found->second.lock()) popup->Aborted();
      From(self)->popups_.erase(found);
    };
  }

 private:
  std::shared_ptr<Browser> owner_;
  // By CEF's number of the attempt.
  std::map<int, std::weak_ptr<Browser>> popups_;
};

}  // namespace

Ref<cef_life_span_handler_t> MakeLifeSpanHandler(const std::shared_ptr<Browser>& browser) {
  return Ref<cef_life_span_handler_t>::Adopt(LifeSpanHandler::New(browser).Give());
}

}  // namespace cefrig

#include "../handlers.h"

#include "../browser.h"
#include "../task.h"

namespace cefrig {
namespace {

class FrameHandler : public Counted<cef_frame_handler_t, FrameHandler> {
 public:
  explicit FrameHandler(std::shared_ptr<Browser> owner) : owner_(std::move(owner)) {
    // A document in another process comes with a view of its own, which has the focus and yet does not count as active:
    // without this no ring is painted around what has the focus.
    on_main_frame_changed = [](cef_frame_handler_t* self, cef_browser_t* browser, cef_frame_t* previous, cef_frame_t* current) {
      AssertOn(TID_UI, "on_main_frame_changed");
      Drop(browser, previous, current);
      if (current) From(self)->owner_->Focus();
    };
  }

 private:
  std::shared_ptr<Browser> owner_;
};

}  // namespace

Ref<cef_frame_handler_t> MakeFrameHandler(const std::shared_ptr<Browser>& browser) {
  return Ref<cef_frame_handler_t>::Adopt(FrameHandler::New(browser).Give());
}

}  // namespace cefrig

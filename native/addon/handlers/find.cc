#include "../handlers.h"

#include "../browser.h"
#include "../events.h"
#include "../task.h"

namespace cefrig {
namespace {

class FindHandler : public Counted<cef_find_handler_t, FindHandler> {
 public:
  explicit FindHandler(std::shared_ptr<Browser> owner) : owner_(std::move(owner)) {
    on_find_result = [](cef_find_handler_t* self, cef_browser_t* browser, int, int count, const cef_rect_t* rect, int active,
                        int is_final) {
      AssertOn(TID_UI, "on_find_result");
      Drop(browser);
      Emit({"found",
            From(self)->owner_->page(),
            {{"count", double(count)},
             {"active", double(active)},
             {"x", double(rect->x)},
             {"y", double(rect->y)},
             {"width", double(rect->width)},
             {"height", double(rect->height)},
             {"final", is_final != 0}}});
    };
  }

 private:
  std::shared_ptr<Browser> owner_;
};

}  // namespace

Ref<cef_find_handler_t> MakeFindHandler(const std::shared_ptr<Browser>& browser) {
  return Ref<cef_find_handler_t>::Adopt(FindHandler::New(browser).Give());
}

}  // namespace cefrig

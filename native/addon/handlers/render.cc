#include "../handlers.h"

#include "../../cef/string.h"
#include "../browser.h"
#include "../events.h"
#include "../task.h"

namespace cefrig {
namespace {

class RenderHandler : public Counted<cef_render_handler_t, RenderHandler> {
 public:
  explicit RenderHandler(std::shared_ptr<Browser> owner) : owner_(std::move(owner)) {
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
    on_scroll_offset_changed = [](cef_render_handler_t* self, cef_browser_t* browser, double x, double y) {
      AssertOn(TID_UI, "on_scroll_offset_changed");
      Drop(browser);
      Emit({"scrolled", From(self)->owner_->page(), {{"x", x}, {"y", y}}});
    };
    on_text_selection_changed = [](cef_render_handler_t* self, cef_browser_t* browser, const cef_string_t* text, const cef_range_t*) {
      AssertOn(TID_UI, "on_text_selection_changed");
      Drop(browser);
      Emit({"fact", From(self)->owner_->page(), {{"name", std::string("selection")}, {"text", ToUtf8(text)}}});
    };
    // The host goes on with the drag, step by step, and ends it.
    start_dragging = [](cef_render_handler_t* self, cef_browser_t* browser, cef_drag_data_t* data, cef_drag_operations_mask_t operations, int,
                        int) {
      AssertOn(TID_UI, "start_dragging");
      Drop(browser);
      From(self)->owner_->drag().Started(Ref<cef_drag_data_t>::Adopt(data));
      Emit({"dragstarted", From(self)->owner_->page(), {{"operations", double(operations)}}});
      return 1;
    };
    update_drag_cursor = [](cef_render_handler_t* self, cef_browser_t* browser, cef_drag_operations_mask_t operation) {
      AssertOn(TID_UI, "update_drag_cursor");
      Drop(browser);
      Emit({"dragoperation", From(self)->owner_->page(), {{"operation", double(operation)}}});
    };
  }

 private:
  std::shared_ptr<Browser> owner_;
};

}  // namespace

Ref<cef_render_handler_t> MakeRenderHandler(const std::shared_ptr<Browser>& browser) {
  return Ref<cef_render_handler_t>::Adopt(RenderHandler::New(browser).Give());
}

}  // namespace cefrig

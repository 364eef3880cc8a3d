#include "../handlers.h"

#include "../task.h"

namespace cefrig {
namespace {

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

}  // namespace

Ref<cef_context_menu_handler_t> MakeContextMenuHandler() {
  return Ref<cef_context_menu_handler_t>::Adopt(ContextMenuHandler::New().Give());
}

}  // namespace cefrig

#include "../handlers.h"

#include "../../cef/string.h"
#include "../ask.h"
#include "../browser.h"
#include "../json.h"
#include "../task.h"

namespace cefrig {
namespace {

// The items of a menu and its submenus, as src/host/prompts/menu.ts reads them.
std::string ItemsOf(const Ref<cef_menu_model_t>& menu) {
  std::string items = "[";
  const size_t count = menu->get_count(menu.get());
  for (size_t index = 0; index < count; ++index) {
    if (!menu->is_visible_at(menu.get(), index)) continue;
    const cef_menu_item_type_t type = menu->get_type_at(menu.get(), index);
    if (items.size() > 1) items += ",";
    items += "{\"id\":" + std::to_string(menu->get_command_id_at(menu.get(), index)) + ",\"type\":" + std::to_string(type) +
             ",\"label\":" + Json(TakeUtf8(menu->get_label_at(menu.get(), index))) +
             ",\"enabled\":" + (menu->is_enabled_at(menu.get(), index) ? "true" : "false") +
             ",\"checked\":" + (menu->is_checked_at(menu.get(), index) ? "true" : "false");
    const auto inner = Ref<cef_menu_model_t>::Adopt(type == MENUITEMTYPE_SUBMENU ? menu->get_sub_menu_at(menu.get(), index) : nullptr);
    items += ",\"children\":" + (inner ? ItemsOf(inner) : "[]") + "}";
  }
  return items + "]";
}

class ContextMenuHandler : public Counted<cef_context_menu_handler_t, ContextMenuHandler> {
 public:
  explicit ContextMenuHandler(std::shared_ptr<Browser> owner) : owner_(std::move(owner)) {
    on_before_context_menu = [](cef_context_menu_handler_t* self, cef_browser_t* browser, cef_frame_t* frame,
                                cef_context_menu_params_t* parameters, cef_menu_model_t* model) {
      AssertOn(TID_UI, "on_before_context_menu");
      Drop(browser, frame, parameters);
      const auto menu = Ref<cef_menu_model_t>::Adopt(model);
      // Without a listener there is no menu, and nothing to wait for.
      if (!From(self)->owner_->reports_menus()) menu->clear(menu.get());
    };
    run_context_menu = [](cef_context_menu_handler_t* self, cef_browser_t* browser, cef_frame_t* frame,
                          cef_context_menu_params_t* parameters, cef_menu_model_t* model,
                          cef_run_context_menu_callback_t* callback) {
      AssertOn(TID_UI, "run_context_menu");
      Drop(browser, frame);
      const auto place = Ref<cef_context_menu_params_t>::Adopt(parameters);
      const auto menu = Ref<cef_menu_model_t>::Adopt(model);
      const auto asked = Ref<cef_run_context_menu_callback_t>::Adopt(callback);
      Ask({"contextmenu",
           From(self)->owner_->page(),
           {{"items", ItemsOf(menu)},
            {"x", double(place->get_xcoord(place.get()))},
            {"y", double(place->get_ycoord(place.get()))},
            {"link", TakeUtf8(place->get_link_url(place.get()))},
            {"source", TakeUtf8(place->get_source_url(place.get()))},
            {"selection", TakeUtf8(place->get_selection_text(place.get()))},
            {"editable", place->is_editable(place.get()) != 0}}},
          [asked](const Answer* answer) {
            if (answer && answer->accepted) asked->cont(asked.get(), static_cast<int>(answer->number), EVENTFLAG_NONE);
            else asked->cancel(asked.get());
          });
      return 1;
    };
  }

 private:
  std::shared_ptr<Browser> owner_;
};

}  // namespace

Ref<cef_context_menu_handler_t> MakeContextMenuHandler(const std::shared_ptr<Browser>& browser) {
  return Ref<cef_context_menu_handler_t>::Adopt(ContextMenuHandler::New(browser).Give());
}

}  // namespace cefrig

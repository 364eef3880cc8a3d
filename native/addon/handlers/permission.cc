#include "../handlers.h"

#include "../../cef/string.h"
#include "../ask.h"
#include "../browser.h"
#include "../task.h"

namespace cefrig {
namespace {

// Of what a page may ask for, CEF 146 asks about media alone in browsers of this style; the rest is as the context's settings say.
class PermissionHandler : public Counted<cef_permission_handler_t, PermissionHandler> {
 public:
  explicit PermissionHandler(std::shared_ptr<Browser> owner) : owner_(std::move(owner)) {
    on_request_media_access_permission = [](cef_permission_handler_t* self, cef_browser_t* browser, cef_frame_t* frame,
                                            const cef_string_t* origin, uint32_t permissions, cef_media_access_callback_t* callback) {
      AssertOn(TID_UI, "on_request_media_access_permission");
      Drop(browser, frame);
      const auto asked = Ref<cef_media_access_callback_t>::Adopt(callback);
      Ask({"permission", From(self)->owner_->page(), {{"permissions", double(permissions)}, {"origin", ToUtf8(origin)}}},
          [asked, permissions](const Answer* answer) {
            if (answer && answer->accepted) asked->cont(asked.get(), permissions);
            else asked->cancel(asked.get());
          });
      return 1;
    };
  }

 private:
  std::shared_ptr<Browser> owner_;
};

}  // namespace

Ref<cef_permission_handler_t> MakePermissionHandler(const std::shared_ptr<Browser>& browser) {
  return Ref<cef_permission_handler_t>::Adopt(PermissionHandler::New(browser).Give());
}

}  // namespace cefrig

#include "../handlers.h"

#include "../../cef/string.h"
#include "../browser.h"
#include "../events.h"
#include "../task.h"

namespace cefrig {
namespace {

// Dialogs would wait for a hand that is not there: each is dismissed at once and told to the test.
class JsDialogHandler : public Counted<cef_jsdialog_handler_t, JsDialogHandler> {
 public:
  explicit JsDialogHandler(std::shared_ptr<Browser> owner) : owner_(std::move(owner)) {
    on_jsdialog = [](cef_jsdialog_handler_t* self, cef_browser_t* browser, const cef_string_t*, cef_jsdialog_type_t type,
                     const cef_string_t* message, const cef_string_t*, cef_jsdialog_callback_t* callback, int* suppress) {
      AssertOn(TID_UI, "on_jsdialog");
      Drop(browser, callback);
      Emit({"dialog", From(self)->owner_->page(), {{"kind", double(type)}, {"message", ToUtf8(message)}}});
      *suppress = 1;
      return 0;
    };
    on_before_unload_dialog = [](cef_jsdialog_handler_t* self, cef_browser_t* browser, const cef_string_t* message, int,
                                 cef_jsdialog_callback_t* callback) {
      AssertOn(TID_UI, "on_before_unload_dialog");
      Drop(browser);
      Emit({"dialog", From(self)->owner_->page(), {{"kind", -1.0}, {"message", ToUtf8(message)}}});
      const auto answer = Ref<cef_jsdialog_callback_t>::Adopt(callback);
      answer->cont(answer.get(), 1, nullptr);
      return 1;
    };
  }

 private:
  std::shared_ptr<Browser> owner_;
};

}  // namespace

Ref<cef_jsdialog_handler_t> MakeJsDialogHandler(const std::shared_ptr<Browser>& browser) {
  return Ref<cef_jsdialog_handler_t>::Adopt(JsDialogHandler::New(browser).Give());
}

}  // namespace cefrig

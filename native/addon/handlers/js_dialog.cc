#include "../handlers.h"

#include "../../cef/string.h"
#include "../ask.h"
#include "../browser.h"
#include "../task.h"

namespace cefrig {
namespace {

// A dialog of an earlier document must not be answered in the next.
class JsDialogHandler : public Counted<cef_jsdialog_handler_t, JsDialogHandler> {
 public:
  explicit JsDialogHandler(std::shared_ptr<Browser> owner) : owner_(std::move(owner)) {
    on_jsdialog = [](cef_jsdialog_handler_t* self, cef_browser_t* browser, const cef_string_t*, cef_jsdialog_type_t type,
                     const cef_string_t* message, const cef_string_t* text, cef_jsdialog_callback_t* callback, int*) {
      AssertOn(TID_UI, "on_jsdialog");
      Drop(browser);
      From(self)->AskAbout(type, message, text, false, callback);
      return 1;
    };
    on_before_unload_dialog = [](cef_jsdialog_handler_t* self, cef_browser_t* browser, const cef_string_t* message, int,
                                 cef_jsdialog_callback_t* callback) {
      AssertOn(TID_UI, "on_before_unload_dialog");
      Drop(browser);
      // By default the page is left.
      From(self)->AskAbout(kBeforeUnload, message, nullptr, true, callback);
      return 1;
    };
    on_reset_dialog_state = [](cef_jsdialog_handler_t* self, cef_browser_t* browser) {
      AssertOn(TID_UI, "on_reset_dialog_state");
      Drop(browser);
      ForgetQuestions(From(self)->owner_->page(), "dialog");
    };
  }

 private:
  static constexpr int kBeforeUnload = -1;

  void AskAbout(int kind, const cef_string_t* message, const cef_string_t* text, bool fallback, cef_jsdialog_callback_t* callback) {
    const auto asked = Ref<cef_jsdialog_callback_t>::Adopt(callback);
    Ask({"dialog", owner_->page(), {{"kind", double(kind)}, {"message", ToUtf8(message)}, {"text", ToUtf8(text)}}},
        [asked, fallback](const Answer* answer) {
          const CefText given(answer ? answer->text : "");
          asked->cont(asked.get(), answer ? answer->accepted : fallback, given.get());
        });
  }

  std::shared_ptr<Browser> owner_;
};

}  // namespace

Ref<cef_jsdialog_handler_t> MakeJsDialogHandler(const std::shared_ptr<Browser>& browser) {
  return Ref<cef_jsdialog_handler_t>::Adopt(JsDialogHandler::New(browser).Give());
}

}  // namespace cefrig

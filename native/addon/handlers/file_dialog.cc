#include "../handlers.h"

#include "../../cef/string.h"
#include "../ask.h"
#include "../browser.h"
#include "../task.h"

namespace cefrig {
namespace {

class FileDialogHandler : public Counted<cef_dialog_handler_t, FileDialogHandler> {
 public:
  explicit FileDialogHandler(std::shared_ptr<Browser> owner) : owner_(std::move(owner)) {
    on_file_dialog = [](cef_dialog_handler_t* self, cef_browser_t* browser, cef_file_dialog_mode_t mode, const cef_string_t*,
                        const cef_string_t*, cef_string_list_t filters, cef_string_list_t, cef_string_list_t,
                        cef_file_dialog_callback_t* callback) {
      AssertOn(TID_UI, "on_file_dialog");
      Drop(browser);
      const auto asked = Ref<cef_file_dialog_callback_t>::Adopt(callback);
      std::string accept;
      for (const std::string& filter : ToUtf8(filters)) accept += (accept.empty() ? "" : ",") + filter;
      Ask({"filedialog", From(self)->owner_->page(), {{"mode", double(mode)}, {"accept", accept}}}, [asked](const Answer* answer) {
        if (!answer || !answer->accepted) return asked->cancel(asked.get());
        const CefTextList paths(answer->list);
        asked->cont(asked.get(), paths.get());
      });
      return 1;
    };
  }

 private:
  std::shared_ptr<Browser> owner_;
};

}  // namespace

Ref<cef_dialog_handler_t> MakeFileDialogHandler(const std::shared_ptr<Browser>& browser) {
  return Ref<cef_dialog_handler_t>::Adopt(FileDialogHandler::New(browser).Give());
}

}  // namespace cefrig

#include "../handlers.h"

#include "../task.h"

namespace cefrig {
namespace {

class FileDialogHandler : public Counted<cef_dialog_handler_t, FileDialogHandler> {
 public:
  FileDialogHandler() {
    on_file_dialog = [](cef_dialog_handler_t*, cef_browser_t* browser, cef_file_dialog_mode_t, const cef_string_t*,
                        const cef_string_t*, cef_string_list_t, cef_string_list_t, cef_string_list_t,
                        cef_file_dialog_callback_t* callback) {
      AssertOn(TID_UI, "on_file_dialog");
      Drop(browser);
      const auto answer = Ref<cef_file_dialog_callback_t>::Adopt(callback);
      answer->cancel(answer.get());
      return 1;
    };
  }
};

}  // namespace

Ref<cef_dialog_handler_t> MakeFileDialogHandler() {
  return Ref<cef_dialog_handler_t>::Adopt(FileDialogHandler::New().Give());
}

}  // namespace cefrig

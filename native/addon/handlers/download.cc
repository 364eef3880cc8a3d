#include "../handlers.h"

#include "../../cef/string.h"
#include "../ask.h"
#include "../browser.h"
#include "../downloads.h"
#include "../task.h"

namespace cefrig {
namespace {

class DownloadHandler : public Counted<cef_download_handler_t, DownloadHandler> {
 public:
  explicit DownloadHandler(std::shared_ptr<Browser> owner) : owner_(std::move(owner)) {
    can_download = [](cef_download_handler_t*, cef_browser_t* browser, const cef_string_t*, const cef_string_t*) {
      AssertOn(TID_UI, "can_download");
      Drop(browser);
      return 1;
    };
    on_before_download = [](cef_download_handler_t* self, cef_browser_t* browser, cef_download_item_t* item,
                            const cef_string_t* name, cef_before_download_callback_t* callback) {
      AssertOn(TID_UI, "on_before_download");
      Drop(browser);
      const auto owned = Ref<cef_download_item_t>::Adopt(item);
      const auto asked = Ref<cef_before_download_callback_t>::Adopt(callback);
      // Without an answer it never begins.
      Ask({"download",
           From(self)->owner_->page(),
           {{"number", double(owned->get_id(owned.get()))},
            {"url", TakeUtf8(owned->get_url(owned.get()))},
            {"name", ToUtf8(name)},
            {"mimeType", TakeUtf8(owned->get_mime_type(owned.get()))},
            {"total", double(owned->get_total_bytes(owned.get()))}}},
          [asked](const Answer* answer) {
            if (answer && answer->accepted) asked->cont(asked.get(), CefText(answer->text).get(), 0);
          });
      return 1;
    };
    on_download_updated = [](cef_download_handler_t* self, cef_browser_t* browser, cef_download_item_t* item,
                             cef_download_item_callback_t* callback) {
      AssertOn(TID_UI, "on_download_updated");
      Drop(browser);
      const auto owned = Ref<cef_download_item_t>::Adopt(item);
      From(self)->Updated(owned.get(), Ref<cef_download_item_callback_t>::Adopt(callback));
    };
  }

 private:
  // As src/host/prompts/downloads.ts has them.
  enum State { kRunning = 0, kComplete = 1, kCanceled = 2, kInterrupted = 3 };

  void Updated(cef_download_item_t* item, Ref<cef_download_item_callback_t> control) {
    const int page = owner_->page();
    const uint32_t number = item->get_id(item);
    const State state = item->is_complete(item)      ? kComplete
                        : item->is_canceled(item)    ? kCanceled
                        : item->is_interrupted(item) ? kInterrupted
                                                     : kRunning;
    if (state == kRunning) KeepDownload(page, number, std::move(control));
    else ForgetDownload(page, number);
    Emit({"downloading",
          page,
          {{"number", double(number)},
           {"state", double(state)},
           {"reason", double(item->get_interrupt_reason(item))},
           {"received", double(item->get_received_bytes(item))},
           {"total", double(item->get_total_bytes(item))}}});
  }

  std::shared_ptr<Browser> owner_;
};

}  // namespace

Ref<cef_download_handler_t> MakeDownloadHandler(const std::shared_ptr<Browser>& browser) {
  return Ref<cef_download_handler_t>::Adopt(DownloadHandler::New(browser).Give());
}

}  // namespace cefrig

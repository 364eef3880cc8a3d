#include "downloads.h"

#include <map>
#include <utility>

#include "task.h"

namespace cefrig {
namespace {

// By page and CEF's number. Touched on the UI thread alone.
std::map<std::pair<int, uint32_t>, Ref<cef_download_item_callback_t>> running;

}  // namespace

void KeepDownload(int page, uint32_t number, Ref<cef_download_item_callback_t> control) {
  AssertOn(TID_UI, "KeepDownload");
  running[{page, number}] = std::move(control);
}

void ForgetDownload(int page, uint32_t number) {
  AssertOn(TID_UI, "ForgetDownload");
  running.erase({page, number});
}

void ForgetDownloads(int page) {
  AssertOn(TID_UI, "ForgetDownloads");
  std::erase_if(running, [page](const auto& entry) { return entry.first.first == page; });
}

void CancelDownload(int page, uint32_t number) {
  PostToUi([page, number] {
    const auto found = running.find({page, number});
    if (found == running.end()) return;
    // CEF tells of the end before this returns, and the entry goes.
    const auto control = found->second;
    control->cancel(control.get());
  });
}

}  // namespace cefrig

// Downloads that run, so that they can be stopped.
#pragma once

#include <cstdint>

#include "../cef/ref.h"

namespace cefrig {

// CEF's UI thread.
void KeepDownload(int page, uint32_t number, Ref<cef_download_item_callback_t> control);
void ForgetDownload(int page, uint32_t number);
// Those of a page that is gone.
void ForgetDownloads(int page);

// JavaScript's thread. Nothing happens when it has ended.
void CancelDownload(int page, uint32_t number);

}  // namespace cefrig

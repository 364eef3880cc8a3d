// Work on CEF's threads.
#pragma once

#include <functional>

#include "../cef/interface.h"

namespace cefrig {

// Runs `work` on the UI thread, after `delay_ms` milliseconds when that is not 0. Any thread.
void PostToUi(std::function<void()> work, int64_t delay_ms = 0);

// Ends the process with a message when the calling thread is not the one named: a broken assumption about CEF.
void AssertOn(cef_thread_id_t thread, const char* where);

}  // namespace cefrig

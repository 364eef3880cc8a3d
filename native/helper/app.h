// What CEF asks of its subprocesses.
#pragma once

#include "../cef/ref.h"

namespace cefrig {

Ref<cef_app_t> MakeApp();

}  // namespace cefrig

// libcef.so, opened at run time: nothing of CEF is needed to build. One per process; usable from every thread once loaded.
#pragma once

#include <string>

#include "interface.h"

namespace cefrig {

// The functions of the loaded library. Valid after LoadCef() returned an empty string.
extern CefFunctions cef;

// Opens the library and fixes the API version of this process. Returns what went wrong, or an empty string.
std::string LoadCef(const std::string& path);

}  // namespace cefrig

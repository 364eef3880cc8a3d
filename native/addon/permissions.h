// Permissions that a test gives to the pages of a context.
#pragma once

#include <string>

namespace cefrig {

// JavaScript's thread; CEF takes it to its own. Allowed, or as it was at first.
void AllowGeolocation(int context, const std::string& origin, bool allowed);

// The same for scripts that read or write the clipboard. Empty origin: all of them.
void AllowClipboard(int context, const std::string& origin);

}  // namespace cefrig

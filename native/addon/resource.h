// Served origins: requests that match a prefix never reach the network. Each is told to JavaScript as an event `request`,
// and answered by Respond().
#pragma once

#include <string>

namespace cefrig {

// JavaScript's thread. From now on requests of this context whose URL begins with `prefix` are ours.
std::string AddServedPrefix(int context, int page, const std::string& prefix);
void RemoveServedPrefix(int context, int page, const std::string& prefix);
void RemoveServedPrefixes(int context);

}  // namespace cefrig

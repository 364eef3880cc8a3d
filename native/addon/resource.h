// Served origins: requests that match a prefix never reach the network. Each is told to JavaScript as an event `request`,
// and answered by Respond().
#pragma once

#include <cstdint>
#include <string>

#include "events.h"

namespace cefrig {

struct Response {
  int status = 200;
  std::string status_text;
  std::string mime_type;
  Headers headers;
  Bytes body;
  // A net error (negative) in place of a response; 0: none.
  int error = 0;
};

// JavaScript's thread. From now on requests of this context whose URL begins with `prefix` are ours.
std::string AddServedPrefix(int context, int page, const std::string& prefix);
void RemoveServedPrefix(int context, int page, const std::string& prefix);
void RemoveServedPrefixes(int context);
// False when the request was cancelled meanwhile.
bool Respond(uint64_t request, Response response);

}  // namespace cefrig

// Requests of pages that have routes: each waits until JavaScript says what becomes of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "../cef/interface.h"
#include "../cef/ref.h"
#include "events.h"

namespace cefrig {

// What is changed of a request before it goes on.
struct Changes {
  std::optional<std::string> url, method;
  std::optional<Headers> headers;
  std::optional<Bytes> body;
};

// CEF's IO thread. Whoever is asked about the request next; null: nobody, when its page has no routes.
Ref<cef_resource_request_handler_t> Intercept(int page, cef_request_t* request, bool is_navigation);

// CEF's IO thread. For a request that comes to nothing.
Ref<cef_resource_request_handler_t> Refuse();

// JavaScript's thread, once for each event `route`. False when the request has ended meanwhile, which the event `dropped` tells.
bool ContinueRequest(uint64_t request, const Changes& changes);
// It is answered by Respond(), which may come at once.
bool TakeRequest(uint64_t request);

}  // namespace cefrig

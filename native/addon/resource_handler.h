// One request of a page that JavaScript answers in place of the network: whole, or as a stream that it is asked for piece by piece.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "../cef/interface.h"
#include "../cef/ref.h"
#include "events.h"

namespace cefrig {

struct Response {
  int status = 200;
  std::string status_text;
  std::string mime_type;
  std::string charset;
  Headers headers;
  Bytes body;
  // The body comes by Push() and Finish(), each time after the event `wanted`.
  bool streamed = false;
  // A net error (negative) in place of a response; 0: none.
  int error = 0;
};

// Never used twice.
uint64_t NextRequest();

// A handler that waits for Respond(). `opened`, when there is one, runs once on one of CEF's threads when CEF has turned to it.
Ref<cef_resource_handler_t> MakeResourceHandler(uint64_t request, int page, std::function<void(cef_request_t*)> opened = {});

// JavaScript's thread. Each is false when the request has ended meanwhile, which the event `dropped` tells.
bool Respond(uint64_t request, Response response);
// After the event `wanted`.
bool Push(uint64_t request, Bytes bytes);
// With a net error, or 0 when the body is complete.
bool Finish(uint64_t request, int error);
// Any thread. CEF will not ask the handler of this request any more, or never has.
void DropRequest(uint64_t request);

// Any thread.
Headers ReadHeaders(cef_request_t* request);
Bytes ReadBody(cef_request_t* request);

}  // namespace cefrig

// The functions that the script of a document calls to reach the Host.
#pragma once

#include <memory>

#include "../cef/ref.h"
#include "channel.h"

namespace cefrig {

// `send(type, call, flags, timeout, text, buffers)` gives whether it was sent: false when the Host is gone, 0 when it is too large,
// 1 when the document has `ended`. With kSync in `flags` it waits for the answer and gives its flags as a digit, followed by
// its text; undefined when none came. The text of a call and its buffers are copied.
Ref<cef_v8_value_t> MakeSend(Channel& channel, uint32_t page, uint32_t context, std::shared_ptr<const bool> ended);

}  // namespace cefrig

// JavaScript's end of the events.
#pragma once

#include <napi.h>

#include <memory>
#include <mutex>

namespace cefrig {

// JavaScript's thread, both. The listener gets each event as one object with `type` and `page`.
void Listen(Napi::Env env, Napi::Function callback);
void StopListening();

}  // namespace cefrig

// Request contexts: each an own in-memory store of cookies, cache, storage, permissions and served origins.
#pragma once

#include <string>

#include "../cef/interface.h"
#include "../cef/ref.h"

namespace cefrig {

// JavaScript's thread. An empty directory: in memory.
bool CreateContext(int id, const std::string& cache_directory);
// The browsers of the context must be closed.
void CloseContext(int id);
void CloseAllContexts();
// Null when there is none of this number.
Ref<cef_request_context_t> FindContext(int id);

}  // namespace cefrig

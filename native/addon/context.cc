#include "context.h"

#include <map>
#include <mutex>

#include "../cef/library.h"
#include "../cef/string.h"

namespace cefrig {
namespace {

std::mutex mutex;
std::map<int, Ref<cef_request_context_t>> contexts;

}  // namespace

bool CreateContext(int id, const std::string& cache_directory) {
  cef_request_context_settings_t settings = {};
  settings.size = sizeof settings;
  if (!cache_directory.empty()) Assign(settings.cache_path, cache_directory);
  auto context = Ref<cef_request_context_t>::Adopt(cef.request_context_create_context(&settings, nullptr));
  cef.string_utf16_clear(&settings.cache_path);
  if (!context) return false;
  const std::lock_guard lock(mutex);
  contexts[id] = std::move(context);
  return true;
}

void CloseContext(int id) {
  const std::lock_guard lock(mutex);
  contexts.erase(id);
}

void CloseAllContexts() {
  const std::lock_guard lock(mutex);
  contexts.clear();
}

Ref<cef_request_context_t> FindContext(int id) {
  const std::lock_guard lock(mutex);
  const auto found = contexts.find(id);
  return found == contexts.end() ? Ref<cef_request_context_t>() : found->second;
}

}  // namespace cefrig

#include "context.h"

#include <map>
#include <mutex>

#include "../cef/library.h"
#include "../cef/string.h"
#include "browser.h"
#include "handlers.h"
#include "intercept.h"
#include "task.h"

namespace cefrig {
namespace {

std::mutex mutex;
std::map<int, Ref<cef_request_context_t>> contexts;

// Requests of no page, which service workers make, belong to a page of their context that is routed.
class ContextHandler : public Counted<cef_request_context_handler_t, ContextHandler> {
 public:
  explicit ContextHandler(int context) : context_(context) {
    get_resource_request_handler = [](cef_request_context_handler_t* self, cef_browser_t* browser, cef_frame_t* frame, cef_request_t* request,
                                      int is_navigation, int, const cef_string_t*, int*) -> cef_resource_request_handler_t* {
      AssertOn(TID_IO, "context's get_resource_request_handler");
      const bool is_of_page = browser != nullptr;
      const auto owned = Ref<cef_request_t>::Adopt(request);
      Drop(browser, frame);
      const int page = is_of_page ? 0 : Browser::FindRouted(From(self)->context_);
      return page == 0 ? nullptr : Intercept(page, owned.get(), is_navigation == 1).Give();
    };
  }

 private:
  const int context_;
};

}  // namespace

bool CreateContext(int id, const std::string& cache_directory) {
  cef_request_context_settings_t settings = {};
  settings.size = sizeof settings;
  if (!cache_directory.empty()) Assign(settings.cache_path, cache_directory);
  auto context = Ref<cef_request_context_t>::Adopt(cef.request_context_create_context(&settings, ContextHandler::New(id).Give()));
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

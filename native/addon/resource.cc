#include "resource.h"

#include <map>
#include <mutex>
#include <set>
#include <vector>

#include "../cef/ref.h"
#include "../cef/string.h"
#include "browser.h"
#include "context.h"
#include "handlers.h"
#include "resource_handler.h"
#include "task.h"

namespace cefrig {
namespace {

struct ServedPrefix {
  int page;
  std::string prefix;
};

std::mutex mutex;  // guards the tables below
std::map<int, std::vector<ServedPrefix>> prefixes;                          // by context
std::set<std::pair<int, std::string>> registered;                          // context and origin

class Factory : public Counted<cef_scheme_handler_factory_t, Factory> {
 public:
  explicit Factory(int context) : context_(context) {
    create = [](cef_scheme_handler_factory_t* self, cef_browser_t* browser, cef_frame_t* frame, const cef_string_t*,
                cef_request_t* request) -> cef_resource_handler_t* {
      AssertOn(TID_IO, "Factory::create");
      const auto owned_browser = Ref<cef_browser_t>::Adopt(browser);
      const auto owned_request = Ref<cef_request_t>::Adopt(request);
      Drop(frame);
      return From(self)->Match(owned_browser.get(), owned_request.get());
    };
  }

 private:
  // The longest prefix wins; a request without a browser (a service worker's) may belong to any page of the context.
  cef_resource_handler_t* Match(cef_browser_t* browser, cef_request_t* request) const {
    const std::string url = TakeUtf8(request->get_url(request));
    // The page's own, and those of the pages that opened it: it asks for its document before anybody knows of it.
    std::vector<int> pages;
    if (const auto owner = browser ? Browser::FindByIdentifier(browser->get_identifier(browser)) : nullptr) {
      pages = owner->options().openers;
      pages.push_back(owner->page());
    }
    const std::lock_guard lock(mutex);
    const ServedPrefix* best = nullptr;
    for (const ServedPrefix& served : prefixes[context_]) {
      if (!pages.empty() && std::find(pages.begin(), pages.end(), served.page) == pages.end()) continue;
      if (url.starts_with(served.prefix) && (!best || served.prefix.size() > best->prefix.size())) best = &served;
    }
    if (!best) return nullptr;
    const uint64_t number = NextRequest();
    const auto tell = [number, page = best->page, prefix = best->prefix](cef_request_t* opened) {
      Emit({"request",
            page,
            {{"request", double(number)},
             {"prefix", prefix},
             {"url", TakeUtf8(opened->get_url(opened))},
             {"method", TakeUtf8(opened->get_method(opened))},
             {"headers", ReadHeaders(opened)},
             {"body", ReadBody(opened)}}});
    };
    return MakeResourceHandler(number, best->page, tell).Give();
  }

  const int context_;
};

}  // namespace

std::string AddServedPrefix(int context, int page, const std::string& prefix) {
  const size_t host = prefix.find("://");
  if (host == std::string::npos) return "no scheme in " + prefix;
  const std::string scheme = prefix.substr(0, host);
  const std::string rest = prefix.substr(host + 3);
  const std::string domain = rest.substr(0, rest.find_first_of(":/"));
  bool is_new;
  {
    const std::lock_guard lock(mutex);
    prefixes[context].push_back({page, prefix});
    is_new = registered.insert({context, scheme + "://" + domain}).second;
  }
  if (!is_new) return "";
  const auto owner = FindContext(context);
  if (!owner) return "no context " + std::to_string(context);
  const CefText scheme_text(scheme), domain_text(domain);
  const Ref<Factory> factory = Factory::New(context);
  if (owner->register_scheme_handler_factory(owner.get(), scheme_text.get(), domain_text.get(), factory.Give())) return "";
  return "CEF refused to serve " + scheme + "://" + domain;
}

void RemoveServedPrefix(int context, int page, const std::string& prefix) {
  const std::lock_guard lock(mutex);
  std::erase_if(prefixes[context], [&](const ServedPrefix& served) { return served.page == page && served.prefix == prefix; });
}

void RemoveServedPrefixes(int context) {
  const std::lock_guard lock(mutex);
  prefixes.erase(context);
  std::erase_if(registered, [context](const auto& entry) { return entry.first == context; });
}

}  // namespace cefrig

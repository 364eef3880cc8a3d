#include "resource.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <mutex>
#include <set>
#include <vector>

#include "../cef/library.h"
#include "../cef/ref.h"
#include "../cef/string.h"
#include "browser.h"
#include "context.h"
#include "handlers.h"
#include "task.h"

namespace cefrig {
namespace {

class ResourceHandler;

struct ServedPrefix {
  int page;
  std::string prefix;
};

std::mutex mutex;  // guards the tables below
std::map<int, std::vector<ServedPrefix>> prefixes;                          // by context
std::set<std::pair<int, std::string>> registered;                          // context and origin
std::map<uint64_t, Ref<ResourceHandler>> waiting;                          // by request number
uint64_t last_request = 0;

Headers ReadHeaders(cef_request_t* request) {
  Headers headers;
  const cef_string_multimap_t map = cef.string_multimap_alloc();
  request->get_header_map(request, map);
  for (size_t index = 0; index < cef.string_multimap_size(map); ++index) {
    cef_string_t key = {}, value = {};
    cef.string_multimap_key(map, index, &key);
    cef.string_multimap_value(map, index, &value);
    headers.emplace_back(ToUtf8(&key), ToUtf8(&value));
    cef.string_utf16_clear(&key);
    cef.string_utf16_clear(&value);
  }
  cef.string_multimap_free(map);
  // The map never has it.
  if (std::string referrer = TakeUtf8(request->get_referrer_url(request)); !referrer.empty()) {
    headers.emplace_back("Referer", std::move(referrer));
  }
  return headers;
}

Bytes ReadBody(cef_request_t* request) {
  Bytes body;
  const auto data = Ref<cef_post_data_t>::Adopt(request->get_post_data(request));
  if (!data) return body;
  size_t count = data->get_element_count(data.get());
  std::vector<cef_post_data_element_t*> elements(count);
  data->get_elements(data.get(), &count, elements.data());
  for (size_t index = 0; index < count; ++index) {
    const auto element = Ref<cef_post_data_element_t>::Adopt(elements[index]);
    const size_t size = element->get_bytes_count(element.get());
    body.resize(body.size() + size);
    element->get_bytes(element.get(), size, body.data() + body.size() - size);
  }
  return body;
}

// One request. CEF calls it on its IO thread and on worker threads, never two at once.
class ResourceHandler : public Counted<cef_resource_handler_t, ResourceHandler> {
 public:
  ResourceHandler(int context, int page, std::string prefix) : context_(context), page_(page), prefix_(std::move(prefix)) {
    open = [](cef_resource_handler_t* self, cef_request_t* request, int* handle_request, cef_callback_t* callback) {
      *handle_request = 0;
      const auto owned = Ref<cef_request_t>::Adopt(request);
      From(self)->Ask(owned.get(), Ref<cef_callback_t>::Adopt(callback));
      return 1;
    };
    get_response_headers = [](cef_resource_handler_t* self, cef_response_t* response, int64_t* length, cef_string_t*) {
      const auto owned = Ref<cef_response_t>::Adopt(response);
      From(self)->Describe(owned.get(), *length);
    };
    skip = [](cef_resource_handler_t* self, int64_t count, int64_t* skipped, cef_resource_skip_callback_t* callback) {
      Drop(callback);
      ResourceHandler* handler = From(self);
      *skipped = std::min<int64_t>(count, handler->response_.body.size() - handler->offset_);
      handler->offset_ += *skipped;
      return *skipped > 0 ? 1 : 0;
    };
    read = [](cef_resource_handler_t* self, void* out, int size, int* count, cef_resource_read_callback_t* callback) {
      Drop(callback);
      ResourceHandler* handler = From(self);
      *count = static_cast<int>(std::min<size_t>(size, handler->response_.body.size() - handler->offset_));
      if (*count > 0) std::memcpy(out, handler->response_.body.data() + handler->offset_, *count);
      handler->offset_ += *count;
      return *count > 0 ? 1 : 0;
    };
    cancel = [](cef_resource_handler_t* self) { From(self)->Forget(); };
  }

  void Answer(Response response) {
    response_ = std::move(response);
    const Ref<cef_callback_t> callback = std::move(callback_);
    callback_ = {};
    if (callback) callback->cont(callback.get());
  }

 private:
  void Ask(cef_request_t* request, Ref<cef_callback_t> callback) {
    callback_ = std::move(callback);
    {
      const std::lock_guard lock(mutex);
      number_ = ++last_request;
      waiting[number_] = Ref<ResourceHandler>::Share(this);
    }
    Emit({"request",
          page_,
          {{"request", double(number_)},
           {"context", double(context_)},
           {"prefix", prefix_},
           {"url", TakeUtf8(request->get_url(request))},
           {"method", TakeUtf8(request->get_method(request))},
           {"headers", ReadHeaders(request)},
           {"body", ReadBody(request)}}});
  }

  void Describe(cef_response_t* response, int64_t& length) {
    if (response_.error != 0) {
      response->set_error(response, static_cast<cef_errorcode_t>(response_.error));
      length = 0;
      return;
    }
    response->set_status(response, response_.status);
    response->set_status_text(response, CefText(response_.status_text).get());
    response->set_mime_type(response, CefText(response_.mime_type).get());
    for (const auto& [name, value] : response_.headers) {
      response->set_header_by_name(response, CefText(name).get(), CefText(value).get(), 1);
    }
    length = static_cast<int64_t>(response_.body.size());
  }

  void Forget() {
    const std::lock_guard lock(mutex);
    waiting.erase(number_);
  }

  const int context_;
  const int page_;
  const std::string prefix_;
  uint64_t number_ = 0;
  Ref<cef_callback_t> callback_;
  Response response_;
  size_t offset_ = 0;
};

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
    return ResourceHandler::New(context_, best->page, best->prefix).Give();
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

bool Respond(uint64_t request, Response response) {
  Ref<ResourceHandler> handler;
  {
    const std::lock_guard lock(mutex);
    const auto found = waiting.find(request);
    if (found == waiting.end()) return false;
    handler = std::move(found->second);
    waiting.erase(found);
  }
  handler->Answer(std::move(response));
  return true;
}

}  // namespace cefrig

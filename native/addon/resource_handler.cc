#include "resource_handler.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <mutex>
#include <vector>

#include "../cef/library.h"
#include "../cef/string.h"
#include "handlers.h"

namespace cefrig {
namespace {

class ResourceHandler;

std::mutex table_mutex;  // guards the table below; never taken while a handler's own is
std::map<uint64_t, Ref<ResourceHandler>> handlers;
uint64_t last_request = 0;

// CEF calls it on its IO thread and on worker threads, never two at once; JavaScript's thread answers meanwhile.
class ResourceHandler : public Counted<cef_resource_handler_t, ResourceHandler> {
 public:
  ResourceHandler(uint64_t request, int page, std::function<void(cef_request_t*)> opened)
      : request_(request), page_(page), opened_(std::move(opened)) {
    open = [](cef_resource_handler_t* self, cef_request_t* request, int* handle_request, cef_callback_t* callback) {
      const auto owned = Ref<cef_request_t>::Adopt(request);
      *handle_request = From(self)->Open(owned.get(), Ref<cef_callback_t>::Adopt(callback));
      return 1;
    };
    get_response_headers = [](cef_resource_handler_t* self, cef_response_t* response, int64_t* length, cef_string_t*) {
      const auto owned = Ref<cef_response_t>::Adopt(response);
      From(self)->Describe(owned.get(), *length);
    };
    // CEF would leave out what a request for a range did not ask for; whoever answers has done so, or sends the whole on purpose.
    skip = [](cef_resource_handler_t*, int64_t count, int64_t* skipped, cef_resource_skip_callback_t* callback) {
      Drop(callback);
      *skipped = count;
      return 1;
    };
    read = [](cef_resource_handler_t* self, void* out, int size, int* count, cef_resource_read_callback_t* callback) {
      return From(self)->Read(out, size, *count, Ref<cef_resource_read_callback_t>::Adopt(callback));
    };
    cancel = [](cef_resource_handler_t* self) { DropRequest(From(self)->request_); };
  }

  void Answer(Response response) {
    Ref<cef_callback_t> callback;
    {
      const std::lock_guard lock(mutex_);
      response_ = std::move(response);
      answered_ = true;
      std::swap(callback, callback_);
    }
    if (callback) callback->cont(callback.get());
  }

  bool streamed() const {
    const std::lock_guard lock(mutex_);
    return response_.streamed;
  }

  void Take(Bytes bytes) {
    int count;
    Ref<cef_resource_read_callback_t> callback;
    {
      const std::lock_guard lock(mutex_);
      response_.body = std::move(bytes);
      offset_ = 0;
      if (!read_callback_) return;
      count = Copy(out_, out_size_);
      std::swap(callback, read_callback_);
    }
    callback->cont(callback.get(), count);
  }

  void End(int error) {
    Ref<cef_resource_read_callback_t> callback;
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
      end_error_ = error;
      std::swap(callback, read_callback_);
    }
    if (callback) callback->cont(callback.get(), error);
  }

  int page() const { return page_; }

 private:
  // Whether the answer is there already.
  int Open(cef_request_t* request, Ref<cef_callback_t> callback) {
    if (opened_) opened_(request);
    const std::lock_guard lock(mutex_);
    if (!answered_) callback_ = std::move(callback);
    return answered_ ? 1 : 0;
  }

  void Describe(cef_response_t* response, int64_t& length) {
    const std::lock_guard lock(mutex_);
    if (response_.error != 0) {
      response->set_error(response, static_cast<cef_errorcode_t>(response_.error));
      length = 0;
      return;
    }
    response->set_status(response, response_.status);
    response->set_status_text(response, CefText(response_.status_text).get());
    response->set_mime_type(response, CefText(response_.mime_type).get());
    response->set_charset(response, CefText(response_.charset).get());
    const cef_string_multimap_t map = cef.string_multimap_alloc();
    for (const auto& [name, value] : response_.headers) cef.string_multimap_append(map, CefText(name).get(), CefText(value).get());
    response->set_header_map(response, map);
    cef.string_multimap_free(map);
    length = response_.streamed ? -1 : static_cast<int64_t>(response_.body.size());
  }

  int Read(void* out, int size, int& count, Ref<cef_resource_read_callback_t> callback) {
    {
      const std::lock_guard lock(mutex_);
      count = Copy(out, size);
      if (count > 0) return 1;
      if (!response_.streamed) return 0;
      if (ended_) {
        count = end_error_;
        return 0;
      }
      out_ = out;
      out_size_ = size;
      read_callback_ = std::move(callback);
    }
    Emit({"wanted", page_, {{"request", double(request_)}}});
    return 1;
  }

  int Copy(void* out, int size) {
    const int count = static_cast<int>(std::min<size_t>(size, response_.body.size() - offset_));
    if (count > 0) std::memcpy(out, response_.body.data() + offset_, count);
    offset_ += count;
    return count;
  }

  const uint64_t request_;
  const int page_;
  const std::function<void(cef_request_t*)> opened_;

  mutable std::mutex mutex_;  // guards what follows
  Ref<cef_callback_t> callback_;
  Response response_;
  bool answered_ = false;
  size_t offset_ = 0;
  // Where the next bytes of a stream go. CEF keeps it until the callback is called.
  void* out_ = nullptr;
  int out_size_ = 0;
  Ref<cef_resource_read_callback_t> read_callback_;
  bool ended_ = false;
  int end_error_ = 0;
};

Ref<ResourceHandler> Find(uint64_t request) {
  const std::lock_guard lock(table_mutex);
  const auto found = handlers.find(request);
  return found == handlers.end() ? Ref<ResourceHandler>() : found->second;
}

Ref<ResourceHandler> Take(uint64_t request) {
  const std::lock_guard lock(table_mutex);
  const auto found = handlers.find(request);
  if (found == handlers.end()) return {};
  const Ref<ResourceHandler> handler = std::move(found->second);
  handlers.erase(found);
  return handler;
}

}  // namespace

uint64_t NextRequest() {
  const std::lock_guard lock(table_mutex);
  return ++last_request;
}

Ref<cef_resource_handler_t> MakeResourceHandler(uint64_t request, int page, std::function<void(cef_request_t*)> opened) {
  const Ref<ResourceHandler> handler = ResourceHandler::New(request, page, std::move(opened));
  const std::lock_guard lock(table_mutex);
  handlers[request] = handler;
  return Ref<cef_resource_handler_t>::Adopt(handler.Give());
}

bool Respond(uint64_t request, Response response) {
  const Ref<ResourceHandler> handler = response.streamed ? Find(request) : Take(request);
  if (handler) handler->Answer(std::move(response));
  return bool(handler);
}

bool Push(uint64_t request, Bytes bytes) {
  const Ref<ResourceHandler> handler = Find(request);
  if (handler) handler->Take(std::move(bytes));
  return bool(handler);
}

bool Finish(uint64_t request, int error) {
  const Ref<ResourceHandler> handler = Take(request);
  if (handler) handler->End(error);
  return bool(handler);
}

void DropRequest(uint64_t request) {
  const Ref<ResourceHandler> handler = Take(request);
  if (handler) Emit({"dropped", handler->page(), {{"request", double(request)}}});
}

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

}  // namespace cefrig

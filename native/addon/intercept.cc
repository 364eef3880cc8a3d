#include "intercept.h"

#include <map>
#include <mutex>
#include <set>
#include <tuple>
#include <utility>

#include "../cef/library.h"
#include "../cef/string.h"
#include "handlers.h"
#include "resource_handler.h"
#include "task.h"

namespace cefrig {
namespace {

// Where a redirected request goes: CEF asks about it anew, under the same number of its own.
using Hop = std::tuple<int, uint64_t, std::string>;

struct Waiting {
  int page;
  Ref<cef_request_t> request;
  Ref<cef_callback_t> callback;
  // Filled in when the request is taken, for get_resource_handler.
  Ref<cef_resource_handler_t> handler;
};

std::mutex mutex;  // guards the tables below
std::map<uint64_t, Waiting> waiting;
std::set<Hop> hops;

// One request, and what it is redirected to. CEF calls it on its IO thread.
class Interceptor : public Counted<cef_resource_request_handler_t, Interceptor> {
 public:
  // A redirected request is not asked about again.
  Interceptor(int page, bool is_navigation, bool is_redirected) : page_(page), is_navigation_(is_navigation), is_redirected_(is_redirected) {
    on_before_resource_load = [](cef_resource_request_handler_t* self, cef_browser_t* browser, cef_frame_t* frame, cef_request_t* request,
                                 cef_callback_t* callback) {
      AssertOn(TID_IO, "on_before_resource_load");
      const auto owned_frame = Ref<cef_frame_t>::Adopt(frame);
      Drop(browser);
      return From(self)->Ask(owned_frame.get(), Ref<cef_request_t>::Adopt(request), Ref<cef_callback_t>::Adopt(callback));
    };
    get_resource_handler = [](cef_resource_request_handler_t* self, cef_browser_t* browser, cef_frame_t* frame,
                              cef_request_t* request) -> cef_resource_handler_t* {
      Drop(browser, frame, request);
      return From(self)->Taken();
    };
    on_resource_redirect = [](cef_resource_request_handler_t* self, cef_browser_t* browser, cef_frame_t* frame, cef_request_t* request,
                              cef_response_t* response, cef_string_t* new_url) {
      const auto owned = Ref<cef_request_t>::Adopt(request);
      Drop(browser, frame, response);
      From(self)->Expect({From(self)->page_, owned->get_identifier(owned.get()), ToUtf8(new_url)});
    };
    on_resource_load_complete = [](cef_resource_request_handler_t* self, cef_browser_t* browser, cef_frame_t* frame, cef_request_t* request,
                                   cef_response_t* response, cef_urlrequest_status_t, int64_t) {
      Drop(browser, frame, request, response);
      From(self)->End();
    };
  }

 private:
  cef_return_value_t Ask(cef_frame_t* frame, Ref<cef_request_t> request, Ref<cef_callback_t> callback) {
    if (is_redirected_) return RV_CONTINUE;
    number_ = NextRequest();
    cef_request_t* asked = request.get();
    Event event = {"route",
                   page_,
                   {{"request", double(number_)},
                    {"url", TakeUtf8(asked->get_url(asked))},
                    {"method", TakeUtf8(asked->get_method(asked))},
                    {"headers", ReadHeaders(asked)},
                    {"body", ReadBody(asked)},
                    {"kind", double(asked->get_resource_type(asked))},
                    {"navigation", is_navigation_},
                    {"main", frame && frame->is_main(frame) == 1}}};
    {
      const std::lock_guard lock(mutex);
      waiting[number_] = {page_, std::move(request), std::move(callback), {}};
    }
    Emit(std::move(event));
    return RV_CONTINUE_ASYNC;
  }

  cef_resource_handler_t* Taken() {
    const std::lock_guard lock(mutex);
    const auto found = waiting.find(number_);
    if (found == waiting.end()) return nullptr;
    const Waiting owned = std::move(found->second);
    waiting.erase(found);
    return owned.handler.Give();
  }

  void Expect(Hop hop) {
    const std::lock_guard lock(mutex);
    hops.insert(hop);
    hop_ = std::move(hop);
  }

  void End() {
    bool is_asked, is_taken;
    {
      const std::lock_guard lock(mutex);
      // It may not have been followed.
      if (hop_) hops.erase(*hop_);
      const auto found = waiting.find(number_);
      is_asked = found != waiting.end();
      is_taken = is_asked && found->second.handler;
      if (is_asked) waiting.erase(found);
    }
    if (is_taken) {
      DropRequest(number_);
    } else if (is_asked) {
      Emit({"dropped", page_, {{"request", double(number_)}}});
    }
  }

  const int page_;
  const bool is_navigation_, is_redirected_;
  uint64_t number_ = 0;
  std::optional<Hop> hop_;
};

class Refuser : public Counted<cef_resource_request_handler_t, Refuser> {
 public:
  Refuser() {
    on_before_resource_load = [](cef_resource_request_handler_t*, cef_browser_t* browser, cef_frame_t* frame, cef_request_t* request,
                                 cef_callback_t* callback) {
      Drop(browser, frame, request, callback);
      return RV_CANCEL;
    };
  }
};

void Apply(cef_request_t* request, const Changes& changes) {
  if (changes.url) request->set_url(request, CefText(*changes.url).get());
  if (changes.method) request->set_method(request, CefText(*changes.method).get());
  if (changes.headers) {
    std::string referrer;
    const cef_string_multimap_t map = cef.string_multimap_alloc();
    for (const auto& [name, value] : *changes.headers) {
      // CEF keeps it apart.
      if (name == "referer") {
        referrer = value;
      } else {
        cef.string_multimap_append(map, CefText(name).get(), CefText(value).get());
      }
    }
    request->set_header_map(request, map);
    cef.string_multimap_free(map);
    if (referrer != TakeUtf8(request->get_referrer_url(request))) {
      request->set_referrer(request, CefText(referrer).get(), REFERRER_POLICY_NEVER_CLEAR_REFERRER);
    }
  }
  if (changes.body) {
    const auto data = Ref<cef_post_data_t>::Adopt(cef.post_data_create());
    const auto element = Ref<cef_post_data_element_t>::Adopt(cef.post_data_element_create());
    element->set_to_bytes(element.get(), changes.body->size(), changes.body->data());
    data->add_element(data.get(), element.Give());
    request->set_post_data(request, data.Give());
  }
}

}  // namespace

Ref<cef_resource_request_handler_t> Intercept(int page, cef_request_t* request, bool is_navigation) {
  bool is_redirected;
  {
    const std::lock_guard lock(mutex);
    is_redirected = hops.erase({page, request->get_identifier(request), TakeUtf8(request->get_url(request))}) > 0;
  }
  return Ref<cef_resource_request_handler_t>::Adopt(Interceptor::New(page, is_navigation, is_redirected).Give());
}

Ref<cef_resource_request_handler_t> Refuse() { return Ref<cef_resource_request_handler_t>::Adopt(Refuser::New().Give()); }

bool ContinueRequest(uint64_t number, const Changes& changes) {
  Waiting owned;
  {
    const std::lock_guard lock(mutex);
    const auto found = waiting.find(number);
    if (found == waiting.end()) return false;
    owned = std::move(found->second);
    waiting.erase(found);
  }
  Apply(owned.request.get(), changes);
  owned.callback->cont(owned.callback.get());
  return true;
}

bool TakeRequest(uint64_t number) {
  Ref<cef_callback_t> callback;
  {
    const std::lock_guard lock(mutex);
    const auto found = waiting.find(number);
    if (found == waiting.end()) return false;
    found->second.handler = MakeResourceHandler(number, found->second.page);
    std::swap(callback, found->second.callback);
  }
  callback->cont(callback.get());
  return true;
}

}  // namespace cefrig

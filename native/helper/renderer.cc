#include "renderer.h"

#include <algorithm>
#include <map>

#include "../cef/library.h"
#include "../cef/string.h"
#include "context.h"

namespace cefrig {
namespace {

// Runs a function once on the renderer's main thread.
class Task : public Counted<cef_task_t, Task> {
 public:
  explicit Task(std::function<void()> work) : work_(std::move(work)) {
    execute = [](cef_task_t* self) { From(self)->work_(); };
  }

 private:
  const std::function<void()> work_;
};

// All of it on the main thread, but what the channel's thread hands over by a task.
class Renderer : public Counted<cef_render_process_handler_t, Renderer> {
 public:
  Renderer() {
    on_browser_created = [](cef_render_process_handler_t* self, cef_browser_t* browser, cef_dictionary_value_t* info) {
      From(self)->BrowserCreated(Ref<cef_browser_t>::Adopt(browser), Ref<cef_dictionary_value_t>::Adopt(info));
    };
    on_browser_destroyed = [](cef_render_process_handler_t* self, cef_browser_t* browser) {
      const auto owned = Ref<cef_browser_t>::Adopt(browser);
      From(self)->pages_.erase(owned->get_identifier(owned.get()));
    };
    on_context_created = [](cef_render_process_handler_t* self, cef_browser_t* browser, cef_frame_t* frame, cef_v8_context_t* context) {
      From(self)->ContextCreated(Ref<cef_browser_t>::Adopt(browser), Ref<cef_frame_t>::Adopt(frame),
                                 Ref<cef_v8_context_t>::Adopt(context));
    };
    on_context_released = [](cef_render_process_handler_t* self, cef_browser_t* browser, cef_frame_t* frame, cef_v8_context_t* context) {
      const auto owned_browser = Ref<cef_browser_t>::Adopt(browser);
      const auto owned_frame = Ref<cef_frame_t>::Adopt(frame);
      From(self)->ContextReleased(Ref<cef_v8_context_t>::Adopt(context));
    };
  }

 private:
  void BrowserCreated(const Ref<cef_browser_t>& browser, const Ref<cef_dictionary_value_t>& info) {
    if (!info) return;
    const CefText page_key("page"), socket_key("socket"), token_key("token");
    const std::string socket = TakeUtf8(info->get_string(info.get(), socket_key.get()));
    if (socket.empty()) return;
    const auto page = static_cast<uint32_t>(info->get_int(info.get(), page_key.get()));
    if (!channel_) {
      const auto receive = [self = Ref<Renderer>::Share(this)](Frame frame) {
        const auto shared = std::make_shared<Frame>(std::move(frame));
        cef.post_task(TID_RENDERER, Task::New([self, shared] { self->Receive(*shared); }).Give());
      };
      // Never freed: its thread reads until the process ends.
      channel_ = new Channel(socket, TakeUtf8(info->get_string(info.get(), token_key.get())), receive);
    }
    pages_[browser->get_identifier(browser.get())] = page;
    channel_->Hello(page);
  }

  void ContextCreated(const Ref<cef_browser_t>& browser, const Ref<cef_frame_t>& frame, const Ref<cef_v8_context_t>& context) {
    const auto page = pages_.find(browser->get_identifier(browser.get()));
    if (page == pages_.end()) return;
    // The other worlds of a frame, also cefrig's own, are told of too.
    const auto main_world = Ref<cef_v8_context_t>::Adopt(frame->get_v8_context(frame.get()));
    if (!main_world || !context->is_same(context.get(), main_world.Give())) return;
    const auto created = std::make_shared<Context>(*channel_, ++last_context_, page->second, frame->is_main(frame.get()), context);
    contexts_.push_back(created);
    if (const auto table = channel_->TableOf(page->second)) created->Apply(*table, false);
  }

  void ContextReleased(const Ref<cef_v8_context_t>& context) {
    const auto found = std::find_if(contexts_.begin(), contexts_.end(), [&context](const auto& known) { return known->Is(context.get()); });
    if (found == contexts_.end()) return;
    Frame ended;
    ended.type = kEnded;
    ended.page = (*found)->page();
    ended.context = (*found)->number();
    (*found)->End();
    contexts_.erase(found);
    channel_->Send(ended);
  }

  void Receive(const Frame& frame) {
    // What runs in a document may end documents, and make some.
    const auto contexts = contexts_;
    if (frame.type != kTable) {
      for (const auto& context : contexts)
        if (context->number() == frame.context) context->Receive(frame);
      return;
    }
    if (const auto table = channel_->TableOf(frame.page)) {
      for (const auto& context : contexts)
        if (context->page() == frame.page) context->Apply(*table, true);
    }
    Frame installed;
    installed.type = kInstalled;
    installed.page = frame.page;
    installed.call = frame.call;
    channel_->Send(installed);
  }

  Channel* channel_ = nullptr;
  std::map<int, uint32_t> pages_;  // by the browser's identifier
  std::vector<std::shared_ptr<Context>> contexts_;
  uint32_t last_context_ = 0;
};

}  // namespace

Ref<cef_render_process_handler_t> MakeRenderer() {
  return Ref<cef_render_process_handler_t>::Adopt(Renderer::New().Give());
}

}  // namespace cefrig

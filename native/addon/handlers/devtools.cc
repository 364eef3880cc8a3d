#include "../handlers.h"

#include <string>

#include "../browser.h"
#include "../events.h"
#include "../task.h"

namespace cefrig {
namespace {

class DevToolsObserver : public Counted<cef_dev_tools_message_observer_t, DevToolsObserver> {
 public:
  explicit DevToolsObserver(std::shared_ptr<Browser> owner) : owner_(std::move(owner)) {
    // The raw message, because the parsed callbacks lose the session of child targets.
    on_dev_tools_message = [](cef_dev_tools_message_observer_t* self, cef_browser_t* browser, const void* message, size_t size) {
      AssertOn(TID_UI, "on_dev_tools_message");
      Drop(browser);
      // With the number of paints so far: by the time JavaScript reads the message there may be more.
      Browser& owner = *From(self)->owner_;
      Emit({"devtools",
            owner.page(),
            {{"message", std::string(static_cast<const char*>(message), size)}, {"paints", double(owner.paint().State().count)}}});
      return 1;
    };
    on_dev_tools_agent_detached = [](cef_dev_tools_message_observer_t* self, cef_browser_t* browser) {
      AssertOn(TID_UI, "on_dev_tools_agent_detached");
      Drop(browser);
      Emit({"detached", From(self)->owner_->page()});
    };
  }

 private:
  std::shared_ptr<Browser> owner_;
};

}  // namespace

Ref<cef_dev_tools_message_observer_t> MakeDevToolsObserver(const std::shared_ptr<Browser>& browser) {
  return Ref<cef_dev_tools_message_observer_t>::Adopt(DevToolsObserver::New(browser).Give());
}

}  // namespace cefrig

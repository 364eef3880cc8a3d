#include "../handlers.h"

#include "../../cef/string.h"
#include "../ask.h"
#include "../browser.h"
#include "../events.h"
#include "../external.h"
#include "../task.h"

namespace cefrig {
namespace {

class RequestHandler : public Counted<cef_request_handler_t, RequestHandler> {
 public:
  explicit RequestHandler(std::shared_ptr<Browser> owner) : owner_(std::move(owner)) {
    // Without this a link to another program would leave the page for one that says so.
    on_before_browse = [](cef_request_handler_t* self, cef_browser_t* browser, cef_frame_t* frame, cef_request_t* request, int, int) {
      AssertOn(TID_UI, "on_before_browse");
      Drop(browser, frame);
      const auto owned = Ref<cef_request_t>::Adopt(request);
      const std::string url = TakeUtf8(owned->get_url(owned.get()));
      if (!IsExternal(url)) return 0;
      Emit({"external", From(self)->owner_->page(), {{"url", url}}});
      return 1;
    };
    on_render_process_terminated = [](cef_request_handler_t* self, cef_browser_t* browser, cef_termination_status_t status,
                                      int code, const cef_string_t* text) {
      AssertOn(TID_UI, "on_render_process_terminated");
      Drop(browser);
      ForgetQuestions(From(self)->owner_->page());
      Emit({"crashed", From(self)->owner_->page(), {{"status", double(status)}, {"exitCode", double(code)}, {"text", ToUtf8(text)}}});
    };
  }

 private:
  std::shared_ptr<Browser> owner_;
};

}  // namespace

Ref<cef_request_handler_t> MakeRequestHandler(const std::shared_ptr<Browser>& browser) {
  return Ref<cef_request_handler_t>::Adopt(RequestHandler::New(browser).Give());
}

}  // namespace cefrig

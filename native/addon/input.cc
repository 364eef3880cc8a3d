#include "input.h"

#include <cmath>

#include "task.h"

namespace cefrig {

void SendMouse(cef_browser_host_t* host, const MouseInput& input) {
  const cef_mouse_event_t event = {static_cast<int>(std::lround(input.x)), static_cast<int>(std::lround(input.y)), input.modifiers};
  const auto button = static_cast<cef_mouse_button_type_t>(input.button);
  switch (input.kind) {
    case MouseInput::kMove:
      return host->send_mouse_move_event(host, &event, 0);
    case MouseInput::kLeave:
      return host->send_mouse_move_event(host, &event, 1);
    case MouseInput::kDown:
      return host->send_mouse_click_event(host, &event, button, 0, input.clicks);
    case MouseInput::kUp:
      return host->send_mouse_click_event(host, &event, button, 1, input.clicks);
    case MouseInput::kWheel:
      // CEF counts as a wheel does: up and left are positive.
      return host->send_mouse_wheel_event(host, &event, static_cast<int>(-input.delta_x), static_cast<int>(-input.delta_y));
  }
}

void SendKey(cef_browser_host_t* host, const cef_key_event_t& event) {
  host->send_key_event(host, &event);
}

void SendTouch(cef_browser_host_t* host, const cef_touch_event_t& event) {
  host->send_touch_event(host, &event);
}

Ref<cef_drag_data_t> Drag::Data() const {
  const std::lock_guard lock(mutex_);
  return data_;
}

void Drag::Started(Ref<cef_drag_data_t> data) {
  // A copy: what CEF hands out cannot be brought back as it is.
  auto copy = Ref<cef_drag_data_t>::Adopt(data->clone(data.get()));
  copy->reset_file_contents(copy.get());
  const std::lock_guard lock(mutex_);
  data_ = std::move(copy);
}

void Drag::Go(Step step, const Ref<cef_browser_host_t>& host, const cef_mouse_event_t& at, int operations) {
  const auto data = Data();
  if (!host || !data) return;
  PostToUi([step, host, data, at, allowed = static_cast<cef_drag_operations_mask_t>(operations)] {
    switch (step) {
      case kEnter:
        return host->drag_target_drag_enter(host.get(), data.Give(), &at, allowed);
      case kOver:
        return host->drag_target_drag_over(host.get(), &at, allowed);
      case kLeave:
        return host->drag_target_drag_leave(host.get());
      case kDrop:
        return host->drag_target_drop(host.get(), &at);
    }
  });
}

void Drag::Ended(const Ref<cef_browser_host_t>& host, int x, int y, int operation) {
  Forget();
  if (!host) return;
  PostToUi([host, x, y, operation] {
    host->drag_source_ended_at(host.get(), x, y, static_cast<cef_drag_operations_mask_t>(operation));
    host->drag_source_system_drag_ended(host.get());
  });
}

void Drag::Forget() {
  const std::lock_guard lock(mutex_);
  data_ = {};
}

}  // namespace cefrig

// What a person does to a page, as CEF takes it, and what CEF tells of a drag.
#pragma once

#include <memory>
#include <mutex>

#include "../cef/interface.h"
#include "../cef/ref.h"

namespace cefrig {

struct MouseInput {
  enum Kind { kMove, kDown, kUp, kWheel, kLeave } kind = kMove;
  double x = 0, y = 0;
  uint32_t modifiers = 0;
  int button = 0;  // cef_mouse_button_type_t
  int clicks = 1;
  double delta_x = 0, delta_y = 0;
};

// Any thread, these.
void SendMouse(cef_browser_host_t* host, const MouseInput& input);
void SendKey(cef_browser_host_t* host, const cef_key_event_t& event);
void SendTouch(cef_browser_host_t* host, const cef_touch_event_t& event);

// What a page offers and drags over itself. Any thread; CEF's calls are made on its UI thread.
class Drag {
 public:
  enum Step { kEnter, kOver, kLeave, kDrop };

  // The page began to drag: it hands over what, and waits until Ended().
  void Started(Ref<cef_drag_data_t> data);
  // CEF takes points in the page only.
  void Go(Step step, const Ref<cef_browser_host_t>& host, const cef_mouse_event_t& at, int operations);
  // Tells the page that began it.
  void Ended(const Ref<cef_browser_host_t>& host, int x, int y, int operation);
  void Forget();

 private:
  Ref<cef_drag_data_t> Data() const;

  mutable std::mutex mutex_;
  Ref<cef_drag_data_t> data_;
};

}  // namespace cefrig

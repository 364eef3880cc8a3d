#include <cmath>
#include <utility>

#include "browser.h"
#include "events.h"
#include "task.h"

namespace cefrig {

void Browser::Revive() {
  PostToUi([self = shared_from_this()] {
    const auto host = self->Host();
    if (!host) return;
    host->was_hidden(host.get(), 1);
    host->was_hidden(host.get(), 0);
    // Its surface gets a new number, which its renderer is told: one that was navigated before its first frame may have none.
    host->notify_screen_info_changed(host.get());
  });
}

void Browser::BeginFrame() {
  if (const auto host = Host()) host->send_external_begin_frame(host.get());
}

void Browser::Draw() {
  // In one task, so that no paint comes between.
  PostToUi([self = shared_from_this()] {
    const auto host = self->Host();
    if (!host) return;
    self->drawing_ = true;
    host->send_external_begin_frame(host.get());
  });
}

void Browser::Pump(int interval_ms) {
  pump_interval_ = interval_ms;
  const uint64_t generation = ++pump_generation_;
  if (interval_ms > 0) PostToUi([self = shared_from_this(), generation] { self->Tick(generation); });
}

void Browser::Tick(uint64_t generation) {
  AssertOn(TID_UI, "Browser::Tick");
  if (generation != pump_generation_) return;
  BeginFrame();
  PostToUi([self = shared_from_this(), generation] { self->Tick(generation); }, pump_interval_);
}

void Browser::ViewRect(cef_rect_t& rect) const {
  const std::lock_guard lock(mutex_);
  rect = {0, 0, width_, height_};
}

void Browser::ScreenInfo(cef_screen_info_t& info) const {
  const std::lock_guard lock(mutex_);
  info.device_scale_factor = static_cast<float>(scale_);
  info.depth = 24;
  info.depth_per_component = 8;
  info.is_monochrome = 0;
  info.rect = info.available_rect = {0, 0, width_, height_};
}

void Browser::Painted(bool popup, size_t count, const cef_rect_t* dirty, const void* buffer, int width, int height) {
  paint_.Update(popup, buffer, width, height, dirty, count);
  if (!popup && std::exchange(drawing_, false)) Emit({"drawn", page()});
  if (!report_paints_) return;
  std::string rects = "[";
  for (size_t index = 0; index < count; ++index) {
    const cef_rect_t& rect = dirty[index];
    rects += (index ? ",[" : "[") + std::to_string(rect.x) + "," + std::to_string(rect.y) + "," + std::to_string(rect.width) + "," +
             std::to_string(rect.height) + "]";
  }
  Emit({"paint", page(), {{"popup", popup}, {"width", double(width)}, {"height", double(height)}, {"dirty", rects + "]"}}});
}

void Browser::PopupPlaced(const cef_rect_t& rect) {
  double scale;
  {
    const std::lock_guard lock(mutex_);
    scale = scale_;
  }
  const auto device = [scale](int value) { return static_cast<int>(std::lround(value * scale)); };
  paint_.PlacePopup({device(rect.x), device(rect.y), device(rect.width), device(rect.height)});
  Emit({"popupplaced", page(), {{"x", double(rect.x)}, {"y", double(rect.y)}, {"width", double(rect.width)}, {"height", double(rect.height)}}});
}

}  // namespace cefrig

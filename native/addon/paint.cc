#include "paint.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "digest.h"

namespace cefrig {
namespace {

// Premultiplied BGRA to straight RGBA; opaque pixels, nearly all of them, only change places.
void Straighten(const uint8_t* source, int count, uint8_t* target) {
  for (int pixel = 0; pixel < count; ++pixel, source += 4, target += 4) {
    uint32_t word;
    std::memcpy(&word, source, 4);
    const uint32_t alpha = word >> 24;
    if (alpha == 255) {
      word = (word & 0xff00ff00u) | (word & 0xffu) << 16 | (word >> 16 & 0xffu);
    } else if (alpha == 0) {
      word = 0;
    } else {
      const auto straight = [alpha](uint32_t value) { return std::min(255u, (value * 255u + alpha / 2) / alpha); };
      word = straight(word >> 16 & 0xff) | straight(word >> 8 & 0xff) << 8 | straight(word & 0xff) << 16 | alpha << 24;
    }
    std::memcpy(target, &word, 4);
  }
}

// Pixels from `begin` to before `end` of a row of straight RGBA.
void Fill(uint8_t* row, int begin, int end, int width, uint32_t color) {
  const uint8_t pixel[4] = {uint8_t(color >> 16), uint8_t(color >> 8), uint8_t(color), 255};
  for (int x = std::max(begin, 0); x < std::min(end, width); ++x) std::memcpy(row + static_cast<size_t>(x) * 4, pixel, 4);
}

}  // namespace

void Surface::Update(const void* buffer, int new_width, int new_height, const cef_rect_t* dirty, size_t dirty_count) {
  const auto* source = static_cast<const uint8_t*>(buffer);
  const size_t stride = static_cast<size_t>(new_width) * 4;
  if (new_width != width || new_height != height) {
    width = new_width;
    height = new_height;
    pixels.assign(source, source + stride * new_height);
    return;
  }
  for (size_t index = 0; index < dirty_count; ++index) {
    const cef_rect_t& rect = dirty[index];
    const int left = std::clamp(rect.x, 0, width), right = std::clamp(rect.x + rect.width, 0, width);
    const int top = std::clamp(rect.y, 0, height), bottom = std::clamp(rect.y + rect.height, 0, height);
    for (int y = top; y < bottom && left < right; ++y) {
      const size_t offset = stride * y + static_cast<size_t>(left) * 4;
      std::memcpy(pixels.data() + offset, source + offset, static_cast<size_t>(right - left) * 4);
    }
  }
}

void Paint::Update(bool popup, const void* buffer, int width, int height, const cef_rect_t* dirty, size_t dirty_count) {
  const std::lock_guard lock(mutex_);
  (popup ? popup_ : view_).Update(buffer, width, height, dirty, dirty_count);
  ++count_;
}

void Paint::ShowPopup(bool show) {
  const std::lock_guard lock(mutex_);
  popup_shown_ = show;
  popup_ = {};
  ++count_;
}

void Paint::PlacePopup(const cef_rect_t& device_rect) {
  const std::lock_guard lock(mutex_);
  popup_rect_ = device_rect;
}

PaintState Paint::State() const {
  const std::lock_guard lock(mutex_);
  return {count_, view_.width, view_.height, popup_shown_ && popup_.width > 0};
}

void Paint::ComposeRow(int y, int x, int width, PopupRead popup, uint8_t* out) const {
  if (popup != PopupRead::kApart) Straighten(view_.pixels.data() + (static_cast<size_t>(y) * view_.width + x) * 4, width, out);
  const int row = y - popup_rect_.y;
  if (popup == PopupRead::kHidden || !popup_shown_ || row < 0 || row >= popup_.height) return;
  const int left = std::max(x, popup_rect_.x), right = std::min(x + width, popup_rect_.x + popup_.width);
  if (left >= right) return;
  const size_t offset = (static_cast<size_t>(row) * popup_.width + (left - popup_rect_.x)) * 4;
  Straighten(popup_.pixels.data() + offset, right - left, out + static_cast<size_t>(left - x) * 4);
}

PaintRead Paint::Read(cef_rect_t rect, const std::string& path, const std::vector<cef_rect_t>& masks, uint32_t mask_color,
                      PopupRead popup) const {
  const std::lock_guard lock(mutex_);
  cef_rect_t frame = {0, 0, view_.width, view_.height};
  // A popup may reach beyond its view.
  if (popup == PopupRead::kApart) {
    frame = {popup_rect_.x, popup_rect_.y, popup_shown_ ? popup_.width : 0, popup_shown_ ? popup_.height : 0};
    rect = frame;
  }
  if (rect.width <= 0) rect = frame;
  const int frame_right = frame.x + frame.width, frame_bottom = frame.y + frame.height;
  const int left = std::clamp(rect.x, frame.x, frame_right), right = std::clamp(rect.x + rect.width, frame.x, frame_right);
  const int top = std::clamp(rect.y, frame.y, frame_bottom), bottom = std::clamp(rect.y + rect.height, frame.y, frame_bottom);
  PaintRead result = {right - left, bottom - top, count_, "", ""};
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(nullptr, std::fclose);
  if (!path.empty()) {
    file.reset(std::fopen(path.c_str(), "wbx"));
    if (!file) result.problem = path + ": " + std::strerror(errno);
  }
  Digest digest;
  std::vector<uint8_t> row(static_cast<size_t>(result.width) * 4);
  for (int y = top; y < bottom && result.problem.empty(); ++y) {
    ComposeRow(y, left, result.width, popup, row.data());
    for (const cef_rect_t& mask : masks) {
      if (y >= mask.y && y < mask.y + mask.height) Fill(row.data(), mask.x - left, mask.x + mask.width - left, result.width, mask_color);
    }
    digest.Add(row.data(), row.size());
    if (file && std::fwrite(row.data(), 1, row.size(), file.get()) != row.size()) result.problem = path + ": " + std::strerror(errno);
  }
  if (file && std::fflush(file.get()) != 0) result.problem = path + ": " + std::strerror(errno);
  result.digest = digest.Hex();
  return result;
}

}  // namespace cefrig

// What CEF painted last. Written on CEF's UI thread during on_paint, read on JavaScript's; a reader never sees half a frame.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "../cef/interface.h"

namespace cefrig {

// The last frame of one view or popup, as CEF gives it: BGRA, premultiplied, rows without padding.
struct Surface {
  int width = 0;
  int height = 0;
  std::vector<uint8_t> pixels;

  void Update(const void* buffer, int new_width, int new_height, const cef_rect_t* dirty, size_t dirty_count);
};

struct PaintState {
  uint64_t count = 0;
  int width = 0;
  int height = 0;
  bool popup = false;
};

struct PaintRead {
  int width = 0;
  int height = 0;
  uint64_t count = 0;
  std::string digest;
  std::string problem;
};

// What a reader gets of the popup: on top of the view, nothing, or the popup alone.
enum class PopupRead { kComposed, kHidden, kApart };

class Paint {
 public:
  // UI thread.
  void Update(bool popup, const void* buffer, int width, int height, const cef_rect_t* dirty, size_t dirty_count);
  void ShowPopup(bool show);
  void PlacePopup(const cef_rect_t& device_rect);

  PaintState State() const;
  // Digests a rectangle in device pixels (clipped to the frame) as straight RGBA, with the popup on top, and writes it to
  // `path` unless that is empty. A rectangle of no width is the whole frame.
  // What masks cover has their colour, 0xRRGGBB, over the popup too. Of a popup alone the rectangle is the part of the frame that
  // it covers; without one, nothing.
  PaintRead Read(cef_rect_t rect, const std::string& path, const std::vector<cef_rect_t>& masks, uint32_t mask_color,
                 PopupRead popup = PopupRead::kComposed) const;

 private:
  // One row of the frame as straight RGBA.
  void ComposeRow(int y, int x, int width, PopupRead popup, uint8_t* out) const;

  mutable std::mutex mutex_;
  Surface view_;
  Surface popup_;
  cef_rect_t popup_rect_ = {};
  bool popup_shown_ = false;
  uint64_t count_ = 0;
};

}  // namespace cefrig

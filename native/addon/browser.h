// One off-screen browser, the native half of a page. Commands come from JavaScript's thread, callbacks from CEF's; the
// object lives until CEF has closed the browser and the last handler let go of it.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "../cef/interface.h"
#include "../cef/ref.h"
#include "input.h"
#include "paint.h"

namespace cefrig {

struct BrowserOptions {
  int page = 0;
  int context = 0;
  std::string url;
  int width = 1280;
  int height = 720;
  double scale = 1;
  int frame_rate = 60;
  bool javascript = true;
  bool images = true;
  uint32_t background = 0xffffffff;
  std::string standard_font, serif_font, sans_serif_font, fixed_font;
  // Where and with which secret the page's renderers reach the Host's bindings. Empty: they do not.
  std::string bind_socket, bind_token;
  // Pages that opened it, directly first; empty: the Host did.
  std::vector<int> openers;
  int font_size = 0, fixed_font_size = 0, minimum_font_size = 0;
  // In a window of the display, where a person sees it and nobody captures it.
  struct Window {
    int x = 0, y = 0;
    std::string title;
  };
  std::optional<Window> window;
};

struct Credentials {
  std::string username, password;
  // The URL's beginning that they are for; empty: all.
  std::string origin;
};

class Browser : public std::enable_shared_from_this<Browser> {
 public:
  // JavaScript's thread.
  static std::string Create(const BrowserOptions& options);
  static std::shared_ptr<Browser> Find(int page);
  static std::shared_ptr<Browser> FindByIdentifier(int identifier);
  void Close();
  void Resize(int width, int height, double scale);
  // One JSON message of the DevTools protocol. False when the browser is not there (yet or any more).
  bool Send(const std::string& message);
  // What is done to the page goes here; null when the browser is not there (yet or any more).
  Ref<cef_browser_host_t> Host() const;
  Drag& drag() { return drag_; }
  // Whether the page has the focus, as the active window has it. Any thread.
  void SetFocused(bool focused);
  // Begins the page's compositor anew, in the process of its present document.
  void Revive();
  // Sends begin frames every `interval_ms` from now on; 0 stops.
  void Pump(int interval_ms);
  // Sends one begin frame.
  void BeginFrame();
  // Sends one begin frame. The event `drawn` tells of the first paint after it.
  void Draw();
  void ReportPaints(bool report) { report_paints_ = report; }
  void ReportAudio(bool report) { report_audio_ = report; }
  void MuteAudio(bool muted);
  // Whether windows that the page opens become pages; otherwise there are none.
  void AdoptPopups(bool adopt) { adopt_popups_ = adopt; }
  // Whether context menus are asked about; otherwise they are empty.
  void ReportMenus(bool report) { report_menus_ = report; }
  // Looks for a text, or for the next place of the same one. The event `found` follows, perhaps several times until it is final.
  void FindText(const std::string& text, bool forward, bool match_case, bool next);
  void StopFinding();
  // Whether JavaScript is asked about every request.
  void Route(bool route) { is_routed_ = route; }
  void Authenticate(std::optional<Credentials> credentials);
  // A page of the context that is routed; 0: none.
  static int FindRouted(int context);

  // CEF's UI thread, from the handlers.
  void Created(Ref<cef_browser_t> browser);
  void Gone();
  // A window that the page is about to open, as a page with a number of its own; null when it must not. Made as this one, but for
  // its size (0: as this one too). The event `opened` tells of it.
  std::shared_ptr<Browser> OpenPopup(int width, int height, const std::string& url);
  // It was not made after all.
  void Aborted();
  // The view of a new process learns whether the page has the focus.
  void Focus();
  // What its window is like, which there is none of.
  void Describe(cef_window_info_t& window) const;
  void ViewRect(cef_rect_t& rect) const;
  void ScreenInfo(cef_screen_info_t& info) const;
  void Painted(bool popup, size_t count, const cef_rect_t* dirty, const void* buffer, int width, int height);
  void PopupPlaced(const cef_rect_t& rect);

  int page() const { return options_.page; }
  // Any thread.
  bool reports_audio() const { return report_audio_; }
  const BrowserOptions& options() const { return options_; }
  bool reports_menus() const { return report_menus_; }
  bool is_routed() const { return is_routed_; }
  // What to answer when `place` of that URL asks who the user is. Any thread.
  std::optional<Credentials> CredentialsFor(const std::string& url, const std::string& place);
  Paint& paint() { return paint_; }

 private:
  explicit Browser(const BrowserOptions& options) : options_(options) {}
  void Tick(uint64_t generation);

  const BrowserOptions options_;
  Paint paint_;
  Drag drag_;
  std::atomic<bool> focused_{true};
  std::atomic<bool> report_paints_{false};
  std::atomic<bool> report_audio_{false};
  bool drawing_ = false;  // UI thread
  std::atomic<bool> adopt_popups_{false};
  std::atomic<bool> report_menus_{false};
  std::atomic<bool> is_routed_{false};
  std::atomic<int> pump_interval_{0};
  std::atomic<uint64_t> pump_generation_{0};

  mutable std::mutex mutex_;  // guards what follows
  int width_ = 0, height_ = 0;
  double scale_ = 1;
  int identifier_ = 0;
  std::optional<Credentials> credentials_;
  std::map<std::string, int> times_given_;  // by place
  Ref<cef_browser_t> browser_;
  Ref<cef_browser_host_t> host_;
  Ref<cef_registration_t> devtools_;
};

}  // namespace cefrig

#include "browser.h"

#include <map>

#include "../cef/library.h"
#include "../cef/string.h"
#include "ask.h"
#include "context.h"
#include "downloads.h"
#include "events.h"
#include "extra_info.h"
#include "handlers.h"
#include "task.h"

namespace cefrig {
namespace {

std::mutex registry_mutex;
std::map<int, std::shared_ptr<Browser>> browsers;
// Numbers of pages that pages open; the Host counts its own from 1.
int last_popup = 1 << 30;

// Requests that are under way at once ask one by one; wrong credentials are asked for again and again.
constexpr int kMostTimesGiven = 12;

}  // namespace

std::shared_ptr<Browser> Browser::Find(int page) {
  const std::lock_guard lock(registry_mutex);
  const auto found = browsers.find(page);
  return found == browsers.end() ? nullptr : found->second;
}

std::shared_ptr<Browser> Browser::FindByIdentifier(int identifier) {
  const std::lock_guard lock(registry_mutex);
  for (const auto& [page, browser] : browsers) {
    const std::lock_guard inner(browser->mutex_);
    if (browser->identifier_ == identifier) return browser;
  }
  return nullptr;
}

int Browser::FindRouted(int context) {
  const std::lock_guard lock(registry_mutex);
  for (const auto& [page, browser] : browsers) {
    if (browser->options_.context == context && browser->is_routed_) return page;
  }
  return 0;
}

std::string Browser::Create(const BrowserOptions& options) {
  const Ref<cef_request_context_t> context = FindContext(options.context);
  if (!context) return "no context " + std::to_string(options.context);
  const std::shared_ptr<Browser> browser(new Browser(options));
  browser->width_ = options.width;
  browser->height_ = options.height;
  browser->scale_ = options.scale;

  cef_window_info_t window = {};
  window.size = sizeof window;
  browser->Describe(window);

  cef_browser_settings_t settings = {};
  settings.size = sizeof settings;
  settings.windowless_frame_rate = options.frame_rate;
  settings.background_color = options.background;
  if (!options.javascript) settings.javascript = STATE_DISABLED;
  if (!options.images) settings.image_loading = STATE_DISABLED;
  settings.default_font_size = options.font_size;
  settings.default_fixed_font_size = options.fixed_font_size;
  settings.minimum_font_size = options.minimum_font_size;
  const CefText standard(options.standard_font), serif(options.serif_font);
  const CefText sans_serif(options.sans_serif_font), fixed(options.fixed_font);
  settings.standard_font_family = *standard.get();
  settings.serif_font_family = *serif.get();
  settings.sans_serif_font_family = *sans_serif.get();
  settings.fixed_font_family = *fixed.get();

  {
    const std::lock_guard lock(registry_mutex);
    browsers[options.page] = browser;
  }
  const CefText url(options.url);
  if (cef.browser_host_create_browser(&window, MakeClient(browser).Give(), url.get(), &settings, ExtraInfo(options).Give(), context.Give()))
    return "";
  const std::lock_guard lock(registry_mutex);
  browsers.erase(options.page);
  return "CEF refused to create a browser";
}

void Browser::Describe(cef_window_info_t& window) const {
  window.runtime_style = CEF_RUNTIME_STYLE_ALLOY;
  if (options_.window) {
    window.bounds = {options_.window->x, options_.window->y, options_.width, options_.height};
    Assign(window.window_name, options_.window->title);
    return;
  }
  window.bounds = {0, 0, options_.width, options_.height};
  window.windowless_rendering_enabled = 1;
  window.external_begin_frame_enabled = 1;
}

std::shared_ptr<Browser> Browser::OpenPopup(int width, int height, const std::string& url) {
  AssertOn(TID_UI, "Browser::OpenPopup");
  if (!adopt_popups_) return nullptr;
  BrowserOptions options = options_;
  {
    const std::lock_guard lock(mutex_);
    options.width = width > 0 ? width : width_;
    options.height = height > 0 ? height : height_;
    options.scale = scale_;
  }
  options.openers.insert(options.openers.begin(), options_.page);
  std::shared_ptr<Browser> popup;
  {
    const std::lock_guard lock(registry_mutex);
    options.page = ++last_popup;
    popup = std::shared_ptr<Browser>(new Browser(options));
    browsers[options.page] = popup;
  }
  popup->width_ = options.width;
  popup->height_ = options.height;
  popup->scale_ = options.scale;
  Emit({"opened",
        options.page,
        {{"opener", double(options_.page)}, {"width", double(options.width)}, {"height", double(options.height)}, {"url", url}}});
  return popup;
}

void Browser::Aborted() {
  {
    const std::lock_guard lock(registry_mutex);
    browsers.erase(page());
  }
  Emit({"closed", page()});
}

Ref<cef_browser_host_t> Browser::Host() const {
  const std::lock_guard lock(mutex_);
  return host_;
}

void Browser::Created(Ref<cef_browser_t> browser) {
  auto host = Ref<cef_browser_host_t>::Adopt(browser->get_host(browser.get()));
  auto registration = Ref<cef_registration_t>::Adopt(
      host->add_dev_tools_message_observer(host.get(), MakeDevToolsObserver(shared_from_this()).Give()));
  {
    const std::lock_guard lock(mutex_);
    identifier_ = browser->get_identifier(browser.get());
    browser_ = std::move(browser);
    host_ = host;
    devtools_ = std::move(registration);
  }
  Focus();
  Emit({"created", page()});
}

void Browser::Focus() {
  if (const auto host = Host()) host->set_focus(host.get(), focused_ ? 1 : 0);
}

void Browser::SetFocused(bool focused) {
  focused_ = focused;
  Focus();
}

void Browser::Gone() {
  Pump(0);
  drag_.Forget();
  ForgetQuestions(page());
  ForgetDownloads(page());
  {
    const std::lock_guard lock(mutex_);
    browser_ = {};
    host_ = {};
    devtools_ = {};
  }
  {
    const std::lock_guard lock(registry_mutex);
    browsers.erase(page());
  }
  Emit({"closed", page()});
}

void Browser::Close() {
  if (const auto host = Host()) host->close_browser(host.get(), 1);
}

void Browser::Resize(int width, int height, double scale) {
  bool scaled;
  {
    const std::lock_guard lock(mutex_);
    scaled = scale != scale_;
    width_ = width;
    height_ = height;
    scale_ = scale;
  }
  const auto host = Host();
  if (!host) return;
  if (scaled) host->notify_screen_info_changed(host.get());
  host->was_resized(host.get());
}

bool Browser::Send(const std::string& message) {
  const auto host = Host();
  if (!host) return false;
  // CEF's own result says nothing here: it is false on every thread but the UI thread, which the message is posted to.
  host->send_dev_tools_message(host.get(), message.data(), message.size());
  return true;
}

void Browser::FindText(const std::string& text, bool forward, bool match_case, bool next) {
  if (const auto host = Host()) host->find(host.get(), CefText(text).get(), forward, match_case, next);
}

void Browser::StopFinding() {
  if (const auto host = Host()) host->stop_finding(host.get(), 1);
}

void Browser::Authenticate(std::optional<Credentials> credentials) {
  const std::lock_guard lock(mutex_);
  credentials_ = std::move(credentials);
  times_given_.clear();
}

std::optional<Credentials> Browser::CredentialsFor(const std::string& url, const std::string& place) {
  const std::lock_guard lock(mutex_);
  if (!credentials_ || !url.starts_with(credentials_->origin) || ++times_given_[place] > kMostTimesGiven) return {};
  return credentials_;
}

void Browser::MuteAudio(bool muted) {
  if (const auto host = Host()) host->set_audio_muted(host.get(), muted ? 1 : 0);
}

}  // namespace cefrig

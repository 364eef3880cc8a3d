#include "permissions.h"

#include "../cef/string.h"
#include "context.h"

namespace cefrig {
namespace {

// CEF_CONTENT_SETTING_TYPE_GEOLOCATION; the declared interface has the type as a number.
constexpr cef_content_setting_types_t kGeolocation = 4;
constexpr cef_content_setting_types_t kClipboardReadWrite = 51;

}  // namespace

void AllowGeolocation(int context, const std::string& origin, bool allowed) {
  const auto found = FindContext(context);
  if (!found) return;
  // Chromium does not take "allowed" as the default of all origins.
  const CefText url(origin);
  found->set_content_setting(found.get(), url.get(), url.get(), kGeolocation,
                             allowed ? CEF_CONTENT_SETTING_VALUE_ALLOW : CEF_CONTENT_SETTING_VALUE_DEFAULT);
}

void AllowClipboard(int context, const std::string& origin) {
  const auto found = FindContext(context);
  if (!found) return;
  const CefText url(origin);
  const auto* at = origin.empty() ? nullptr : url.get();
  found->set_content_setting(found.get(), at, at, kClipboardReadWrite, CEF_CONTENT_SETTING_VALUE_ALLOW);
}

}  // namespace cefrig

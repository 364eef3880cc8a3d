#include "extra_info.h"

#include "../cef/library.h"
#include "../cef/string.h"

namespace cefrig {

Ref<cef_dictionary_value_t> ExtraInfo(const BrowserOptions& options) {
  if (options.bind_socket.empty()) return {};
  auto info = Ref<cef_dictionary_value_t>::Adopt(cef.dictionary_value_create());
  const CefText page("page"), opener("opener"), socket("socket"), token("token");
  const CefText socket_value(options.bind_socket), token_value(options.bind_token);
  info->set_int(info.get(), page.get(), options.page);
  if (!options.openers.empty()) info->set_int(info.get(), opener.get(), options.openers.front());
  info->set_string(info.get(), socket.get(), socket_value.get());
  info->set_string(info.get(), token.get(), token_value.get());
  return info;
}

}  // namespace cefrig

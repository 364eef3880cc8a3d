// What a browser's renderers are told of it when it is made; CEF copies it, so it can never change.
#pragma once

#include "../cef/ref.h"
#include "browser.h"

namespace cefrig {

// Any thread. An address only: the numbers of the page and of the one that opened it, the socket of the bindings and its secret. Pages cannot read it.
Ref<cef_dictionary_value_t> ExtraInfo(const BrowserOptions& options);

}  // namespace cefrig

// What CEF calls back about one browser, grouped by CEF's handlers. All on CEF's UI thread unless a callback says otherwise.
#pragma once

#include <memory>

#include "../cef/interface.h"
#include "../cef/ref.h"

namespace cefrig {

class Browser;

Ref<cef_client_t> MakeClient(const std::shared_ptr<Browser>& browser);
Ref<cef_dev_tools_message_observer_t> MakeDevToolsObserver(const std::shared_ptr<Browser>& browser);

// Drops the references that came with a callback's arguments and are not kept.
template <typename... Structures>
void Drop(Structures*... structures) {
  (static_cast<void>(Ref<Structures>::Adopt(structures)), ...);
}

}  // namespace cefrig

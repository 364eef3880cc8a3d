// What CEF calls back about one browser: one file in handlers/ for each of CEF's handlers, which the client offers. All on CEF's UI thread unless a callback says otherwise.
#pragma once

#include <memory>

#include "../cef/interface.h"
#include "../cef/ref.h"

namespace cefrig {

class Browser;

Ref<cef_client_t> MakeClient(const std::shared_ptr<Browser>& browser);

Ref<cef_render_handler_t> MakeRenderHandler(const std::shared_ptr<Browser>& browser);
Ref<cef_life_span_handler_t> MakeLifeSpanHandler(const std::shared_ptr<Browser>& browser);
Ref<cef_frame_handler_t> MakeFrameHandler(const std::shared_ptr<Browser>& browser);
Ref<cef_request_handler_t> MakeRequestHandler(const std::shared_ptr<Browser>& browser);
Ref<cef_display_handler_t> MakeDisplayHandler(const std::shared_ptr<Browser>& browser);
Ref<cef_audio_handler_t> MakeAudioHandler(const std::shared_ptr<Browser>& browser);
Ref<cef_jsdialog_handler_t> MakeJsDialogHandler(const std::shared_ptr<Browser>& browser);
Ref<cef_dialog_handler_t> MakeFileDialogHandler(const std::shared_ptr<Browser>& browser);
Ref<cef_download_handler_t> MakeDownloadHandler(const std::shared_ptr<Browser>& browser);
Ref<cef_context_menu_handler_t> MakeContextMenuHandler(const std::shared_ptr<Browser>& browser);
Ref<cef_permission_handler_t> MakePermissionHandler(const std::shared_ptr<Browser>& browser);
Ref<cef_find_handler_t> MakeFindHandler(const std::shared_ptr<Browser>& browser);

Ref<cef_dev_tools_message_observer_t> MakeDevToolsObserver(const std::shared_ptr<Browser>& browser);

// Drops the references that came with a callback's arguments and are not kept.
template <typename... Structures>
void Drop(Structures*... structures) {
  (static_cast<void>(Ref<Structures>::Adopt(structures)), ...);
}

}  // namespace cefrig

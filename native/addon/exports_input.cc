#include "arguments.h"
#include "exports.h"

namespace cefrig {
namespace {

Napi::Value SendMouse(const Napi::CallbackInfo& info) {
  const auto object = info[1].As<Napi::Object>();
  MouseInput input;
  input.kind = static_cast<MouseInput::Kind>(Number(object, "kind", 0));
  input.x = Number(object, "x", 0);
  input.y = Number(object, "y", 0);
  input.modifiers = static_cast<uint32_t>(Number(object, "modifiers", 0));
  input.button = static_cast<int>(Number(object, "button", 0));
  input.clicks = static_cast<int>(Number(object, "clicks", 1));
  input.delta_x = Number(object, "deltaX", 0);
  input.delta_y = Number(object, "deltaY", 0);
  if (const auto browser = BrowserOf(info)) browser->Mouse(input);
  return info.Env().Undefined();
}

Napi::Value SendKey(const Napi::CallbackInfo& info) {
  const auto object = info[1].As<Napi::Object>();
  cef_key_event_t event = {};
  event.size = sizeof event;
  event.type = static_cast<cef_key_event_type_t>(static_cast<int>(Number(object, "kind", 0)));
  event.modifiers = static_cast<uint32_t>(Number(object, "modifiers", 0));
  event.windows_key_code = static_cast<int>(Number(object, "windowsKeyCode", 0));
  event.native_key_code = static_cast<int>(Number(object, "nativeKeyCode", 0));
  event.character = static_cast<char16_t>(Number(object, "character", 0));
  event.unmodified_character = static_cast<char16_t>(Number(object, "unmodifiedCharacter", 0));
  if (const auto browser = BrowserOf(info)) browser->Key(event);
  return info.Env().Undefined();
}

}  // namespace

void ExportInput(Napi::Object exports) {
  Export(exports, {
      {"mouse", SendMouse},
      {"key", SendKey},
  });
}

}  // namespace cefrig

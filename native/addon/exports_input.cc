#include "arguments.h"
#include "exports.h"
#include "permissions.h"

namespace cefrig {
namespace {

Ref<cef_browser_host_t> HostOf(const Napi::CallbackInfo& info) {
  const auto browser = BrowserOf(info);
  return browser ? browser->Host() : Ref<cef_browser_host_t>();
}

Napi::Value Mouse(const Napi::CallbackInfo& info) {
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
  if (const auto host = HostOf(info)) SendMouse(host.get(), input);
  return info.Env().Undefined();
}

Napi::Value Key(const Napi::CallbackInfo& info) {
  const auto object = info[1].As<Napi::Object>();
  cef_key_event_t event = {};
  event.size = sizeof event;
  event.type = static_cast<cef_key_event_type_t>(static_cast<int>(Number(object, "kind", 0)));
  event.modifiers = static_cast<uint32_t>(Number(object, "modifiers", 0));
  event.windows_key_code = static_cast<int>(Number(object, "windowsKeyCode", 0));
  event.native_key_code = static_cast<int>(Number(object, "nativeKeyCode", 0));
  event.character = static_cast<char16_t>(Number(object, "character", 0));
  event.unmodified_character = static_cast<char16_t>(Number(object, "unmodifiedCharacter", 0));
  if (const auto host = HostOf(info)) SendKey(host.get(), event);
  return info.Env().Undefined();
}

Napi::Value Touch(const Napi::CallbackInfo& info) {
  const auto object = info[1].As<Napi::Object>();
  cef_touch_event_t event = {};
  event.id = static_cast<int>(Number(object, "id", 0));
  event.x = static_cast<float>(Number(object, "x", 0));
  event.y = static_cast<float>(Number(object, "y", 0));
  event.radius_x = static_cast<float>(Number(object, "radiusX", 0));
  event.radius_y = static_cast<float>(Number(object, "radiusY", 0));
  event.rotation_angle = static_cast<float>(Number(object, "rotation", 0));
  event.pressure = static_cast<float>(Number(object, "force", 0));
  event.type = static_cast<cef_touch_event_type_t>(static_cast<int>(Number(object, "kind", 0)));
  event.modifiers = static_cast<uint32_t>(Number(object, "modifiers", 0));
  event.pointer_type = CEF_POINTER_TYPE_TOUCH;
  if (const auto host = HostOf(info)) SendTouch(host.get(), event);
  return info.Env().Undefined();
}

Napi::Value MoveDrag(const Napi::CallbackInfo& info) {
  const auto object = info[1].As<Napi::Object>();
  const auto step = static_cast<Drag::Step>(static_cast<int>(Number(object, "step", 0)));
  const cef_mouse_event_t at = {static_cast<int>(Number(object, "x", 0)), static_cast<int>(Number(object, "y", 0)),
                                static_cast<uint32_t>(Number(object, "modifiers", 0))};
  if (const auto browser = BrowserOf(info)) browser->drag().Go(step, browser->Host(), at, static_cast<int>(Number(object, "operations", 0)));
  return info.Env().Undefined();
}

Napi::Value EndDrag(const Napi::CallbackInfo& info) {
  if (const auto browser = BrowserOf(info)) browser->drag().Ended(browser->Host(), Integer(info, 1), Integer(info, 2), Integer(info, 3));
  return info.Env().Undefined();
}

Napi::Value SetFocused(const Napi::CallbackInfo& info) {
  if (const auto browser = BrowserOf(info)) browser->SetFocused(info[1].As<Napi::Boolean>().Value());
  return info.Env().Undefined();
}

Napi::Value CaptureLost(const Napi::CallbackInfo& info) {
  if (const auto host = HostOf(info)) host->send_capture_lost_event(host.get());
  return info.Env().Undefined();
}

Napi::Value AllowClipboardOf(const Napi::CallbackInfo& info) {
  AllowClipboard(Integer(info, 0), String(info, 1));
  return info.Env().Undefined();
}

}  // namespace

void ExportInput(Napi::Object exports) {
  Export(exports, {
      {"mouse", Mouse},
      {"key", Key},
      {"touch", Touch},
      {"moveDrag", MoveDrag},
      {"endDrag", EndDrag},
      {"setFocused", SetFocused},
      {"captureLost", CaptureLost},
      {"allowClipboard", AllowClipboardOf},
  });
}

}  // namespace cefrig

#include "arguments.h"
#include "exports.h"

namespace cefrig {
namespace {

Napi::Value Pump(const Napi::CallbackInfo& info) {
  if (const auto browser = BrowserOf(info)) browser->Pump(Integer(info, 1));
  return info.Env().Undefined();
}

Napi::Value BeginFrame(const Napi::CallbackInfo& info) {
  if (const auto browser = BrowserOf(info)) browser->BeginFrame();
  return info.Env().Undefined();
}

Napi::Value Draw(const Napi::CallbackInfo& info) {
  if (const auto browser = BrowserOf(info)) browser->Draw();
  return info.Env().Undefined();
}

Napi::Value ReportPaints(const Napi::CallbackInfo& info) {
  if (const auto browser = BrowserOf(info)) browser->ReportPaints(info[1].As<Napi::Boolean>());
  return info.Env().Undefined();
}

Napi::Value PaintStateOf(const Napi::CallbackInfo& info) {
  const auto browser = BrowserOf(info);
  if (!browser) return info.Env().Undefined();
  const PaintState state = browser->paint().State();
  const auto object = Napi::Object::New(info.Env());
  object.Set("count", double(state.count));
  object.Set("width", state.width);
  object.Set("height", state.height);
  object.Set("popup", state.popup);
  return object;
}

cef_rect_t Rect(const Napi::Object& object) {
  const auto side = [&object](const char* name) { return static_cast<int>(Number(object, name, 0)); };
  return {side("x"), side("y"), side("width"), side("height")};
}

Napi::Value ReadPaint(const Napi::CallbackInfo& info) {
  const auto browser = BrowserOf(info);
  if (!browser) return info.Env().Undefined();
  std::vector<cef_rect_t> masks;
  const auto given = info[3].As<Napi::Array>();
  for (uint32_t index = 0; index < given.Length(); ++index) masks.push_back(Rect(given.Get(index).As<Napi::Object>()));
  const auto popup = static_cast<PopupRead>(Integer(info, 5));
  const PaintRead read = browser->paint().Read(Rect(info[1].As<Napi::Object>()), String(info, 2), masks, info[4].As<Napi::Number>(), popup);
  ThrowIf(info.Env(), read.problem);
  const auto object = Napi::Object::New(info.Env());
  object.Set("count", double(read.count));
  object.Set("width", read.width);
  object.Set("height", read.height);
  object.Set("digest", read.digest);
  return object;
}

}  // namespace

void ExportPaint(Napi::Object exports) {
  Export(exports, {
      {"pump", Pump},
      {"beginFrame", BeginFrame},
      {"draw", Draw},
      {"reportPaints", ReportPaints},
      {"paintState", PaintStateOf},
      {"readPaint", ReadPaint},
  });
}

}  // namespace cefrig

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

Napi::Value ReadPaint(const Napi::CallbackInfo& info) {
  const auto browser = BrowserOf(info);
  if (!browser) return info.Env().Undefined();
  const auto rect = info[1].As<Napi::Object>();
  const auto side = [&rect](const char* name) { return static_cast<int>(Number(rect, name, 0)); };
  const PaintRead read = browser->paint().Read({side("x"), side("y"), side("width"), side("height")}, String(info, 2));
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

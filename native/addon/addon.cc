// What JavaScript may call. Arguments are checked by the TypeScript in front of it (src/host/addon.ts); here they are taken.
#include <napi.h>

#include <utility>

#include "browser.h"
#include "context.h"
#include "digest.h"
#include "listener.h"
#include "watch.h"
#include "resource.h"
#include "runtime.h"

namespace cefrig {
namespace {

std::string Text(const Napi::Object& object, const char* name) {
  const Napi::Value value = object.Get(name);
  return value.IsString() ? value.As<Napi::String>().Utf8Value() : "";
}

double Number(const Napi::Object& object, const char* name, double fallback) {
  const Napi::Value value = object.Get(name);
  return value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : fallback;
}

bool Flag(const Napi::Object& object, const char* name, bool fallback) {
  const Napi::Value value = object.Get(name);
  return value.IsBoolean() ? value.As<Napi::Boolean>().Value() : fallback;
}

int Integer(const Napi::CallbackInfo& info, size_t index) {
  return info[index].As<Napi::Number>().Int32Value();
}

std::string String(const Napi::CallbackInfo& info, size_t index) {
  return info[index].As<Napi::String>().Utf8Value();
}

std::shared_ptr<Browser> BrowserOf(const Napi::CallbackInfo& info) {
  return Browser::Find(Integer(info, 0));
}

void ThrowIf(Napi::Env env, const std::string& problem) {
  if (!problem.empty()) throw Napi::Error::New(env, problem);
}

Napi::Value InitializeRuntime(const Napi::CallbackInfo& info) {
  const auto object = info[0].As<Napi::Object>();
  RuntimeOptions options;
  options.library = Text(object, "library");
  options.helper = Text(object, "helper");
  options.resources = Text(object, "resources");
  options.locales = Text(object, "locales");
  options.cache = Text(object, "cache");
  options.log_file = Text(object, "logFile");
  options.locale = Text(object, "locale");
  options.accept_languages = Text(object, "acceptLanguages");
  options.user_agent = Text(object, "userAgent");
  options.user_agent_product = Text(object, "userAgentProduct");
  options.log_severity = static_cast<int>(Number(object, "logSeverity", 3));
  options.debugging_port = static_cast<int>(Number(object, "debuggingPort", 0));
  const auto switches = object.Get("switches").As<Napi::Array>();
  for (uint32_t index = 0; index < switches.Length(); ++index) {
    const auto pair = switches.Get(index).As<Napi::Array>();
    options.switches.emplace_back(pair.Get(0u).As<Napi::String>(), pair.Get(1u).As<Napi::String>());
  }
  static bool started = false;
  if (std::exchange(started, true)) ThrowIf(info.Env(), "this process has started it already, and can do so only once");
  Listen(info.Env(), info[1].As<Napi::Function>());
  ThrowIf(info.Env(), Initialize(options));
  return info.Env().Undefined();
}

Napi::Value ShutdownRuntime(const Napi::CallbackInfo& info) {
  Shutdown();
  StopListening();
  return info.Env().Undefined();
}

Napi::Value MakeContext(const Napi::CallbackInfo& info) {
  if (!CreateContext(Integer(info, 0), String(info, 1))) ThrowIf(info.Env(), "CEF refused to create a context");
  return info.Env().Undefined();
}

Napi::Value DropContext(const Napi::CallbackInfo& info) {
  RemoveServedPrefixes(Integer(info, 0));
  CloseContext(Integer(info, 0));
  return info.Env().Undefined();
}

Napi::Value CreateBrowser(const Napi::CallbackInfo& info) {
  const auto object = info[0].As<Napi::Object>();
  BrowserOptions options;
  options.page = static_cast<int>(Number(object, "page", 0));
  options.context = static_cast<int>(Number(object, "context", 0));
  options.url = Text(object, "url");
  options.width = static_cast<int>(Number(object, "width", options.width));
  options.height = static_cast<int>(Number(object, "height", options.height));
  options.scale = Number(object, "scale", options.scale);
  options.frame_rate = static_cast<int>(Number(object, "frameRate", options.frame_rate));
  options.javascript = Flag(object, "javascript", true);
  options.images = Flag(object, "images", true);
  options.background = static_cast<uint32_t>(Number(object, "background", options.background));
  options.standard_font = Text(object, "standardFont");
  options.serif_font = Text(object, "serifFont");
  options.sans_serif_font = Text(object, "sansSerifFont");
  options.fixed_font = Text(object, "fixedFont");
  options.font_size = static_cast<int>(Number(object, "fontSize", 0));
  options.fixed_font_size = static_cast<int>(Number(object, "fixedFontSize", 0));
  options.minimum_font_size = static_cast<int>(Number(object, "minimumFontSize", 0));
  ThrowIf(info.Env(), Browser::Create(options));
  return info.Env().Undefined();
}

Napi::Value CloseBrowser(const Napi::CallbackInfo& info) {
  if (const auto browser = BrowserOf(info)) browser->Close();
  return info.Env().Undefined();
}

Napi::Value ResizeBrowser(const Napi::CallbackInfo& info) {
  const double scale = info[3].As<Napi::Number>();
  if (const auto browser = BrowserOf(info)) browser->Resize(Integer(info, 1), Integer(info, 2), scale);
  return info.Env().Undefined();
}

Napi::Value SendDevTools(const Napi::CallbackInfo& info) {
  const auto browser = BrowserOf(info);
  return Napi::Boolean::New(info.Env(), browser && browser->Send(String(info, 1)));
}

Napi::Value Pump(const Napi::CallbackInfo& info) {
  if (const auto browser = BrowserOf(info)) browser->Pump(Integer(info, 1));
  return info.Env().Undefined();
}

Napi::Value BeginFrame(const Napi::CallbackInfo& info) {
  if (const auto browser = BrowserOf(info)) browser->BeginFrame();
  return info.Env().Undefined();
}

Napi::Value Show(const Napi::CallbackInfo& info) {
  if (const auto browser = BrowserOf(info)) browser->Show(info[1].As<Napi::Boolean>());
  return info.Env().Undefined();
}

Napi::Value ReportPaints(const Napi::CallbackInfo& info) {
  if (const auto browser = BrowserOf(info)) browser->ReportPaints(info[1].As<Napi::Boolean>());
  return info.Env().Undefined();
}

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

Napi::Value AddServed(const Napi::CallbackInfo& info) {
  ThrowIf(info.Env(), AddServedPrefix(Integer(info, 0), Integer(info, 1), String(info, 2)));
  return info.Env().Undefined();
}

Napi::Value RemoveServed(const Napi::CallbackInfo& info) {
  RemoveServedPrefix(Integer(info, 0), Integer(info, 1), String(info, 2));
  return info.Env().Undefined();
}

Napi::Value RespondTo(const Napi::CallbackInfo& info) {
  const auto object = info[1].As<Napi::Object>();
  Response response;
  response.status = static_cast<int>(Number(object, "status", 200));
  response.status_text = Text(object, "statusText");
  response.mime_type = Text(object, "mimeType");
  response.error = static_cast<int>(Number(object, "error", 0));
  const auto headers = object.Get("headers").As<Napi::Object>();
  const Napi::Array names = headers.GetPropertyNames();
  for (uint32_t index = 0; index < names.Length(); ++index) {
    const auto name = names.Get(index).As<Napi::String>();
    response.headers.emplace_back(name, headers.Get(name).ToString());
  }
  const auto body = object.Get("body").As<Napi::Uint8Array>();
  response.body.assign(body.Data(), body.Data() + body.ByteLength());
  const auto number = static_cast<uint64_t>(info[0].As<Napi::Number>().Int64Value());
  return Napi::Boolean::New(info.Env(), Respond(number, std::move(response)));
}

Napi::Value DigestOf(const Napi::CallbackInfo& info) {
  const auto bytes = info[0].As<Napi::Uint8Array>();
  Digest digest;
  digest.Add(bytes.Data(), bytes.ByteLength());
  return Napi::String::New(info.Env(), digest.Hex());
}

Napi::Value WatchPid(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), WatchProcess(Integer(info, 0)));
}

Napi::Object Exports(Napi::Env env, Napi::Object exports) {
  const std::pair<const char*, Napi::Value (*)(const Napi::CallbackInfo&)> functions[] = {
      {"initialize", InitializeRuntime}, {"shutdown", ShutdownRuntime},   {"createContext", MakeContext},
      {"closeContext", DropContext},     {"createBrowser", CreateBrowser}, {"closeBrowser", CloseBrowser},
      {"resize", ResizeBrowser},         {"send", SendDevTools},          {"pump", Pump},
      {"beginFrame", BeginFrame},        {"reportPaints", ReportPaints},  {"show", Show},  {"mouse", SendMouse},
      {"key", SendKey},                  {"paintState", PaintStateOf},    {"readPaint", ReadPaint},
      {"serve", AddServed},              {"unserve", RemoveServed},       {"respond", RespondTo},
      {"digest", DigestOf},              {"watchProcess", WatchPid},
  };
  for (const auto& [name, function] : functions) exports.Set(name, Napi::Function::New(env, function, name));
  return exports;
}

}  // namespace
}  // namespace cefrig

static Napi::Object InitializeModule(Napi::Env env, Napi::Object exports) {
  return cefrig::Exports(env, exports);
}

NODE_API_MODULE(cefrig, InitializeModule)

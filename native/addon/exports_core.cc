#include <utility>

#include "arguments.h"
#include "context.h"
#include "digest.h"
#include "exports.h"
#include "listener.h"
#include "resource.h"
#include "runtime.h"
#include "watch.h"

namespace cefrig {
namespace {

std::vector<std::pair<std::string, std::string>> Switches(const Napi::Object& object, const char* name) {
  std::vector<std::pair<std::string, std::string>> switches;
  const auto given = object.Get(name).As<Napi::Array>();
  for (uint32_t index = 0; index < given.Length(); ++index) {
    const auto pair = given.Get(index).As<Napi::Array>();
    switches.emplace_back(pair.Get(0u).As<Napi::String>(), pair.Get(1u).As<Napi::String>());
  }
  return switches;
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
  options.switches = Switches(object, "switches");
  options.child_switches = Switches(object, "childSwitches");
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
  options.bind_socket = Text(object, "bindSocket");
  options.bind_token = Text(object, "bindToken");
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
  if (object.Has("window")) {
    const auto window = object.Get("window").As<Napi::Object>();
    options.window = {static_cast<int>(Number(window, "x", 0)), static_cast<int>(Number(window, "y", 0)), Text(window, "title")};
  }
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

Napi::Value Revive(const Napi::CallbackInfo& info) {
  if (const auto browser = BrowserOf(info)) browser->Revive();
  return info.Env().Undefined();
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

}  // namespace

void ExportCore(Napi::Object exports) {
  Export(exports, {
      {"initialize", InitializeRuntime},
      {"shutdown", ShutdownRuntime},
      {"createContext", MakeContext},
      {"closeContext", DropContext},
      {"createBrowser", CreateBrowser},
      {"closeBrowser", CloseBrowser},
      {"resize", ResizeBrowser},
      {"send", SendDevTools},
      {"revive", Revive},
      {"digest", DigestOf},
      {"watchProcess", WatchPid},
  });
}

}  // namespace cefrig

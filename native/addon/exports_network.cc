#include <utility>

#include "arguments.h"
#include "exports.h"
#include "external.h"
#include "intercept.h"
#include "resource.h"
#include "resource_handler.h"

namespace cefrig {
namespace {

uint64_t Request(const Napi::CallbackInfo& info) {
  return static_cast<uint64_t>(info[0].As<Napi::Number>().Int64Value());
}

Bytes BytesOf(const Napi::Value& value) {
  const auto bytes = value.As<Napi::Uint8Array>();
  return Bytes(bytes.Data(), bytes.Data() + bytes.ByteLength());
}

// An array of pairs.
Headers HeadersOf(const Napi::Value& value) {
  Headers headers;
  const auto pairs = value.As<Napi::Array>();
  for (uint32_t index = 0; index < pairs.Length(); ++index) {
    const auto pair = pairs.Get(index).As<Napi::Array>();
    headers.emplace_back(pair.Get(0u).As<Napi::String>(), pair.Get(1u).As<Napi::String>());
  }
  return headers;
}

Napi::Value AddServed(const Napi::CallbackInfo& info) {
  NoteServed(String(info, 2));
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
  response.charset = Text(object, "charset");
  response.error = static_cast<int>(Number(object, "error", 0));
  response.streamed = Flag(object, "streamed", false);
  response.headers = HeadersOf(object.Get("headers"));
  response.body = BytesOf(object.Get("body"));
  return Napi::Boolean::New(info.Env(), Respond(Request(info), std::move(response)));
}

Napi::Value PushTo(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), Push(Request(info), BytesOf(info[1])));
}

Napi::Value FinishOf(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), Finish(Request(info), Integer(info, 1)));
}

Napi::Value Route(const Napi::CallbackInfo& info) {
  if (const auto browser = BrowserOf(info)) browser->Route(info[1].As<Napi::Boolean>().Value());
  return info.Env().Undefined();
}

Napi::Value ContinueRouted(const Napi::CallbackInfo& info) {
  Changes changes;
  const auto object = info[1].As<Napi::Object>();
  if (object.Has("url")) changes.url = Text(object, "url");
  if (object.Has("method")) changes.method = Text(object, "method");
  if (object.Has("headers")) changes.headers = HeadersOf(object.Get("headers"));
  if (object.Has("body")) changes.body = BytesOf(object.Get("body"));
  return Napi::Boolean::New(info.Env(), ContinueRequest(Request(info), changes));
}

Napi::Value TakeRouted(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), TakeRequest(Request(info)));
}

Napi::Value Authenticate(const Napi::CallbackInfo& info) {
  const auto browser = BrowserOf(info);
  if (!browser) return info.Env().Undefined();
  if (!info[1].IsObject()) {
    browser->Authenticate({});
    return info.Env().Undefined();
  }
  const auto object = info[1].As<Napi::Object>();
  browser->Authenticate(Credentials{Text(object, "username"), Text(object, "password"), Text(object, "origin")});
  return info.Env().Undefined();
}

}  // namespace

void ExportNetwork(Napi::Object exports) {
  Export(exports, {
      {"serve", AddServed},
      {"unserve", RemoveServed},
      {"respond", RespondTo},
      {"push", PushTo},
      {"finish", FinishOf},
      {"route", Route},
      {"continueRouted", ContinueRouted},
      {"takeRouted", TakeRouted},
      {"authenticate", Authenticate},
  });
}

}  // namespace cefrig

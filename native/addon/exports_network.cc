#include <utility>

#include "arguments.h"
#include "exports.h"
#include "external.h"
#include "resource.h"

namespace cefrig {
namespace {

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

}  // namespace

void ExportNetwork(Napi::Object exports) {
  Export(exports, {
      {"serve", AddServed},
      {"unserve", RemoveServed},
      {"respond", RespondTo},
  });
}

}  // namespace cefrig

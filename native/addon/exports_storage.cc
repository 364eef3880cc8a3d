#include "arguments.h"
#include "exports.h"
#include "permissions.h"
#include "preferences.h"

namespace cefrig {
namespace {

Napi::Value AllowGeolocationIn(const Napi::CallbackInfo& info) {
  AllowGeolocation(Integer(info, 0), String(info, 1), info[2].ToBoolean());
  return info.Env().Undefined();
}

Napi::Value GetPreference(const Napi::CallbackInfo& info) {
  AskPreference(Integer(info, 0), Integer(info, 1), String(info, 2));
  return info.Env().Undefined();
}

Napi::Value GetPreferences(const Napi::CallbackInfo& info) {
  AskPreferences(Integer(info, 0), Integer(info, 1));
  return info.Env().Undefined();
}

Napi::Value PutPreference(const Napi::CallbackInfo& info) {
  SetPreference(Integer(info, 0), Integer(info, 1), String(info, 2), String(info, 3));
  return info.Env().Undefined();
}

}  // namespace

void ExportStorage(Napi::Object exports) {
  Export(exports, {
      {"allowGeolocation", AllowGeolocationIn},
      {"preference", GetPreference},
      {"preferences", GetPreferences},
      {"setPreference", PutPreference},
  });
}

}  // namespace cefrig

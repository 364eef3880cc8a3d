#include "arguments.h"
#include "exports.h"
#include "permissions.h"

namespace cefrig {
namespace {

Napi::Value AllowGeolocationIn(const Napi::CallbackInfo& info) {
  AllowGeolocation(Integer(info, 0), String(info, 1), info[2].ToBoolean());
  return info.Env().Undefined();
}

}  // namespace

void ExportStorage(Napi::Object exports) {
  Export(exports, {{"allowGeolocation", AllowGeolocationIn}});
}

}  // namespace cefrig

#include "arguments.h"
#include "exports.h"

namespace cefrig {
namespace {

Napi::Value ReportAudio(const Napi::CallbackInfo& info) {
  if (const auto browser = BrowserOf(info)) browser->ReportAudio(info[1].As<Napi::Boolean>());
  return info.Env().Undefined();
}

Napi::Value MuteAudio(const Napi::CallbackInfo& info) {
  if (const auto browser = BrowserOf(info)) browser->MuteAudio(info[1].As<Napi::Boolean>());
  return info.Env().Undefined();
}

}  // namespace

void ExportFacts(Napi::Object exports) {
  Export(exports, {
      {"reportAudio", ReportAudio},
      {"muteAudio", MuteAudio},
  });
}

}  // namespace cefrig

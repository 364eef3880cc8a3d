#include <napi.h>

#include "exports.h"

static Napi::Object InitializeModule(Napi::Env, Napi::Object exports) {
  cefrig::ExportCore(exports);
  cefrig::ExportPaint(exports);
  cefrig::ExportInput(exports);
  cefrig::ExportNetwork(exports);
  cefrig::ExportStorage(exports);
  cefrig::ExportFacts(exports);
  cefrig::ExportPrompts(exports);
  return exports;
}

NODE_API_MODULE(cefrig, InitializeModule)

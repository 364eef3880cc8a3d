// What JavaScript may call, one file exports_<topic>.cc per topic.
#pragma once

#include <napi.h>

#include <initializer_list>

namespace cefrig {

struct Exported {
  const char* name;
  Napi::Value (*function)(const Napi::CallbackInfo&);
};

inline void Export(Napi::Object exports, std::initializer_list<Exported> functions) {
  for (const auto& [name, function] : functions) exports.Set(name, Napi::Function::New(exports.Env(), function, name));
}

void ExportCore(Napi::Object exports);
void ExportPaint(Napi::Object exports);
void ExportInput(Napi::Object exports);
void ExportNetwork(Napi::Object exports);
void ExportStorage(Napi::Object exports);
void ExportFacts(Napi::Object exports);
void ExportPrompts(Napi::Object exports);

}  // namespace cefrig

// Arguments of the functions that JavaScript calls. The TypeScript in front has checked them (src/host/addon.ts); here they are taken.
#pragma once

#include <napi.h>

#include <memory>
#include <string>

#include "browser.h"

namespace cefrig {

inline std::string Text(const Napi::Object& object, const char* name) {
  const Napi::Value value = object.Get(name);
  return value.IsString() ? value.As<Napi::String>().Utf8Value() : "";
}

inline double Number(const Napi::Object& object, const char* name, double fallback) {
  const Napi::Value value = object.Get(name);
  return value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : fallback;
}

inline bool Flag(const Napi::Object& object, const char* name, bool fallback) {
  const Napi::Value value = object.Get(name);
  return value.IsBoolean() ? value.As<Napi::Boolean>().Value() : fallback;
}

inline int Integer(const Napi::CallbackInfo& info, size_t index) {
  return info[index].As<Napi::Number>().Int32Value();
}

inline std::string String(const Napi::CallbackInfo& info, size_t index) {
  return info[index].As<Napi::String>().Utf8Value();
}

inline std::shared_ptr<Browser> BrowserOf(const Napi::CallbackInfo& info) {
  return Browser::Find(Integer(info, 0));
}

inline void ThrowIf(Napi::Env env, const std::string& problem) {
  if (!problem.empty()) throw Napi::Error::New(env, problem);
}

}  // namespace cefrig

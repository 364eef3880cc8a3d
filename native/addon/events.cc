#include "events.h"

#include "listener.h"

namespace cefrig {
namespace {

struct ToJs {
  Napi::Env env;
  Napi::Value operator()(bool value) const { return Napi::Boolean::New(env, value); }
  Napi::Value operator()(double value) const { return Napi::Number::New(env, value); }
  Napi::Value operator()(const std::string& value) const { return Napi::String::New(env, value); }
  Napi::Value operator()(const Bytes& value) const { return Napi::Buffer<uint8_t>::Copy(env, value.data(), value.size()); }
  Napi::Value operator()(const Headers& value) const {
    const auto object = Napi::Object::New(env);
    for (const auto& [name, text] : value) object.Set(name, text);
    return object;
  }
};

void Deliver(Napi::Env env, Napi::Function callback, std::nullptr_t*, Event* event) {
  const std::unique_ptr<Event> owned(event);
  if (!env) return;
  const auto object = Napi::Object::New(env);
  object.Set("type", event->type);
  object.Set("page", event->page);
  for (const Field& field : event->fields) object.Set(field.name, std::visit(ToJs{env}, field.value));
  callback.Call({object});
}

using Channel = Napi::TypedThreadSafeFunction<std::nullptr_t, Event, Deliver>;

std::mutex mutex;
Channel channel;
bool open = false;

}  // namespace

void Listen(Napi::Env env, Napi::Function callback) {
  const std::lock_guard lock(mutex);
  channel = Channel::New(env, callback, "cefrig events", 0, 1);
  open = true;
}

void StopListening() {
  const std::lock_guard lock(mutex);
  if (!open) return;
  open = false;
  channel.Release();
}

void Emit(Event event) {
  auto* owned = new Event(std::move(event));
  const std::lock_guard lock(mutex);
  if (!open || channel.NonBlockingCall(owned) != napi_ok) delete owned;
}

}  // namespace cefrig

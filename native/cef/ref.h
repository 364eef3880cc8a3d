// Ownership across CEF's C interface. CEF's rule: a structure that crosses a call, in either direction, as an argument or a
// result, carries one reference to the receiver; `self` does not.
#pragma once

#include <atomic>
#include <cstddef>
#include <utility>

#include "interface.h"

namespace cefrig {

// A reference to a structure, CEF's or ours. T begins with cef_base_ref_counted_t.
template <typename T>
class Ref {
 public:
  Ref() = default;
  Ref(const Ref& other) : pointer_(other.pointer_) { Retain(); }
  Ref(Ref&& other) noexcept : pointer_(std::exchange(other.pointer_, nullptr)) {}
  Ref& operator=(Ref other) noexcept {
    std::swap(pointer_, other.pointer_);
    return *this;
  }
  ~Ref() {
    if (pointer_) Base()->release(Base());
  }

  // Takes over the reference that came with a call.
  static Ref Adopt(T* pointer) {
    Ref ref;
    ref.pointer_ = pointer;
    return ref;
  }
  // Adds a reference to something that is only lent (`self`).
  static Ref Share(T* pointer) {
    Ref ref = Adopt(pointer);
    ref.Retain();
    return ref;
  }

  // A reference to hand over as an argument or a result.
  T* Give() const {
    Ref copy(*this);
    return std::exchange(copy.pointer_, nullptr);
  }
  T* get() const { return pointer_; }
  T* operator->() const { return pointer_; }
  explicit operator bool() const { return pointer_ != nullptr; }

 private:
  cef_base_ref_counted_t* Base() const { return reinterpret_cast<cef_base_ref_counted_t*>(pointer_); }
  void Retain() {
    if (pointer_) Base()->add_ref(Base());
  }

  T* pointer_ = nullptr;
};

// A structure that we implement: derive as `class Client : public Counted<cef_client_t, Client>`, set the callbacks in the
// constructor, make it with New(). Freed with the last reference, on whichever thread drops it.
template <typename Structure, typename Self>
class Counted : public Structure {
 public:
  template <typename... Arguments>
  static Ref<Self> New(Arguments&&... arguments) {
    return Ref<Self>::Adopt(new Self(std::forward<Arguments>(arguments)...));
  }
  // The object behind a callback's `self`.
  static Self* From(Structure* structure) { return static_cast<Self*>(static_cast<Counted*>(structure)); }

 protected:
  Counted() : Structure{} {
    auto* base = reinterpret_cast<cef_base_ref_counted_t*>(static_cast<Structure*>(this));
    base->size = sizeof(Structure);
    base->add_ref = [](cef_base_ref_counted_t* self) { Count(self).fetch_add(1, std::memory_order_relaxed); };
    base->release = [](cef_base_ref_counted_t* self) {
      if (Count(self).fetch_sub(1, std::memory_order_acq_rel) != 1) return 0;
      delete From(reinterpret_cast<Structure*>(self));
      return 1;
    };
    base->has_one_ref = [](cef_base_ref_counted_t* self) { return Count(self).load() == 1 ? 1 : 0; };
    base->has_at_least_one_ref = [](cef_base_ref_counted_t* self) { return Count(self).load() >= 1 ? 1 : 0; };
  }

 private:
  static std::atomic<int>& Count(cef_base_ref_counted_t* self) {
    return static_cast<Counted*>(reinterpret_cast<Structure*>(self))->count_;
  }

  std::atomic<int> count_{1};
};

}  // namespace cefrig

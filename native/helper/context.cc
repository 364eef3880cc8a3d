#include "context.h"

#include <cstdio>

#include "../cef/library.h"
#include "../cef/string.h"
#include "native_function.h"

namespace cefrig {
namespace {

constexpr uint8_t kLate = 2;

// The context is the current one as long as this lives; microtasks run at the end.
class Entered {
 public:
  explicit Entered(cef_v8_context_t* context) : context_(context), entered_(context->enter(context)) {}
  Entered(const Entered&) = delete;
  ~Entered() {
    if (entered_) context_->exit(context_);
  }
  explicit operator bool() const { return entered_; }

 private:
  cef_v8_context_t* const context_;
  const bool entered_;
};

Ref<cef_v8_value_t> Call(cef_v8_value_t* function, const std::vector<Ref<cef_v8_value_t>>& arguments) {
  std::vector<cef_v8_value_t*> given;
  for (const auto& argument : arguments) given.push_back(argument.Give());
  return Ref<cef_v8_value_t>::Adopt(function->execute_function(function, nullptr, given.size(), given.data()));
}

Ref<cef_v8_value_t> Number(uint32_t value) {
  return Ref<cef_v8_value_t>::Adopt(cef.v8_value_create_int(static_cast<int32_t>(value)));
}

}  // namespace

bool Context::Is(cef_v8_context_t* context) const {
  return context_->is_same(context_.get(), Ref<cef_v8_context_t>::Share(context).Give());
}

void Context::Apply(const Table& table, bool late) {
  if (table.script.empty() || table.generation == generation_) return;
  if (!receive_ && !Install(table.script)) return;
  generation_ = table.generation;
  Run(kTable, table.generation, late ? kLate : 0, table.entries, {});
}

void Context::Receive(const Frame& frame) {
  if (receive_) Run(frame.type, frame.call, frame.flags, frame.text, frame.buffers);
}

bool Context::Install(const std::string& script) {
  const Entered entered(context_.get());
  if (!entered) return false;
  const CefText code(script), url("cefrig:bindings");
  cef_v8_value_t* value = nullptr;
  cef_v8_exception_t* exception = nullptr;
  const int evaluated = context_->eval(context_.get(), code.get(), url.get(), 1, &value, &exception);
  const auto install = Ref<cef_v8_value_t>::Adopt(value);
  const auto problem = Ref<cef_v8_exception_t>::Adopt(exception);
  if (evaluated && install && install->is_function(install.get())) {
    const auto main_frame = Ref<cef_v8_value_t>::Adopt(cef.v8_value_create_bool(main_frame_));
    receive_ = Call(install.get(), {MakeSend(channel_, page_, number_, ended_), main_frame});
  }
  if (receive_ && receive_->is_function(receive_.get())) return true;
  receive_ = {};
  const std::string what = problem ? TakeUtf8(problem->get_message(problem.get())) : "no function";
  std::fprintf(stderr, "cefrig-helper: the script of the bindings failed: %s\n", what.c_str());
  return false;
}

void Context::Run(uint8_t type, uint32_t call, uint8_t flags, const std::string& text, const std::vector<std::string>& buffers) {
  const Entered entered(context_.get());
  if (!entered) return;
  const CefText content(text);
  auto list = Ref<cef_v8_value_t>::Adopt(cef.v8_value_create_array(static_cast<int>(buffers.size())));
  for (size_t index = 0; index < buffers.size(); ++index) {
    const std::string& bytes = buffers[index];
    list->set_value_byindex(list.get(), static_cast<int>(index),
                            cef.v8_value_create_array_buffer_with_copy(const_cast<char*>(bytes.data()), bytes.size()));
  }
  Call(receive_.get(), {Number(type), Number(call), Number(flags),
                        Ref<cef_v8_value_t>::Adopt(cef.v8_value_create_string(content.get())), list});
}

}  // namespace cefrig

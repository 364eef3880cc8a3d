#include "native_function.h"

#include "../cef/library.h"
#include "../cef/string.h"

namespace cefrig {
namespace {

// Why nothing was sent, as src/injected/bindings.ts has it.
constexpr int kTooLarge = 0;
constexpr int kEndedDocument = 1;

class Send : public Counted<cef_v8_handler_t, Send> {
 public:
  Send(Channel& channel, uint32_t page, uint32_t context, std::shared_ptr<const bool> ended)
      : channel_(channel), page_(page), context_(context), ended_(std::move(ended)) {
    execute = [](cef_v8_handler_t* self, const cef_string_t*, cef_v8_value_t* object, size_t count, cef_v8_value_t* const* arguments,
                 cef_v8_value_t** result, cef_string_t*) {
      const auto owned = Ref<cef_v8_value_t>::Adopt(object);
      std::vector<Ref<cef_v8_value_t>> given;
      for (size_t index = 0; index < count; ++index) given.push_back(Ref<cef_v8_value_t>::Adopt(arguments[index]));
      if (given.size() == 6) *result = From(self)->Execute(given);
      return 1;
    };
  }

 private:
  cef_v8_value_t* Execute(const std::vector<Ref<cef_v8_value_t>>& given) const {
    // Of an iframe that was taken away: nobody would know where the answer goes.
    if (*ended_) return cef.v8_value_create_int(kEndedDocument);
    const auto number = [&given](size_t index) {
      cef_v8_value_t* value = given[index].get();
      // V8 keeps small numbers as integers, larger ones as doubles.
      if (value->is_int(value)) return static_cast<uint32_t>(value->get_int_value(value));
      if (value->is_uint(value)) return value->get_uint_value(value);
      return value->is_double(value) ? static_cast<uint32_t>(value->get_double_value(value)) : 0u;
    };
    Frame frame;
    frame.type = static_cast<uint8_t>(number(0));
    frame.page = page_;
    frame.context = context_;
    frame.call = number(1);
    frame.flags = static_cast<uint8_t>(number(2));
    frame.timeout_ms = number(3);
    frame.text = TakeUtf8(given[4]->get_string_value(given[4].get()));
    cef_v8_value_t* list = given[5].get();
    const int buffers = list->is_array(list) ? list->get_array_length(list) : 0;
    for (int index = 0; index < buffers; ++index) {
      const auto buffer = Ref<cef_v8_value_t>::Adopt(list->get_value_byindex(list, index));
      if (!buffer || !buffer->is_array_buffer(buffer.get())) return cef.v8_value_create_bool(0);
      const auto* data = static_cast<const char*>(buffer->get_array_buffer_data(buffer.get()));
      const size_t size = buffer->get_array_buffer_byte_length(buffer.get());
      frame.buffers.emplace_back(data ? std::string(data, size) : std::string());
    }
    if (!Fits(frame)) return cef.v8_value_create_int(kTooLarge);
    if (!(frame.flags & kSync)) return cef.v8_value_create_bool(channel_.Send(frame));
    const std::optional<Frame> answer = channel_.Ask(frame);
    if (!answer) return nullptr;
    const CefText text(std::to_string(answer->flags) + answer->text);
    return cef.v8_value_create_string(text.get());
  }

  Channel& channel_;
  const uint32_t page_;
  const uint32_t context_;
  const std::shared_ptr<const bool> ended_;
};

}  // namespace

Ref<cef_v8_value_t> MakeSend(Channel& channel, uint32_t page, uint32_t context, std::shared_ptr<const bool> ended) {
  const CefText name("send");
  return Ref<cef_v8_value_t>::Adopt(cef.v8_value_create_function(name.get(), Send::New(channel, page, context, std::move(ended)).Give()));
}

}  // namespace cefrig

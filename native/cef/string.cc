#include "string.h"

#include "library.h"

namespace cefrig {

std::string ToUtf8(const cef_string_t* text) {
  if (!text || !text->str || text->length == 0) return "";
  cef_string_utf8_t converted = {};
  cef.string_utf16_to_utf8(text->str, text->length, &converted);
  std::string result(converted.str, converted.length);
  cef.string_utf8_clear(&converted);
  return result;
}

std::string TakeUtf8(cef_string_userfree_t text) {
  std::string result = ToUtf8(text);
  if (text) cef.string_userfree_utf16_free(text);
  return result;
}

std::vector<std::string> ToUtf8(cef_string_list_t list) {
  std::vector<std::string> texts;
  const size_t count = list ? cef.string_list_size(list) : 0;
  for (size_t index = 0; index < count; ++index) {
    cef_string_t value = {};
    if (!cef.string_list_value(list, index, &value)) continue;
    texts.push_back(ToUtf8(&value));
    cef.string_utf16_clear(&value);
  }
  return texts;
}

void Assign(cef_string_t& target, std::string_view text) {
  cef.string_utf8_to_utf16(text.data(), text.size(), &target);
}

CefText::~CefText() {
  cef.string_utf16_clear(&text_);
}

CefTextList::CefTextList(const std::vector<std::string>& texts) : list_(cef.string_list_alloc()) {
  for (const std::string& text : texts) cef.string_list_append(list_, CefText(text).get());
}

CefTextList::~CefTextList() {
  cef.string_list_free(list_);
}

}  // namespace cefrig

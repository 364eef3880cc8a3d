// Text between UTF-8 (ours) and UTF-16 (CEF's).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "interface.h"

namespace cefrig {

std::string ToUtf8(const cef_string_t* text);
// For strings that CEF returns to be freed by the caller.
std::string TakeUtf8(cef_string_userfree_t text);
// Of a list that CEF lends.
std::vector<std::string> ToUtf8(cef_string_list_t list);
// Replaces `target`, which CEF or a CefText owns.
void Assign(cef_string_t& target, std::string_view text);

// A CEF string that lives as long as this object.
class CefText {
 public:
  explicit CefText(std::string_view text) { Assign(text_, text); }
  CefText(const CefText&) = delete;
  CefText& operator=(const CefText&) = delete;
  ~CefText();
  const cef_string_t* get() const { return &text_; }

 private:
  cef_string_t text_ = {};
};

// A list of CEF strings that lives as long as this object.
class CefTextList {
 public:
  explicit CefTextList(const std::vector<std::string>& texts);
  CefTextList(const CefTextList&) = delete;
  CefTextList& operator=(const CefTextList&) = delete;
  ~CefTextList();
  cef_string_list_t get() const { return list_; }

 private:
  cef_string_list_t list_;
};

}  // namespace cefrig

// Chromium's preferences of a context. Values cross as JSON.
#pragma once

#include <string>

namespace cefrig {

// JavaScript's thread. Each is answered by an event `preferences` with the question's number: `known`, `writable`, `value` and `error`.
void AskPreference(int question, int context, const std::string& name);
// An empty value: the default again.
void SetPreference(int question, int context, const std::string& name, const std::string& value);
void AskPreferences(int question, int context);

}  // namespace cefrig

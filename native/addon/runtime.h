// CEF in this process: once, from cef_initialize to cef_shutdown, both on JavaScript's thread.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace cefrig {

struct RuntimeOptions {
  std::string library, helper, resources, locales, cache;
  std::string log_file, locale, accept_languages, user_agent, user_agent_product;
  int log_severity = 3;
  int debugging_port = 0;
  // An empty value is a switch without one.
  std::vector<std::pair<std::string, std::string>> switches;
  // The same, for the processes that this one starts and not for itself.
  std::vector<std::pair<std::string, std::string>> child_switches;
};

// Returns what went wrong, or an empty string. `initialized` is emitted when contexts and browsers may be made.
std::string Initialize(const RuntimeOptions& options);
// Every browser must be closed.
void Shutdown();

}  // namespace cefrig

// Text as JSON has it, for the few events whose facts have no fixed shape.
#pragma once

#include <cstdio>
#include <string>

namespace cefrig {

// A string literal. `text` is UTF-8.
inline std::string Json(const std::string& text) {
  std::string literal = "\"";
  for (const char character : text) {
    if (character == '"' || character == '\\') {
      literal += '\\';
      literal += character;
    } else if (static_cast<unsigned char>(character) < 0x20) {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\u%04x", character);
      literal += escaped;
    } else {
      literal += character;
    }
  }
  return literal + "\"";
}

}  // namespace cefrig

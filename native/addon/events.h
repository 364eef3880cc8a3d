// The one way back into JavaScript: tagged events, in order, from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace cefrig {

using Headers = std::vector<std::pair<std::string, std::string>>;
using Bytes = std::vector<uint8_t>;

struct Field {
  const char* name;
  std::variant<bool, double, std::string, Bytes, Headers> value;
};

struct Event {
  const char* type;
  // The page it is about; 0: the whole runtime.
  int page = 0;
  std::vector<Field> fields = {};
};

// Any thread. Events emitted before a listener is set or after it is gone are dropped.
void Emit(Event event);

}  // namespace cefrig

// Addresses that are for other programs: mailto:, tel:, and what applications have registered.
#pragma once

#include <string>

namespace cefrig {

// Any thread. What is served, as `app://host/`, is no other program's.
void NoteServed(const std::string& prefix);

// Any thread. Whether the browser itself has nothing to show for it.
bool IsExternal(const std::string& url);

}  // namespace cefrig

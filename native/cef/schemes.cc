#include "schemes.h"

#include <cstdlib>
#include <sstream>
#include <string>

#include "string.h"

namespace cefrig {

void RegisterSchemes(cef_scheme_registrar_t* registrar) {
  const char* schemes = std::getenv("CEFRIG_SCHEMES");
  if (!schemes) return;
  std::istringstream list(schemes);
  for (std::string entry; std::getline(list, entry, ',');) {
    const size_t equals = entry.find('=');
    if (equals == std::string::npos) continue;
    registrar->add_custom_scheme(registrar, CefText(entry.substr(0, equals)).get(), std::atoi(entry.c_str() + equals + 1));
  }
}

}  // namespace cefrig

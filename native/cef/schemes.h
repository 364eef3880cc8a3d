// Custom schemes: the Host names them in the environment, and every process has to know the same.
#pragma once

#include "interface.h"

namespace cefrig {

// From CEF's on_register_custom_schemes. CEFRIG_SCHEMES is `name=flags` for each, apart by commas; the flags are a sum of cef_scheme_options_t.
void RegisterSchemes(cef_scheme_registrar_t* registrar);

}  // namespace cefrig

// A renderer process: which pages and documents it has, and what the test has bound into them.
#pragma once

#include "../cef/ref.h"

namespace cefrig {

Ref<cef_render_process_handler_t> MakeRenderer();

}  // namespace cefrig

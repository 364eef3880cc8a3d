// The executable of CEF's subprocesses: zygote, renderers, GPU, network and audio service. The Host names libcef.so in the
// environment, which all of them inherit.
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "../cef/library.h"
#include "app.h"

int main(int argc, char* argv[]) {
  const char* path = std::getenv("CEFRIG_LIBCEF");
  if (!path) {
    std::fputs("cefrig-helper: CEFRIG_LIBCEF is not set; this program is started by cefrig's Host only\n", stderr);
    return 2;
  }
  const std::string problem = cefrig::LoadCef(path);
  if (!problem.empty()) {
    std::fprintf(stderr, "cefrig-helper: %s\n", problem.c_str());
    return 2;
  }
  // As in the Host: paths with letters beyond ASCII are lost in the C locale.
  std::setlocale(LC_CTYPE, "C.UTF-8");
  const cef_main_args_t arguments = {argc, argv};
  const int code = cefrig::cef.execute_process(&arguments, cefrig::MakeApp().Give(), nullptr);
  return code >= 0 ? code : 2;
}

#include "library.h"

#include <dlfcn.h>

namespace cefrig {

CefFunctions cef = {};

std::string LoadCef(const std::string& path) {
  if (cef.api_hash) return "";
  // Global, because SwiftShader and the widevine stub look up CEF's symbols; never closed, because CEF's threads outlive us.
  void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL);
  if (!handle) return dlerror();
  CefFunctions found = {};
#define LOAD_CEF_FUNCTION(name)                                                        \
  found.name = reinterpret_cast<decltype(found.name)>(dlsym(handle, "cef_" #name));    \
  if (!found.name) return path + " does not export cef_" #name;
  CEF_FUNCTION_NAMES(LOAD_CEF_FUNCTION)
#undef LOAD_CEF_FUNCTION
  // The first call fixes the API version for the process; null means that this CEF does not know it.
  if (!found.api_hash(kCefApiVersion, 0)) return path + " does not support CEF's API version " + std::to_string(kCefApiVersion);
  cef = found;
  return "";
}

}  // namespace cefrig

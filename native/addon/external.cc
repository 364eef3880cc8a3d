#include "external.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <mutex>
#include <set>
#include <sstream>

namespace cefrig {
namespace {

std::mutex mutex;
std::set<std::string> known = {"about",     "blob",       "chrome",      "chrome-error", "chrome-extension", "chrome-search", "chrome-untrusted",
                               "data",      "devtools",   "file",        "filesystem",   "http",             "https",         "javascript",
                               "view-source"};

std::string SchemeOf(const std::string& url) {
  std::string scheme = url.substr(0, url.find(':'));
  std::transform(scheme.begin(), scheme.end(), scheme.begin(), [](unsigned char letter) { return std::tolower(letter); });
  return scheme;
}

// Those that the Host was booted with: `name=flags`, apart by commas.
bool IsRegistered(const std::string& scheme) {
  const char* schemes = std::getenv("CEFRIG_SCHEMES");
  if (!schemes) return false;
  std::stringstream list(schemes);
  for (std::string entry; std::getline(list, entry, ',');)
    if (entry.substr(0, entry.find('=')) == scheme) return true;
  return false;
}

}  // namespace

void NoteServed(const std::string& prefix) {
  const std::lock_guard lock(mutex);
  known.insert(SchemeOf(prefix));
}

bool IsExternal(const std::string& url) {
  const std::string scheme = SchemeOf(url);
  const std::lock_guard lock(mutex);
  return known.count(scheme) == 0 && !IsRegistered(scheme);
}

}  // namespace cefrig

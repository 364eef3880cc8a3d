#include "watch.h"

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <thread>

#include "events.h"

namespace cefrig {

bool WatchProcess(int pid) {
  // pidfd_open: becomes readable when the process ends, and cannot be fooled by a pid used again.
  const int descriptor = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  if (descriptor < 0) return false;
  std::thread([descriptor, pid] {
    pollfd watched = {descriptor, POLLIN, 0};
    while (poll(&watched, 1, -1) < 0 && errno == EINTR) {
    }
    close(descriptor);
    Emit({"processgone", 0, {{"pid", double(pid)}}});
  }).detach();
  return true;
}

}  // namespace cefrig

// The end of another process, as the event `processgone`.
#pragma once

namespace cefrig {

// False when the process is gone already or cannot be watched.
bool WatchProcess(int pid);

}  // namespace cefrig

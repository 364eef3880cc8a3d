#include "task.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "../cef/library.h"
#include "../cef/ref.h"

namespace cefrig {
namespace {

class Task : public Counted<cef_task_t, Task> {
 public:
  explicit Task(std::function<void()> work) : work_(std::move(work)) {
    execute = [](cef_task_t* self) { From(self)->work_(); };
  }

 private:
  std::function<void()> work_;
};

}  // namespace

void PostToUi(std::function<void()> work, int64_t delay_ms) {
  const Ref<Task> task = Task::New(std::move(work));
  if (delay_ms > 0) {
    cef.post_delayed_task(TID_UI, task.Give(), delay_ms);
  } else {
    cef.post_task(TID_UI, task.Give());
  }
}

void AssertOn(cef_thread_id_t thread, const char* where) {
  if (cef.currently_on(thread)) return;
  std::fprintf(stderr, "cefrig: %s ran on another thread than %d\n", where, static_cast<int>(thread));
  std::abort();
}

}  // namespace cefrig

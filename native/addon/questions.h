// What CEF asks and waits for. Each question has a number, by which it is answered once. Knows nothing of CEF; any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace cefrig {

// What JavaScript answers; which of it counts depends on the question.
struct Answer {
  bool accepted = false;
  std::string text;
  std::vector<std::string> list;
  double number = 0;
};

// What an answer does. It is called once; null stands for the question's default.
using Take = std::function<void(const Answer*)>;

class Questions {
 public:
  // `kind` is a literal: the type of the event that asks.
  uint64_t Add(int page, const char* kind, Take take);
  // Empty when the question is over.
  Take Remove(uint64_t number);
  // Those about a page, of one kind or, with null, of all, in the order in which they were asked.
  std::vector<std::pair<uint64_t, Take>> RemoveAll(int page, const char* kind);

 private:
  struct Question {
    int page;
    const char* kind;
    Take take;
  };
  std::mutex mutex_;  // guards what follows
  std::map<uint64_t, Question> questions_;
  uint64_t last_ = 0;
};

}  // namespace cefrig

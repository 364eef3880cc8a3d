// Exercises the registry of questions, built with sanitizers by test/native/sanitize.test.ts. Needs neither CEF nor Node. Ends with
// 0 and prints what it checked; any finding aborts.
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <thread>
#include <vector>

#include "../addon/questions.h"

namespace {

using cefrig::Answer;
using cefrig::Questions;
using cefrig::Take;

std::atomic<int> checks = 0;

void Check(bool holds, const char* what, int line) {
  ++checks;
  if (holds) return;
  std::fprintf(stderr, "line %d: %s does not hold\n", line, what);
  std::exit(1);
}
#define CHECK(condition) Check(condition, #condition, __LINE__)

void TestAnswers() {
  Questions questions;
  std::string heard;
  const uint64_t first = questions.Add(1, "dialog", [&heard](const Answer* answer) { heard = answer ? answer->text : "default"; });
  const uint64_t second = questions.Add(1, "dialog", [](const Answer*) {});
  CHECK(first != 0 && second != first);
  Answer answer;
  answer.text = "yes";
  questions.Remove(first)(&answer);
  CHECK(heard == "yes");
  CHECK(!questions.Remove(first));
  CHECK(!questions.Remove(12345));
  questions.Remove(second)(nullptr);
}

void TestEnds() {
  Questions questions;
  const auto owned = std::make_shared<int>(0);
  const Take count = [owned](const Answer* answer) { *owned += answer == nullptr; };
  const uint64_t dialog = questions.Add(1, "dialog", count);
  const uint64_t file = questions.Add(1, "file", count);
  questions.Add(2, "dialog", count);
  auto removed = questions.RemoveAll(1, "dialog");
  CHECK(removed.size() == 1 && removed[0].first == dialog);
  removed[0].second(nullptr);
  removed = questions.RemoveAll(1, nullptr);
  CHECK(removed.size() == 1 && removed[0].first == file);
  CHECK(questions.RemoveAll(1, nullptr).empty());
  CHECK(questions.RemoveAll(2, "file").empty());
  removed = questions.RemoveAll(2, nullptr);
  CHECK(removed.size() == 1);
  removed.clear();
  CHECK(*owned == 1);
}

// Of an answer and an end that come at once, one has the question.
void TestRaces() {
  Questions questions;
  constexpr int kRounds = 3000;
  std::atomic<int> taken = 0;
  for (int round = 0; round < kRounds; ++round) {
    const uint64_t number = questions.Add(7, "dialog", [&taken](const Answer*) { ++taken; });
    std::thread answering([&questions, number] {
      if (const Take take = questions.Remove(number)) take(nullptr);
    });
    for (const auto& [_, take] : questions.RemoveAll(7, nullptr)) take(nullptr);
    answering.join();
    CHECK(taken == round + 1);
  }
}

}  // namespace

int main() {
  TestAnswers();
  TestEnds();
  TestRaces();
  std::printf("%d checks\n", checks.load());
}

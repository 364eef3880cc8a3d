#include "ask.h"

#include "task.h"

namespace cefrig {
namespace {

Questions questions;

}  // namespace

void Ask(Event event, Take take) {
  const Field asked = {"question", double(questions.Add(event.page, event.type, std::move(take)))};
  event.fields.push_back(asked);
  Emit(std::move(event));
}

void AnswerQuestion(uint64_t number, std::optional<Answer> answer) {
  // Taken out on the UI thread too, so that the end of a page finds it until then.
  PostToUi([number, answer = std::move(answer)] {
    if (const Take take = questions.Remove(number)) take(answer ? &*answer : nullptr);
  });
}

void ForgetQuestions(int page, const char* kind) {
  AssertOn(TID_UI, "ForgetQuestions");
  for (const auto& [number, take] : questions.RemoveAll(page, kind)) {
    Emit({"unasked", page, {{"question", double(number)}}});
    take(nullptr);
  }
}

}  // namespace cefrig

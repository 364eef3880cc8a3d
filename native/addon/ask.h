// How a handler asks JavaScript: an event with a number out, an answer with that number back.
#pragma once

#include <cstdint>
#include <optional>

#include "events.h"
#include "questions.h"

namespace cefrig {

// Any thread of CEF's. Emits the event with a field `question`. `take` runs on the UI thread: with the answer, or with null when
// JavaScript leaves the default, the page ends, or its renderer dies.
void Ask(Event event, Take take);
// JavaScript's thread. Nothing happens when the question is over.
void AnswerQuestion(uint64_t number, std::optional<Answer> answer);
// UI thread. Questions about the page take their defaults, and the event `unasked` tells of each.
void ForgetQuestions(int page, const char* kind = nullptr);

}  // namespace cefrig

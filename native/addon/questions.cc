#include "questions.h"

#include <string_view>

namespace cefrig {

uint64_t Questions::Add(int page, const char* kind, Take take) {
  const std::lock_guard lock(mutex_);
  questions_.emplace(++last_, Question{page, kind, std::move(take)});
  return last_;
}

Take Questions::Remove(uint64_t number) {
  const std::lock_guard lock(mutex_);
  const auto found = questions_.find(number);
  if (found == questions_.end()) return {};
  Take take = std::move(found->second.take);
  questions_.erase(found);
  return take;
}

std::vector<std::pair<uint64_t, Take>> Questions::RemoveAll(int page, const char* kind) {
  const std::lock_guard lock(mutex_);
  std::vector<std::pair<uint64_t, Take>> removed;
  for (auto at = questions_.begin(); at != questions_.end();) {
    Question& question = at->second;
    if (question.page != page || (kind && std::string_view(kind) != question.kind)) {
      ++at;
      continue;
    }
    removed.emplace_back(at->first, std::move(question.take));
    at = questions_.erase(at);
  }
  return removed;
}

}  // namespace cefrig

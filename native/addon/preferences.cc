#include "preferences.h"

#include <functional>

#include "../cef/library.h"
#include "../cef/string.h"
#include "context.h"
#include "events.h"
#include "task.h"

namespace cefrig {
namespace {

struct Answer {
  bool known = false;
  bool writable = false;
  std::string value = {};
  std::string error = {};
};

using Context = cef_request_context_t;

// CEF knows preferences on its UI thread alone.
void OnUi(int question, int context, std::function<Answer(cef_preference_manager_t&)> work) {
  PostToUi([question, context, work = std::move(work)] {
    Answer answer;
    if (const Ref<Context> found = FindContext(context)) answer = work(found->base);
    Emit({"preferences", 0, {{"question", double(question)}, {"known", answer.known}, {"writable", answer.writable},
                             {"value", std::move(answer.value)}, {"error", std::move(answer.error)}}});
  });
}

std::string ToJson(cef_value_t* value) {
  return TakeUtf8(cef.write_json(value, JSON_WRITER_OMIT_BINARY_VALUES));
}

Answer Look(cef_preference_manager_t& manager, const cef_string_t* name) {
  Answer answer;
  answer.known = manager.has_preference(&manager, name) != 0;
  if (!answer.known) return answer;
  answer.writable = manager.can_set_preference(&manager, name) != 0;
  const auto value = Ref<cef_value_t>::Adopt(manager.get_preference(&manager, name));
  if (value) answer.value = ToJson(value.Give());
  return answer;
}

// JSON has one kind of number, preferences have two.
void Widen(cef_preference_manager_t& manager, const cef_string_t* name, cef_value_t& value) {
  const auto present = Ref<cef_value_t>::Adopt(manager.get_preference(&manager, name));
  const bool is_double = present && present->get_type(present.get()) == VTYPE_DOUBLE;
  if (is_double && value.get_type(&value) == VTYPE_INT) value.set_double(&value, value.get_int(&value));
}

}  // namespace

void AskPreference(int question, int context, const std::string& name) {
  OnUi(question, context, [name](cef_preference_manager_t& manager) { return Look(manager, CefText(name).get()); });
}

void SetPreference(int question, int context, const std::string& name, const std::string& json) {
  OnUi(question, context, [name, json](cef_preference_manager_t& manager) {
    const CefText text(name);
    Answer answer = Look(manager, text.get());
    if (!answer.writable) return answer;
    Ref<cef_value_t> value;
    if (!json.empty()) {
      value = Ref<cef_value_t>::Adopt(cef.parse_json(CefText(json).get(), JSON_PARSER_RFC));
      if (value) Widen(manager, text.get(), *value.get());
    }
    cef_string_t error = {};
    const bool is_set = manager.set_preference(&manager, text.get(), value.Give(), &error) != 0;
    if (!is_set) answer.error = ToUtf8(&error);
    cef.string_utf16_clear(&error);
    // What holds now: another source may have the last word.
    return is_set ? Look(manager, text.get()) : answer;
  });
}

void AskPreferences(int question, int context) {
  OnUi(question, context, [](cef_preference_manager_t& manager) {
    Answer answer;
    const auto value = Ref<cef_value_t>::Adopt(cef.value_create());
    value->set_dictionary(value.get(), manager.get_all_preferences(&manager, 1));
    answer.known = true;
    answer.value = ToJson(value.Give());
    return answer;
  });
}

}  // namespace cefrig

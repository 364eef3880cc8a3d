#include "arguments.h"
#include "ask.h"
#include "downloads.h"
#include "exports.h"
#include "permissions.h"

namespace cefrig {
namespace {

Napi::Value AnswerTo(const Napi::CallbackInfo& info) {
  const auto number = static_cast<uint64_t>(info[0].As<Napi::Number>().Int64Value());
  if (!info[1].IsObject()) {
    AnswerQuestion(number, std::nullopt);
    return info.Env().Undefined();
  }
  const auto object = info[1].As<Napi::Object>();
  Answer answer;
  answer.accepted = Flag(object, "accepted", false);
  answer.text = Text(object, "text");
  answer.number = Number(object, "number", 0);
  if (object.Get("list").IsArray()) {
    const auto list = object.Get("list").As<Napi::Array>();
    for (uint32_t index = 0; index < list.Length(); ++index) answer.list.push_back(list.Get(index).ToString());
  }
  AnswerQuestion(number, std::move(answer));
  return info.Env().Undefined();
}

Napi::Value AdoptPopups(const Napi::CallbackInfo& info) {
  if (const auto browser = BrowserOf(info)) browser->AdoptPopups(info[1].As<Napi::Boolean>());
  return info.Env().Undefined();
}

Napi::Value StopDownload(const Napi::CallbackInfo& info) {
  CancelDownload(Integer(info, 0), info[1].As<Napi::Number>().Uint32Value());
  return info.Env().Undefined();
}

Napi::Value ReportMenus(const Napi::CallbackInfo& info) {
  if (const auto browser = BrowserOf(info)) browser->ReportMenus(info[1].As<Napi::Boolean>());
  return info.Env().Undefined();
}

Napi::Value FindText(const Napi::CallbackInfo& info) {
  const auto flag = [&info](size_t index) { return info[index].As<Napi::Boolean>().Value(); };
  if (const auto browser = BrowserOf(info)) browser->FindText(String(info, 1), flag(2), flag(3), flag(4));
  return info.Env().Undefined();
}

Napi::Value StopFinding(const Napi::CallbackInfo& info) {
  if (const auto browser = BrowserOf(info)) browser->StopFinding();
  return info.Env().Undefined();
}

Napi::Value PermitType(const Napi::CallbackInfo& info) {
  Permit(Integer(info, 0), String(info, 1), Integer(info, 2), info[3].ToBoolean());
  return info.Env().Undefined();
}

}  // namespace

void ExportPrompts(Napi::Object exports) {
  Export(exports, {
      {"answer", AnswerTo},
      {"adoptPopups", AdoptPopups},
      {"cancelDownload", StopDownload},
      {"reportMenus", ReportMenus},
      {"find", FindText},
      {"stopFinding", StopFinding},
      {"permit", PermitType},
  });
}

}  // namespace cefrig

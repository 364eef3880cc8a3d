// The main world of one document, with what is bound into it. The script (src/injected/bindings.ts) does the work: it is given
// functions to send and gives one to receive. The renderer's main thread only.
#pragma once

#include <memory>

#include "../cef/ref.h"
#include "channel.h"

namespace cefrig {

class Context {
 public:
  Context(Channel& channel, uint32_t number, uint32_t page, bool main_frame, Ref<cef_v8_context_t> context)
      : channel_(channel), number_(number), page_(page), main_frame_(main_frame), context_(std::move(context)) {}

  // Brings the document to the table's state; does nothing when it is there or the table is empty from the start.
  void Apply(const Table& table, bool late);
  // Gives the script what came from the Host.
  void Receive(const Frame& frame);
  // The document is gone; its functions may be held by others.
  void End() { *ended_ = true; }

  uint32_t number() const { return number_; }
  uint32_t page() const { return page_; }
  // `context` is only lent.
  bool Is(cef_v8_context_t* context) const;

 private:
  bool Install(const std::string& script);
  void Run(uint8_t type, uint32_t call, uint8_t flags, const std::string& text, const std::vector<std::string>& buffers);

  Channel& channel_;
  const uint32_t number_;
  const uint32_t page_;
  const bool main_frame_;
  const Ref<cef_v8_context_t> context_;
  Ref<cef_v8_value_t> receive_;  // once installed
  uint32_t generation_ = 0;
  const std::shared_ptr<bool> ended_ = std::make_shared<bool>(false);
};

}  // namespace cefrig

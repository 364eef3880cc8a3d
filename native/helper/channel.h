// A renderer's connection to the Host's bindings: a Unix socket and a thread that reads it. One per process; it lives as long
// as the process, because the thread does.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "frame.h"

namespace cefrig {

// What a page's documents are to have.
struct Table {
  uint32_t generation = 0;
  std::string entries;  // JSON
  std::string script;   // empty: nothing was ever bound
};

class Channel {
 public:
  // `receive` is called on the reading thread, for all frames but the answers that Ask() waits for.
  Channel(std::string socket, std::string token, std::function<void(Frame)> receive);

  // All of these: the renderer's main thread.

  // Says that a page has come into this process, and which page opened it (0: none).
  void Hello(uint32_t page, uint32_t opener);
  // Waits for the socket to take it all. False when the Host is gone.
  bool Send(const Frame& frame);
  // Sends a call and waits for its answer: nothing when the Host is gone, or a second after the call's own deadline.
  std::optional<Frame> Ask(const Frame& call);
  // The page's table. Waits until one has come when the Host has marked the page, or the one that opened it, as bound; null when there
  // is none.
  std::shared_ptr<const Table> TableOf(uint32_t page);

 private:
  void Read();
  void Take(Frame frame);
  bool Write(const std::string& bytes);
  bool IsMarked(uint32_t page) const;
  Frame HelloOf(uint32_t page) const;

  const std::string socket_;
  const std::string token_;
  const std::function<void(Frame)> receive_;

  std::mutex writing_;  // held while a frame is written

  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  int descriptor_ = -1;
  bool ended_ = false;
  std::vector<uint32_t> hellos_;  // to be said when connected
  std::map<uint32_t, uint32_t> openers_;  // by page
  std::map<uint32_t, std::shared_ptr<const Table>> tables_;
  const Frame* asked_ = nullptr;
  std::optional<Frame> answer_;
};

}  // namespace cefrig

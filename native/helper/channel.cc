#include "channel.h"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace cefrig {
namespace {

// Longer than a Host needs that is busy with a large frame; a document goes on without its bindings then.
constexpr std::chrono::seconds kTableDeadline(5);
// The client answers at the call's deadline; this is for a client that cannot.
constexpr std::chrono::milliseconds kGrace(1000);

int Connect(const std::string& path) {
  sockaddr_un address = {};
  if (path.size() >= sizeof address.sun_path) return -1;
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.data(), path.size());
  const int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return -1;
  if (connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return descriptor;
  close(descriptor);
  return -1;
}

}  // namespace

Channel::Channel(std::string socket, std::string token, std::function<void(Frame)> receive)
    : socket_(std::move(socket)), token_(std::move(token)), receive_(std::move(receive)) {
  std::thread([this] { Read(); }).detach();
}

void Channel::Hello(uint32_t page, uint32_t opener) {
  Frame hello;
  {
    const std::lock_guard lock(mutex_);
    openers_[page] = opener;
    hello = HelloOf(page);
    if (descriptor_ < 0) {
      hellos_.push_back(page);
      return;
    }
  }
  Send(hello);
}

Frame Channel::HelloOf(uint32_t page) const {
  Frame hello;
  hello.type = kHello;
  hello.page = page;
  hello.context = static_cast<uint32_t>(getpid());
  hello.call = openers_.at(page);
  hello.text = token_;
  return hello;
}

bool Channel::IsMarked(uint32_t page) const {
  return page != 0 && access((socket_ + "." + std::to_string(page)).c_str(), F_OK) == 0;
}

bool Channel::Send(const Frame& frame) {
  const std::string bytes = Compose(frame);
  return !bytes.empty() && Write(bytes);
}

bool Channel::Write(const std::string& bytes) {
  const std::lock_guard writing(writing_);
  int descriptor;
  {
    const std::lock_guard lock(mutex_);
    if (ended_ || descriptor_ < 0) return false;
    descriptor = descriptor_;
  }
  for (size_t at = 0; at < bytes.size();) {
    const ssize_t sent = send(descriptor, bytes.data() + at, bytes.size() - at, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return false;
    at += static_cast<size_t>(sent);
  }
  return true;
}

std::optional<Frame> Channel::Ask(const Frame& call) {
  {
    const std::lock_guard lock(mutex_);
    asked_ = &call;
    answer_.reset();
  }
  const bool sent = Send(call);
  std::unique_lock lock(mutex_);
  const auto done = [this] { return answer_ || ended_; };
  if (sent && call.timeout_ms == 0) changed_.wait(lock, done);
  if (sent && call.timeout_ms != 0) changed_.wait_for(lock, std::chrono::milliseconds(call.timeout_ms) + kGrace, done);
  asked_ = nullptr;
  return std::exchange(answer_, std::nullopt);
}

std::shared_ptr<const Table> Channel::TableOf(uint32_t page) {
  // The Host puts the mark there before it has answered the bind(); pages without one wait for nothing.
  std::unique_lock lock(mutex_);
  const auto opener = openers_.find(page);
  if (IsMarked(page) || (opener != openers_.end() && IsMarked(opener->second)))
    changed_.wait_for(lock, kTableDeadline, [this, page] { return ended_ || tables_.count(page) > 0; });
  const auto found = tables_.find(page);
  return found == tables_.end() ? nullptr : found->second;
}

void Channel::Read() {
  const int descriptor = Connect(socket_);
  if (descriptor >= 0) {
    // Hellos of before are said first, in one piece; later ones go their own way.
    std::string bytes;
    const std::lock_guard writing(writing_);
    {
      const std::lock_guard lock(mutex_);
      descriptor_ = descriptor;
      for (const uint32_t page : hellos_) bytes += Compose(HelloOf(page));
      hellos_.clear();
    }
    // A few dozen bytes on a new socket: they fit.
    if (!bytes.empty() && send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0) bytes.clear();
  }
  FrameReader reader;
  std::vector<char> chunk(256 * 1024);
  for (bool reading = descriptor >= 0; reading;) {
    const ssize_t got = recv(descriptor, chunk.data(), chunk.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    reader.Add(chunk.data(), static_cast<size_t>(got));
    for (Frame frame;;) {
      const FrameReader::Result result = reader.Next(frame);
      if (result == FrameReader::kMalformed) reading = false;
      if (result != FrameReader::kFrame) break;
      Take(std::move(frame));
    }
  }
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  // Both directions, so that the Host sees the end too; the number stays taken, because the main thread may be writing to it.
  if (descriptor >= 0) shutdown(descriptor, SHUT_RDWR);
  changed_.notify_all();
}

void Channel::Take(Frame frame) {
  {
    const std::lock_guard lock(mutex_);
    if (frame.type == kTable) {
      auto table = std::make_shared<Table>();
      table->generation = frame.call;
      table->entries = frame.text;
      const auto before = tables_.find(frame.page);
      if (!frame.buffers.empty()) table->script = frame.buffers[0];
      else if (before != tables_.end()) table->script = before->second->script;
      tables_[frame.page] = std::move(table);
    } else if (frame.type == kReturn && asked_ && asked_->context == frame.context && asked_->call == frame.call) {
      answer_ = std::move(frame);
      asked_ = nullptr;
      changed_.notify_all();
      return;
    }
  }
  changed_.notify_all();
  receive_(std::move(frame));
}

}  // namespace cefrig

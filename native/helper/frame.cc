#include "frame.h"

namespace cefrig {
namespace {

constexpr size_t kHeader = 28;
constexpr uint32_t kLargest = 1u << 30;

void Put(std::string& out, uint64_t value, int bytes) {
  for (int at = 0; at < bytes; ++at) out.push_back(static_cast<char>(value >> (8 * at)));
}

uint32_t Read(const char* from, int bytes) {
  uint32_t value = 0;
  for (int at = 0; at < bytes; ++at) value |= static_cast<uint32_t>(static_cast<uint8_t>(from[at])) << (8 * at);
  return value;
}

// Of what follows the first four bytes.
size_t SizeOf(const Frame& frame) {
  size_t size = kHeader + frame.text.size();
  for (const std::string& buffer : frame.buffers) size += 4 + buffer.size();
  return size;
}

}  // namespace

bool Fits(const Frame& frame) {
  return SizeOf(frame) <= kLargest && frame.buffers.size() <= 0xffff;
}

std::string Compose(const Frame& frame) {
  const size_t size = SizeOf(frame);
  std::string out;
  if (!Fits(frame)) return out;
  out.reserve(4 + size);
  Put(out, size, 4);
  Put(out, frame.type, 1);
  Put(out, frame.flags, 1);
  Put(out, frame.buffers.size(), 2);
  Put(out, frame.page, 4);
  Put(out, frame.context, 4);
  Put(out, frame.call, 4);
  Put(out, frame.timeout_ms, 4);
  Put(out, frame.text.size(), 4);
  Put(out, 0, 4);
  out += frame.text;
  for (const std::string& buffer : frame.buffers) {
    Put(out, buffer.size(), 4);
    out += buffer;
  }
  return out;
}

void FrameReader::Add(const char* bytes, size_t size) {
  if (taken_ == bytes_.size()) {
    bytes_.clear();
    taken_ = 0;
  }
  bytes_.append(bytes, size);
}

FrameReader::Result FrameReader::Next(Frame& frame) {
  const size_t there = bytes_.size() - taken_;
  if (there < 4) return kMore;
  const char* from = bytes_.data() + taken_;
  const uint32_t size = Read(from, 4);
  if (size < kHeader || size > kLargest) return kMalformed;
  if (there - 4 < size) return kMore;
  from += 4;
  const char* const end = from + size;
  const uint32_t buffers = Read(from + 2, 2);
  const uint32_t text = Read(from + 20, 4);
  if (text > size - kHeader) return kMalformed;
  frame = {};
  frame.type = static_cast<uint8_t>(from[0]);
  frame.flags = static_cast<uint8_t>(from[1]);
  frame.page = Read(from + 4, 4);
  frame.context = Read(from + 8, 4);
  frame.call = Read(from + 12, 4);
  frame.timeout_ms = Read(from + 16, 4);
  from += kHeader;
  frame.text.assign(from, text);
  from += text;
  for (uint32_t index = 0; index < buffers; ++index) {
    if (end - from < 4) return kMalformed;
    const uint32_t length = Read(from, 4);
    from += 4;
    if (static_cast<size_t>(end - from) < length) return kMalformed;
    frame.buffers.emplace_back(from, length);
    from += length;
  }
  if (from != end) return kMalformed;
  taken_ += 4 + static_cast<size_t>(size);
  // What was taken is dropped now and then, so that a long stream of small frames does not pile up.
  if (taken_ > (1u << 20)) {
    bytes_.erase(0, taken_);
    taken_ = 0;
  }
  return kFrame;
}

}  // namespace cefrig

// Messages between a renderer and the Host, as src/host/bindings/frame.ts has them. Little endian: u32 size of what follows,
// then 28 bytes (u8 type, u8 flags, u16 buffers, u32 page, u32 context, u32 call, u32 timeout, u32 size of the text, u32 zero),
// the text in UTF-8, and each buffer as u32 size and its bytes. Pure: knows neither CEF nor sockets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace cefrig {

enum FrameType : uint8_t {
  // To the Host.
  kHello = 1,      // text: the secret; context: process id
  kInstalled = 2,  // call: generation
  kEnded = 3,
  kCall = 4,
  kResult = 5,
  kReleased = 6,
  // From the Host.
  kTable = 16,  // call: generation; first buffer: the script, or nothing when it was sent before
  kReturn = 17,
};

constexpr uint8_t kSync = 1;
constexpr uint8_t kThrown = 4;

struct Frame {
  uint8_t type = 0;
  uint8_t flags = 0;
  uint32_t page = 0;
  uint32_t context = 0;
  uint32_t call = 0;
  uint32_t timeout_ms = 0;
  std::string text;
  std::vector<std::string> buffers;
};

// Whether it is small enough to be sent.
bool Fits(const Frame& frame);
// Empty when it does not fit.
std::string Compose(const Frame& frame);

// Cuts a stream into frames.
class FrameReader {
 public:
  enum Result { kMore, kFrame, kMalformed };

  void Add(const char* bytes, size_t size);
  // The next whole frame. After kMalformed the stream is of no use.
  Result Next(Frame& frame);

 private:
  std::string bytes_;
  size_t taken_ = 0;
};

}  // namespace cefrig

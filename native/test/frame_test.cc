// Exercises what cuts a stream of bytes into messages, built with sanitizers by test/native/sanitize.test.ts. Needs neither CEF
// nor Node. Ends with 0 and prints what it checked; any finding aborts.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <random>

#include "../helper/frame.h"

namespace {

using cefrig::Compose;
using cefrig::Frame;
using cefrig::FrameReader;

int checks = 0;

void Check(bool holds, const char* what, int line) {
  ++checks;
  if (holds) return;
  std::fprintf(stderr, "line %d: %s does not hold\n", line, what);
  std::exit(1);
}
#define CHECK(condition) Check(condition, #condition, __LINE__)

std::mt19937 random_source(146);
size_t Random(size_t most) { return std::uniform_int_distribution<size_t>(0, most)(random_source); }

std::string Bytes(size_t most) {
  std::string bytes(Random(most), '\0');
  for (char& byte : bytes) byte = static_cast<char>(Random(255));
  return bytes;
}

Frame AnyFrame() {
  Frame frame;
  frame.type = static_cast<uint8_t>(Random(255));
  frame.flags = static_cast<uint8_t>(Random(255));
  frame.page = static_cast<uint32_t>(Random(0xffffffff));
  frame.context = static_cast<uint32_t>(Random(0xffffffff));
  frame.call = static_cast<uint32_t>(Random(0xffffffff));
  frame.timeout_ms = static_cast<uint32_t>(Random(0xffffffff));
  frame.text = Bytes(300);
  for (size_t count = Random(3); count > 0; --count) frame.buffers.push_back(Bytes(2000));
  return frame;
}

bool Same(const Frame& a, const Frame& b) {
  return a.type == b.type && a.flags == b.flags && a.page == b.page && a.context == b.context && a.call == b.call &&
         a.timeout_ms == b.timeout_ms && a.text == b.text && a.buffers == b.buffers;
}

// As in test/native/frames.test.ts: both sides write the same bytes.
void TestVector() {
  Frame frame;
  frame.type = 4;
  frame.flags = 1;
  frame.page = 2;
  frame.context = 3;
  frame.call = 0x01020304;
  frame.text = "ab";
  frame.buffers = {"xyz"};
  const std::string bytes = Compose(frame);
  std::string hex;
  for (const char byte : bytes) {
    char digits[3];
    std::snprintf(digits, sizeof digits, "%02x", static_cast<unsigned char>(byte));
    hex += digits;
  }
  CHECK(hex == "250000000401010002000000030000000403020100000000020000000000000061620300000078797a");
}

void TestAnyChunks() {
  for (int round = 0; round < 200; ++round) {
    std::vector<Frame> frames(1 + Random(4));
    std::string stream;
    for (Frame& frame : frames) stream += Compose(frame = AnyFrame());
    FrameReader reader;
    size_t next = 0;
    for (size_t at = 0; at < stream.size();) {
      const size_t size = std::min(stream.size() - at, 1 + Random(700));
      reader.Add(stream.data() + at, size);
      at += size;
      Frame got;
      while (reader.Next(got) == FrameReader::kFrame) {
        CHECK(next < frames.size() && Same(got, frames[next]));
        ++next;
      }
    }
    CHECK(next == frames.size());
  }
}

// Whatever comes: a frame, nothing, or a refusal, but no read outside of what came.
void TestNonsense() {
  for (int round = 0; round < 2000; ++round) {
    std::string bytes = Compose(AnyFrame());
    for (size_t changes = 1 + Random(4); changes > 0; --changes) bytes[Random(std::min<size_t>(bytes.size() - 1, 40))] = static_cast<char>(Random(255));
    if (Random(1)) bytes.resize(Random(bytes.size()));
    FrameReader reader;
    reader.Add(bytes.data(), bytes.size());
    Frame got;
    for (int most = 0; most < 100 && reader.Next(got) == FrameReader::kFrame; ++most) {
    }
    CHECK(got.text.size() <= bytes.size());
  }
  FrameReader reader;
  const std::string small("\x1b\0\0\0", 4);
  reader.Add(small.data(), small.size());
  Frame got;
  CHECK(reader.Next(got) == FrameReader::kMalformed);
}

}  // namespace

int main() {
  TestVector();
  TestAnyChunks();
  TestNonsense();
  std::printf("%d checks\n", checks);
}

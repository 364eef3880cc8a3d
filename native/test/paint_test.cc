// Exercises what reads and writes pixel memory, built with the address and undefined behaviour sanitizers by
// test/native/sanitize.test.ts. Needs neither CEF nor Node. Ends with 0 and prints what it checked; any finding aborts.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "../addon/digest.h"
#include "../addon/paint.h"

namespace {

using cefrig::Digest;
using cefrig::Paint;
using cefrig::PaintRead;

int checks = 0;

void Check(bool holds, const char* what, int line) {
  ++checks;
  if (holds) return;
  std::fprintf(stderr, "line %d: %s does not hold\n", line, what);
  std::exit(1);
}
#define CHECK(condition) Check(condition, #condition, __LINE__)

std::mt19937 random_source(146);
int Random(int least, int most) { return std::uniform_int_distribution<int>(least, most)(random_source); }

std::vector<uint8_t> Frame(int width, int height, uint8_t blue, uint8_t green, uint8_t red, uint8_t alpha) {
  std::vector<uint8_t> pixels;
  for (int pixel = 0; pixel < width * height; ++pixel) pixels.insert(pixels.end(), {blue, green, red, alpha});
  return pixels;
}

std::string Digested(const std::vector<uint8_t>& bytes) {
  Digest digest;
  digest.Add(bytes.data(), bytes.size());
  return digest.Hex();
}

std::vector<uint8_t> ReadFile(const std::string& path) {
  std::vector<uint8_t> bytes;
  std::FILE* file = std::fopen(path.c_str(), "rb");
  CHECK(file != nullptr);
  for (int byte; (byte = std::fgetc(file)) != EOF;) bytes.push_back(static_cast<uint8_t>(byte));
  std::fclose(file);
  return bytes;
}

// The digest of bytes does not depend on the pieces in which they come.
void TestDigestInPieces() {
  for (int round = 0; round < 300; ++round) {
    std::vector<uint8_t> bytes(static_cast<size_t>(Random(0, 300)));
    for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(Random(0, 255));
    Digest digest;
    for (size_t at = 0; at < bytes.size();) {
      const size_t piece = std::min(bytes.size() - at, static_cast<size_t>(Random(0, 70)));
      // A piece of its own on the heap: reading beyond it is noticed.
      const std::vector<uint8_t> copy(bytes.begin() + static_cast<long>(at), bytes.begin() + static_cast<long>(at + piece));
      digest.Add(copy.data(), copy.size());
      at += piece;
    }
    CHECK(digest.Hex() == Digested(bytes));
  }
  CHECK(Digested({}) == "ef46db3751d8e999");
}

// Straight RGBA comes out of premultiplied BGRA.
void TestColours() {
  const struct {
    uint8_t bgra[4];
    uint8_t rgba[4];
  } cases[] = {
      {{1, 2, 3, 255}, {3, 2, 1, 255}},
      {{9, 9, 9, 0}, {0, 0, 0, 0}},
      {{64, 32, 0, 128}, {0, 64, 128, 128}},
      // More than alpha is no colour, but must not overflow.
      {{255, 255, 255, 1}, {255, 255, 255, 1}},
  };
  for (const auto& [bgra, rgba] : cases) {
    Paint paint;
    paint.Update(false, bgra, 1, 1, nullptr, 0);
    CHECK(paint.Read({}, "", {}, 0).digest == Digested({rgba, rgba + 4}));
  }
}

// Damage outside of the frame, empty or negative, changes nothing and touches no foreign memory.
void TestDamage() {
  for (int round = 0; round < 300; ++round) {
    const int width = Random(1, 40), height = Random(1, 40);
    Paint paint;
    const std::vector<uint8_t> first = Frame(width, height, 0, 0, 0, 255), second = Frame(width, height, 255, 255, 255, 255);
    paint.Update(false, first.data(), width, height, nullptr, 0);
    const cef_rect_t dirty = {Random(-50, 50), Random(-50, 50), Random(-10, 100), Random(-10, 100)};
    paint.Update(false, second.data(), width, height, &dirty, 1);
    std::vector<uint8_t> expected;
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        const bool inside = x >= dirty.x && x < dirty.x + dirty.width && y >= dirty.y && y < dirty.y + dirty.height;
        const uint8_t value = inside ? 255 : 0;
        expected.insert(expected.end(), {value, value, value, 255});
      }
    }
    CHECK(paint.Read({}, "", {}, 0).digest == Digested(expected));
  }
}

// Any rectangle of any frame with a popup anywhere: clipped, composed, of the size that is said.
void TestRectanglesAndPopups() {
  for (int round = 0; round < 500; ++round) {
    const int width = Random(1, 40), height = Random(1, 40);
    Paint paint;
    const auto view = Frame(width, height, 10, 20, 30, 255);
    paint.Update(false, view.data(), width, height, nullptr, 0);
    const cef_rect_t place = {Random(-30, 50), Random(-30, 50), Random(1, 30), Random(1, 30)};
    const bool shown = Random(0, 1) == 1;
    paint.ShowPopup(shown);
    const auto popup = Frame(place.width, place.height, 40, 50, 60, 255);
    paint.Update(true, popup.data(), place.width, place.height, nullptr, 0);
    paint.PlacePopup(place);
    CHECK(paint.State().popup == shown);
    const cef_rect_t rect = {Random(-50, 50), Random(-50, 50), Random(1, 80), Random(1, 80)};
    const PaintRead read = paint.Read(rect, "", {}, 0);
    std::vector<uint8_t> expected;
    for (int y = std::max(rect.y, 0); y < std::min(rect.y + rect.height, height); ++y) {
      for (int x = std::max(rect.x, 0); x < std::min(rect.x + rect.width, width); ++x) {
        const bool covered = shown && x >= place.x && x < place.x + place.width && y >= place.y && y < place.y + place.height;
        if (covered) expected.insert(expected.end(), {60, 50, 40, 255});
        else expected.insert(expected.end(), {30, 20, 10, 255});
      }
    }
    CHECK(read.problem.empty());
    CHECK(read.width >= 0 && read.height >= 0);
    CHECK(static_cast<size_t>(read.width) * static_cast<size_t>(read.height) * 4 == expected.size());
    CHECK(read.digest == Digested(expected));
  }
}

// A page that nothing was painted of yet, and one that changed its size.
void TestSizes() {
  Paint paint;
  CHECK(paint.Read({}, "", {}, 0).width == 0);
  CHECK(paint.Read({5, 5, 10, 10}, "", {}, 0).height == 0);
  for (const int side : {3, 1, 64, 2}) {
    const auto frame = Frame(side, side, 1, 2, 3, 255);
    const cef_rect_t dirty = {0, 0, side, side};
    paint.Update(false, frame.data(), side, side, &dirty, 1);
    CHECK(paint.State().width == side);
    CHECK(paint.Read({}, "", {}, 0).digest == Digested(Frame(side, side, 3, 2, 1, 255)));
  }
}

// The file has the pixels whose digest is told; a file that is there already is a problem and stays as it is.
void TestFiles(const std::string& directory) {
  Paint paint;
  const auto frame = Frame(17, 9, 5, 6, 7, 255);
  paint.Update(false, frame.data(), 17, 9, nullptr, 0);
  const std::string path = directory + "/frame";
  const PaintRead read = paint.Read({2, 1, 10, 5}, path, {}, 0);
  CHECK(read.problem.empty());
  CHECK(Digested(ReadFile(path)) == read.digest);
  CHECK(!paint.Read({}, path, {}, 0).problem.empty());
  CHECK(ReadFile(path).size() == 10 * 5 * 4);
  CHECK(!paint.Read({}, directory + "/none/frame", {}, 0).problem.empty());
}

// A popup is composed, hidden or read alone, wherever it lies; one that is not shown has no pixels.
void TestPopupApart() {
  Paint paint;
  const auto view = Frame(8, 8, 1, 2, 3, 255), list = Frame(4, 6, 9, 8, 7, 255);
  const cef_rect_t whole = {0, 0, 8, 8}, part = {0, 0, 4, 6};
  paint.Update(false, view.data(), 8, 8, &whole, 1);
  CHECK(paint.Read({}, "", {}, 0, cefrig::PopupRead::kApart).width == 0);
  for (const cef_rect_t place : {cef_rect_t{2, 1, 4, 6}, cef_rect_t{-3, -2, 4, 6}, cef_rect_t{6, 5, 4, 6}}) {
    paint.ShowPopup(true);
    paint.PlacePopup(place);
    paint.Update(true, list.data(), 4, 6, &part, 1);
    CHECK(paint.Read({}, "", {}, 0, cefrig::PopupRead::kHidden).digest == Digested(Frame(8, 8, 3, 2, 1, 255)));
    CHECK(paint.Read({}, "", {}, 0).digest != Digested(Frame(8, 8, 3, 2, 1, 255)));
    const PaintRead apart = paint.Read({1, 1, 2, 2}, "", {}, 0, cefrig::PopupRead::kApart);
    CHECK(apart.width == 4 && apart.height == 6);
    CHECK(apart.digest == Digested(Frame(4, 6, 7, 8, 9, 255)));
  }
  paint.ShowPopup(false);
  CHECK(paint.Read({}, "", {}, 0, cefrig::PopupRead::kApart).width == 0);
}

// CEF paints on its thread while JavaScript reads on its own: no reader sees half a frame.
void TestThreads() {
  Paint paint;
  const int side = 48;
  const auto dark = Frame(side, side, 0, 0, 0, 255), light = Frame(side, side, 255, 255, 255, 255);
  const std::string whole_dark = Digested(dark), whole_light = Digested(light);
  const cef_rect_t all = {0, 0, side, side};
  paint.Update(false, dark.data(), side, side, &all, 1);
  std::thread painter([&] {
    for (int frame = 0; frame < 500; ++frame) paint.Update(false, (frame % 2 ? dark : light).data(), side, side, &all, 1);
  });
  uint64_t last = 0;
  for (int round = 0; round < 500; ++round) {
    const PaintRead read = paint.Read({}, "", {}, 0);
    CHECK(read.digest == whole_dark || read.digest == whole_light);
    CHECK(read.count >= last);
    last = read.count;
  }
  painter.join();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  TestDigestInPieces();
  TestColours();
  TestDamage();
  TestRectanglesAndPopups();
  TestSizes();
  TestPopupApart();
  TestFiles(argv[1]);
  TestThreads();
  std::printf("%d checks\n", checks);
}

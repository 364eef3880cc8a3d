#include "digest.h"

#include <bit>
#include <cstring>

namespace cefrig {
namespace {

constexpr uint64_t kPrime1 = 0x9E3779B185EBCA87;
constexpr uint64_t kPrime2 = 0xC2B2AE3D27D4EB4F;
constexpr uint64_t kPrime3 = 0x165667B19E3779F9;
constexpr uint64_t kPrime4 = 0x85EBCA77C2B2AE63;
constexpr uint64_t kPrime5 = 0x27D4EB2F165667C5;

template <typename Word>
Word Read(const uint8_t* bytes) {
  static_assert(std::endian::native == std::endian::little);
  Word word;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

uint64_t Round(uint64_t lane, uint64_t word) {
  return std::rotl(lane + word * kPrime2, 31) * kPrime1;
}

uint64_t Merge(uint64_t hash, uint64_t lane) {
  return (hash ^ Round(0, lane)) * kPrime1 + kPrime4;
}

}  // namespace

Digest::Digest() : lanes_{kPrime1 + kPrime2, kPrime2, 0, 0 - kPrime1} {}

void Digest::Stripe(const uint8_t* bytes) {
  for (int lane = 0; lane < 4; ++lane) lanes_[lane] = Round(lanes_[lane], Read<uint64_t>(bytes + 8 * lane));
}

void Digest::Add(const uint8_t* bytes, size_t length) {
  if (length == 0) return;
  total_ += length;
  if (resting_ > 0) {
    const size_t taken = std::min(length, sizeof rest_ - resting_);
    std::memcpy(rest_ + resting_, bytes, taken);
    resting_ += taken;
    bytes += taken;
    length -= taken;
    if (resting_ < sizeof rest_) return;
    Stripe(rest_);
    resting_ = 0;
  }
  for (; length >= 32; bytes += 32, length -= 32) Stripe(bytes);
  std::memcpy(rest_, bytes, length);
  resting_ = length;
}

std::string Digest::Hex() const {
  uint64_t hash = kPrime5;
  if (total_ >= 32) {
    hash = std::rotl(lanes_[0], 1) + std::rotl(lanes_[1], 7) + std::rotl(lanes_[2], 12) + std::rotl(lanes_[3], 18);
    for (const uint64_t lane : lanes_) hash = Merge(hash, lane);
  }
  hash += total_;
  size_t at = 0;
  for (; at + 8 <= resting_; at += 8) hash = std::rotl(hash ^ Round(0, Read<uint64_t>(rest_ + at)), 27) * kPrime1 + kPrime4;
  for (; at + 4 <= resting_; at += 4) hash = std::rotl(hash ^ Read<uint32_t>(rest_ + at) * kPrime1, 23) * kPrime2 + kPrime3;
  for (; at < resting_; ++at) hash = std::rotl(hash ^ rest_[at] * kPrime5, 11) * kPrime1;
  hash = (hash ^ hash >> 33) * kPrime2;
  hash = (hash ^ hash >> 29) * kPrime3;
  hash ^= hash >> 32;
  std::string text(16, '0');
  for (int digit = 0; digit < 16; ++digit) text[digit] = "0123456789abcdef"[hash >> (60 - 4 * digit) & 15];
  return text;
}

}  // namespace cefrig

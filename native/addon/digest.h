// XXH64 as specified in the xxHash format description (seed 0), fed piece by piece.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace cefrig {

class Digest {
 public:
  Digest();
  void Add(const uint8_t* bytes, size_t length);
  // 16 hexadecimal digits.
  std::string Hex() const;

 private:
  void Stripe(const uint8_t* bytes);

  uint64_t lanes_[4];
  uint64_t total_ = 0;
  uint8_t rest_[32];
  size_t resting_ = 0;
};

}  // namespace cefrig

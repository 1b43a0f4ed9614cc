// The numbers of a matrix, a network or an optimiser: a vector of floats that starts on a cache line, so that no load
// of four of them is split over two lines, whatever alignment the platform's own allocation gives.
#pragma once

#include <cstddef>
#include <new>
#include <vector>

namespace nn {

template <class T>
struct CacheLineAllocator {
  using value_type = T;

  static constexpr std::align_val_t kCacheLine{64};

  CacheLineAllocator() = default;
  template <class Other>
  CacheLineAllocator(const CacheLineAllocator<Other>& /*other*/) {}

  T* allocate(std::size_t count) { return static_cast<T*>(::operator new(count * sizeof(T), kCacheLine)); }
  void deallocate(T* block, std::size_t /*count*/) { ::operator delete(block, kCacheLine); }

  bool operator==(const CacheLineAllocator&) const = default;
};

using Floats = std::vector<float, CacheLineAllocator<float>>;

}  // namespace nn

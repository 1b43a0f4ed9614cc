#include "tests/trainer/allocation_counter.h"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>

namespace {

long allocations = 0;

}  // namespace

#if defined(__has_feature)  // clang
#if __has_feature(address_sanitizer) && !defined(__SANITIZE_ADDRESS__)
#define __SANITIZE_ADDRESS__ 1  // as GCC says it
#endif
#endif

#if defined(__SANITIZE_ADDRESS__)

// As in <sanitizer/allocator_interface.h>, which Debian's compilers may come without.
extern "C" int __sanitizer_install_malloc_and_free_hooks(void (*malloc_hook)(const volatile void*, std::size_t),
                                                         void (*free_hook)(const volatile void*));

namespace {

void count_allocation(const volatile void* /*block*/, std::size_t /*size*/) { ++allocations; }
void ignore_release(const volatile void* /*block*/) {}

const bool installed = __sanitizer_install_malloc_and_free_hooks(count_allocation, ignore_release) != 0;

}  // namespace

#else

// Replaces the program's operator new, plain and for cache lines (nn/floats.h); the other forms call these.
void* operator new(std::size_t size) {
  ++allocations;
  void* block = std::malloc(size == 0 ? 1 : size);
  if (block == nullptr) std::abort();
  return block;
}

void* operator new(std::size_t size, std::align_val_t alignment) {
  ++allocations;
  const auto step = static_cast<std::size_t>(alignment);
  void* block = std::aligned_alloc(step, (size + step - 1) / step * step);
  if (block == nullptr) std::abort();
  return block;
}

void operator delete(void* block) noexcept { std::free(block); }
void operator delete(void* block, std::align_val_t /*alignment*/) noexcept { std::free(block); }
void operator delete(void* block, std::size_t /*size*/) noexcept { std::free(block); }

namespace {

const bool installed = true;

}  // namespace

#endif

namespace trainer_test {

long allocation_count() { return allocations; }

}  // namespace trainer_test

TEST_CASE("the allocation counter counts") {
  REQUIRE(installed);
  const long before = trainer_test::allocation_count();
  const auto number = std::make_unique<volatile int>(5);
  CHECK(*number == 5);
  CHECK(trainer_test::allocation_count() > before);
}

// How often a test of random cases draws.
#pragma once

#include <algorithm>

namespace test {

#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool kSanitized = true;
#elif defined(__has_feature)
inline constexpr bool kSanitized = __has_feature(address_sanitizer);
#else
inline constexpr bool kSanitized = false;
#endif

// All of them as WebAssembly. Under sanitizers, which make everything several times slower and find their faults in the
// first few cases as well as in the thousandth, an eighth, but at least four.
template <class Count>
constexpr Count rounds(Count wanted) {
  return kSanitized ? std::max(std::min(wanted, Count{4}), wanted / Count{8}) : wanted;
}

}  // namespace test

// Four floats at once: the one vector type of the kernels, in WebAssembly and natively.
//
// Relaxed SIMD's multiply-add (or a native FMA) rounds once where multiply and add round twice, so the variants differ
// in the last bits of a sum; each is reproducible by itself.
#pragma once

#include <cstring>

#if defined(__wasm_simd128__)
#include <wasm_simd128.h>
#elif defined(__SSE2__)
#include <immintrin.h>
#endif

namespace nn {

using Float4 = float __attribute__((vector_size(16)));

inline Float4 load4(const float* from) {
  Float4 value;
  std::memcpy(&value, from, sizeof value);
  return value;
}

inline void store4(float* to, Float4 value) { std::memcpy(to, &value, sizeof value); }

inline Float4 all4(float number) { return Float4{number, number, number, number}; }

// The same number four times. From memory, because WebAssembly and x86 load and spread in one instruction.
inline Float4 spread4(const float* from) {
#if defined(__wasm_simd128__)
  return reinterpret_cast<Float4>(wasm_v128_load32_splat(from));
#else
  return all4(*from);
#endif
}

// a * b + c
inline Float4 multiply_add4(Float4 a, Float4 b, Float4 c) {
#if defined(__wasm_relaxed_simd__)
  return reinterpret_cast<Float4>(
      wasm_f32x4_relaxed_madd(reinterpret_cast<v128_t>(a), reinterpret_cast<v128_t>(b), reinterpret_cast<v128_t>(c)));
#elif !defined(__wasm_simd128__) && defined(__FMA__)
  return _mm_fmadd_ps(a, b, c);
#else
  return a * b + c;
#endif
}

inline Float4 square_root4(Float4 value) {
#if defined(__wasm_simd128__)
  return reinterpret_cast<Float4>(wasm_f32x4_sqrt(reinterpret_cast<v128_t>(value)));
#elif defined(__SSE2__)
  return _mm_sqrt_ps(value);
#else
  for (int lane = 0; lane < 4; ++lane) value[lane] = __builtin_sqrtf(value[lane]);
  return value;
#endif
}

inline float sum_of(Float4 value) { return (value[0] + value[1]) + (value[2] + value[3]); }

// A lane of `value` where the same lane of `gate` is above 0, else 0.
inline Float4 gated4(Float4 value, Float4 gate) {
  const Float4 zero{};
  return gate > zero ? value : zero;
}

}  // namespace nn

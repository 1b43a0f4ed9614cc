// The benchmark's C interface for JavaScript. The one static of the program is here.
#include <emscripten/emscripten.h>

#include <memory>

#include "nn/kernels.h"
#include "tests/bench/update_bench.h"

namespace {

struct Program {
  std::unique_ptr<bench::UpdateBench> update;
  bench::ProductBench product;
  std::vector<float> numbers;
};

Program& program() {
  static Program instance;
  return instance;
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE const char* bench_kernels() { return nn::kernel_variant().data(); }

// A fresh learner and batch for what follows.
EMSCRIPTEN_KEEPALIVE void bench_create(int hidden, int batch) {
  program().update = std::make_unique<bench::UpdateBench>(hidden, batch);
}

EMSCRIPTEN_KEEPALIVE void bench_update(int count) { program().update->update(count); }
EMSCRIPTEN_KEEPALIVE double bench_update_flops() { return program().update->update_flops(); }

EMSCRIPTEN_KEEPALIVE void bench_product(int count) { program().product.multiply(count); }
EMSCRIPTEN_KEEPALIVE double bench_product_flops() { return bench::ProductBench::flops(); }

EMSCRIPTEN_KEEPALIVE float bench_peak(int count) { return bench::multiply_add_peak(count); }
EMSCRIPTEN_KEEPALIVE double bench_peak_flops() { return bench::kPeakFlops; }

// Plain arrays of the learner: 0 observations, 1 next observations, 2 actions, 3 returns, 4 discounts, 5 settings,
// 6 parameters. Valid until the next call.
EMSCRIPTEN_KEEPALIVE const float* bench_numbers(int which) {
  const bench::Problem& problem = program().update->problem();
  const std::vector<float>* arrays[] = {&problem.observations, &problem.next_observations, &problem.actions,
                                        &problem.returns,      &problem.discounts,         &problem.settings};
  program().numbers = which < 6 ? *arrays[which] : program().update->parameters();
  return program().numbers.data();
}
EMSCRIPTEN_KEEPALIVE int bench_numbers_size() { return static_cast<int>(program().numbers.size()); }
}

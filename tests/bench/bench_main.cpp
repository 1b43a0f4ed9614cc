// The benchmark natively: answers requests from standard input, one a line, so that it can take turns with a browser.
//
//   time HIDDEN BATCH MILLISECONDS     ->  full updates per second
//   parameters HIDDEN BATCH UPDATES    ->  the parameters after that many updates, as JSON
#include <chrono>
#include <iostream>
#include <memory>
#include <string>

#include "tests/bench/update_bench.h"

namespace {

double updates_per_second(bench::UpdateBench& update, double milliseconds) {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  int count = 0;
  double seconds = 0.0;
  while (seconds * 1000.0 < milliseconds) {
    update.update(8);
    count += 8;
    seconds = std::chrono::duration<double>(Clock::now() - start).count();
  }
  return count / seconds;
}

void print_parameters(bench::UpdateBench& update, int updates) {
  update.update(updates);
  std::string separator = "[";
  std::cout.precision(9);
  for (const float parameter : update.parameters()) {
    std::cout << separator << parameter;
    separator = ",";
  }
  std::cout << "]" << std::endl;
}

}  // namespace

int main() {
  std::unique_ptr<bench::UpdateBench> timed;
  int timed_hidden = 0;
  int timed_batch = 0;
  std::string request;
  int hidden = 0;
  int batch = 0;
  int amount = 0;
  while (std::cin >> request >> hidden >> batch >> amount) {
    if (request == "parameters") {
      bench::UpdateBench fresh(hidden, batch);
      print_parameters(fresh, amount);
      continue;
    }
    if (request != "time") {
      std::cerr << "Unknown request: " << request << '\n';
      return 1;
    }
    if (!timed || hidden != timed_hidden || batch != timed_batch) {
      timed = std::make_unique<bench::UpdateBench>(hidden, batch);
      timed_hidden = hidden;
      timed_batch = batch;
    }
    std::cout << updates_per_second(*timed, amount) << std::endl;
  }
}

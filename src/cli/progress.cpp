#include "cli/progress.h"

#include <unistd.h>

#include <algorithm>
#include <iostream>

namespace cli {
namespace {

constexpr int kBarWidth = 30;

}  // namespace

Progress::Progress() : terminal_(isatty(STDERR_FILENO) != 0) {}

void Progress::show(double share, const std::string& text) {
  share = std::clamp(share, 0.0, 1.0);
  const int now = static_cast<int>(share * (terminal_ ? 100 : 10));
  if (now == shown_) return;
  shown_ = now;
  if (!terminal_) {
    std::cerr << now * 10 << " %  " << text << '\n';
    return;
  }
  const auto full = static_cast<std::size_t>(share * kBarWidth);
  // \x1b[K clears what a longer line left behind.
  std::cerr << "\r[" << std::string(full, '=') << std::string(kBarWidth - full, ' ') << "] " << now << " %  " << text
            << "\x1b[K" << std::flush;
}

void Progress::finish() {
  if (terminal_) std::cerr << '\n';
}

}  // namespace cli

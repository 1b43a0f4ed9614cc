// Short sentences to the person at the page: shown for a while, then they fade.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace session {

enum class NoticeLevel : std::uint8_t { info, warning, error };

struct Notice {
  std::string text;
  NoticeLevel level;
  double time_ms;  // when it came
};

inline constexpr double kNoticeFadeMs = 600.0;  // the last part of a notice's life, in which it fades

// How long a notice stays: long enough to be read, errors longest.
double notice_life_ms(NoticeLevel level);

class Notices {
 public:
  // The newest comes last; the same sentence again only starts its life anew. At most kCapacity are kept.
  void add(std::string text, NoticeLevel level, double now_ms);

  // Drops those whose life is over. True if any was.
  bool expire(double now_ms);
  void clear() { notices_.clear(); }

  std::span<const Notice> all() const { return notices_; }

  // 1 fresh, falling to 0 while it fades.
  static double opacity(const Notice& notice, double now_ms);

 private:
  static constexpr std::size_t kCapacity = 8;
  std::vector<Notice> notices_;
};

}  // namespace session

#include "session/bench/notices.h"

#include <algorithm>
#include <utility>

namespace session {

double notice_life_ms(NoticeLevel level) {
  switch (level) {
    case NoticeLevel::info:
      return 5000.0;
    case NoticeLevel::warning:
      return 9000.0;
    case NoticeLevel::error:
      return 14000.0;
  }
  return 5000.0;
}

void Notices::add(std::string text, NoticeLevel level, double now_ms) {
  std::erase_if(notices_, [&](const Notice& notice) { return notice.text == text; });
  if (notices_.size() == kCapacity) notices_.erase(notices_.begin());
  notices_.push_back({std::move(text), level, now_ms});
}

bool Notices::expire(double now_ms) {
  return std::erase_if(notices_, [&](const Notice& notice) {
           return now_ms >= notice.time_ms + notice_life_ms(notice.level);
         }) > 0;
}

double Notices::opacity(const Notice& notice, double now_ms) {
  const double left_ms = notice.time_ms + notice_life_ms(notice.level) - now_ms;
  return std::clamp(left_ms / kNoticeFadeMs, 0.0, 1.0);
}

}  // namespace session

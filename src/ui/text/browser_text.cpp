#include "ui/text/browser_text.h"

#include <algorithm>
#include <utility>

namespace ui {

const TextPicture* BrowserText::find(const WantedText& wanted) {
  const auto [found, fresh] = entries_.try_emplace(wanted);
  Entry& entry = found->second;
  entry.drawn = frame_;
  if (fresh) {
    entry.id = ++last_id_;
    questions_.push_back({.id = entry.id, .wanted = wanted});
  }
  return entry.picture ? &*entry.picture : nullptr;
}

std::vector<BrowserText::Question> BrowserText::take_questions() { return std::exchange(questions_, {}); }

bool BrowserText::answer(int id, const TextPicture& picture) {
  const auto found = std::ranges::find_if(entries_, [&](const auto& each) { return each.second.id == id; });
  if (found == entries_.end() || found->second.picture) return false;
  found->second.picture = picture;
  return true;
}

std::vector<unsigned> BrowserText::end_frame() {
  std::vector<unsigned> textures;
  while (entries_.size() > kMost) {
    const auto oldest = std::ranges::min_element(entries_, {}, [](const auto& each) { return each.second.drawn; });
    if (oldest->second.drawn == frame_) break;  // all of them are to be seen
    if (oldest->second.picture) textures.push_back(oldest->second.picture->texture);
    entries_.erase(oldest);
  }
  ++frame_;
  return textures;
}

std::vector<unsigned> BrowserText::forget() {
  std::vector<unsigned> textures;
  for (const auto& [wanted, entry] : entries_) {
    if (entry.picture) textures.push_back(entry.picture->texture);
  }
  entries_.clear();
  questions_.clear();
  return textures;
}

}  // namespace ui

#include "session/bench/workbench.h"

namespace session {

void Workbench::take(Document document, Author author) {
  if (document == document_) return;
  const Document before = std::exchange(document_, std::move(document));
  ++document_revision_;
  changed();
  if (listener_) listener_(before, author);
}

void Workbench::notify(std::string text, NoticeLevel level) {
  notices_.add(std::move(text), level, now_ms_);
  changed();
}

}  // namespace session

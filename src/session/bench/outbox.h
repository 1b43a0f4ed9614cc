// A queue of requests that JavaScript drains. C++ never calls JavaScript.
#pragma once

#include <utility>
#include <variant>
#include <vector>

#include "session/bench/requests.h"

namespace session {

class Outbox {
 public:
  void push(Request request) { requests_.push_back(std::move(request)); }

  // In place of requests of the same type that still wait: only the last value matters.
  template <class R>
  void push_latest(R request) {
    drop<R>();
    push(std::move(request));
  }

  // Forgets waiting requests of these types.
  template <class... Rs>
  void drop() {
    std::erase_if(requests_, [](const Request& request) { return (std::holds_alternative<Rs>(request) || ...); });
  }

  bool empty() const { return requests_.empty(); }

  // Everything that waits, oldest first; empties the queue.
  std::vector<Request> drain() { return std::exchange(requests_, {}); }

 private:
  std::vector<Request> requests_;
};

}  // namespace session

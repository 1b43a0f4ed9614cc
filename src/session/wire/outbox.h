// What the page asks of JavaScript: a queue of JSON requests that JavaScript drains. C++ never calls JavaScript.
#pragma once

#include <string>
#include <vector>

namespace session {

class Outbox {
 public:
  // `json` is an object whose "type" is `type`.
  void push(std::string type, std::string json);
  // The same, but takes the place of a request of the same type that still waits: only the last value matters.
  void push_latest(std::string type, std::string json);
  // Forgets waiting requests of this type.
  void drop(const std::string& type);

  bool empty() const { return requests_.empty(); }

  // A JSON array of everything that waits, oldest first; empties the queue.
  std::string drain();

 private:
  struct Request {
    std::string type;
    std::string json;
  };
  std::vector<Request> requests_;
};

}  // namespace session

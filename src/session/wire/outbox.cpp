#include "session/wire/outbox.h"

#include <utility>

namespace session {

void Outbox::push(std::string type, std::string json) { requests_.push_back({std::move(type), std::move(json)}); }

void Outbox::push_latest(std::string type, std::string json) {
  drop(type);
  push(std::move(type), std::move(json));
}

void Outbox::drop(const std::string& type) {
  std::erase_if(requests_, [&](const Request& request) { return request.type == type; });
}

std::string Outbox::drain() {
  std::string array = "[";
  for (const Request& request : requests_) {
    if (array.size() > 1) array += ',';
    array += request.json;
  }
  requests_.clear();
  return array + "]";
}

}  // namespace session

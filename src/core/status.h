// How the project reports trouble with what comes from outside (files, messages, arguments).
//
// A `Status` or `Result<T>` carries one sentence a user can act on. Our own mistakes are `assert`s; nothing throws.
#pragma once

#include <expected>
#include <string>
#include <utility>

namespace core {

struct Error {
  std::string message;  // one sentence: what is wrong and what to do
};

template <class T>
using Result = std::expected<T, Error>;

using Status = std::expected<void, Error>;

inline std::unexpected<Error> fail(std::string message) { return std::unexpected<Error>(Error{std::move(message)}); }

}  // namespace core

// The version of the program, written into agent files and shown by the page and the command line.
#pragma once

#include <string_view>

namespace core {

inline constexpr std::string_view kAppVersion = "0.1.0";  // package.json has the same (a test compares them)

}  // namespace core

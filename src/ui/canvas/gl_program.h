// Compiling and linking a GL program.
#pragma once

#include <string_view>

namespace ui {

// The program's GL name; 0 if it could not be made, as when the context is lost.
unsigned link_program(std::string_view vertex_source, std::string_view fragment_source);

}  // namespace ui

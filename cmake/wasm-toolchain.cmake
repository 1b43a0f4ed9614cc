# Compiles with the Emscripten that `node tools/setup.mjs` found or installed; it leaves a link to it in build/deps,
# so that CMake, editors and a developer's own cmake call all use the same one.
file(REAL_PATH "${CMAKE_CURRENT_LIST_DIR}/../build/deps/emscripten" emscripten_root)
if(NOT EXISTS "${emscripten_root}/cmake/Modules/Platform/Emscripten.cmake")
  message(FATAL_ERROR "No Emscripten in build/deps. Run `node tools/setup.mjs` once.")
endif()
include("${emscripten_root}/cmake/Modules/Platform/Emscripten.cmake")

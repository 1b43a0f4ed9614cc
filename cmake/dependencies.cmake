# Third-party code, all of it as SYSTEM includes: our warnings are for our own code.

# Header-only libraries lie together in the system's include folder. They are linked one by one into a folder of ours,
# because the WebAssembly compiler must not see the system's own C headers next to them.
set(third_party_include "${CMAKE_BINARY_DIR}/third_party")
function(backbeat_link_header_library name folder)
  find_path(${name}_PARENT "${folder}" PATHS /usr/include /usr/local/include NO_CMAKE_FIND_ROOT_PATH)
  if(NOT ${name}_PARENT)
    message(FATAL_ERROR "${name} was not found. Run `node tools/setup.mjs test` once.")
  endif()
  file(MAKE_DIRECTORY "${third_party_include}")
  file(CREATE_LINK "${${name}_PARENT}/${folder}" "${third_party_include}/${folder}" SYMBOLIC)
endfunction()

add_library(third_party_headers INTERFACE)
target_include_directories(third_party_headers SYSTEM INTERFACE "${third_party_include}")
backbeat_link_header_library(nlohmann_json nlohmann)
# Without C++ exceptions a wrong index or type ends the program; all parsing goes through the non-throwing call.
target_compile_definitions(third_party_headers INTERFACE $<$<BOOL:${EMSCRIPTEN}>:JSON_NOEXCEPTION>)

find_path(eigen_include Eigen/Core PATH_SUFFIXES eigen3 PATHS /usr/include /usr/local/include NO_CMAKE_FIND_ROOT_PATH
          REQUIRED)
add_library(eigen INTERFACE)
target_include_directories(eigen SYSTEM INTERFACE "${eigen_include}")
target_compile_definitions(eigen INTERFACE EIGEN_MPL2_ONLY EIGEN_STACK_ALLOCATION_LIMIT=0)

if(EMSCRIPTEN)
  file(REAL_PATH "${CMAKE_SOURCE_DIR}/build/deps/imgui" imgui_root)
  if(NOT EXISTS "${imgui_root}/imgui.h")
    message(FATAL_ERROR "No Dear ImGui in build/deps. Run `node tools/setup.mjs` once.")
  endif()
  add_library(imgui STATIC
    "${imgui_root}/imgui.cpp"
    "${imgui_root}/imgui_draw.cpp"
    "${imgui_root}/imgui_tables.cpp"
    "${imgui_root}/imgui_widgets.cpp")
  target_include_directories(imgui SYSTEM PUBLIC "${imgui_root}")
  target_compile_definitions(imgui PUBLIC
    IMGUI_DISABLE_OBSOLETE_FUNCTIONS IMGUI_DISABLE_DEMO_WINDOWS IMGUI_DISABLE_DEBUG_TOOLS
    IMGUI_DISABLE_FILE_FUNCTIONS)
  target_compile_options(imgui PRIVATE -fno-exceptions -fno-rtti -msimd128)
endif()

# One doctest program from tests/<folder>/*_test.cpp, native or as WebAssembly under Node. It is not part of `all`:
# the site builds without doctest.
file(GLOB test_sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/tests/*/*_test.cpp")
# Of the interface only these need no WebGL; the browser tests cover the rest. A library, since libraries are optimised.
add_library(backbeat_tested_desk STATIC EXCLUDE_FROM_ALL
  "${BACKBEAT_SOURCE_ROOT}/ui/desk/layout.cpp"
  "${BACKBEAT_SOURCE_ROOT}/ui/desk/grid_layout.cpp"
  "${BACKBEAT_SOURCE_ROOT}/ui/desk/columns.cpp")
target_link_libraries(backbeat_tested_desk PUBLIC backbeat_options)
file(GLOB ui_test_sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/tests/ui/text/*_test.cpp")
list(APPEND test_sources ${ui_test_sources})

backbeat_link_header_library(doctest)
set(doctest_main "${CMAKE_BINARY_DIR}/doctest_main.cpp")
file(CONFIGURE OUTPUT "${doctest_main}" CONTENT "#include <doctest/doctest.h>\n")
set_source_files_properties("${doctest_main}" PROPERTIES
  COMPILE_DEFINITIONS DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
  SKIP_PRECOMPILE_HEADERS ON)

# Tests are compiled as fast as can be: each of them runs once, and what takes time in them is the libraries' code.
add_library(backbeat_test_options INTERFACE)
target_link_libraries(backbeat_test_options INTERFACE backbeat_options third_party_headers)
target_include_directories(backbeat_test_options INTERFACE "${CMAKE_SOURCE_DIR}")
# Golden data is found wherever the tests are started from.
target_compile_definitions(backbeat_test_options INTERFACE
  BACKBEAT_SOURCE_DIR="${CMAKE_SOURCE_DIR}" DOCTEST_CONFIG_SUPER_FAST_ASSERTS)
target_compile_options(backbeat_test_options INTERFACE -O0)

add_executable(backbeat_tests EXCLUDE_FROM_ALL "${doctest_main}" ${test_sources})
target_link_libraries(backbeat_tests PRIVATE backbeat_test_options backbeat_trainer backbeat_session_wire backbeat_tested_desk backbeat_ui_text eigen)
# The tests of a folder as one translation unit, the session's as two: most of what they cost is the same templates anew.
option(BACKBEAT_JOIN_TESTS "Compile the tests of a folder together; OFF is quicker for who works on one of them" ON)
if(BACKBEAT_JOIN_TESTS)
  foreach(source IN LISTS test_sources)
    if(NOT source MATCHES "/tests/")
      continue()
    endif()
    string(REGEX REPLACE "^.*/tests/([^/]*)/(.).*$" "\\1;\\2" place "${source}")
    list(GET place 0 folder)
    list(GET place 1 letter)
    if(folder STREQUAL "session" AND letter STRGREATER "o")
      string(APPEND folder "_2")
    endif()
    set_source_files_properties("${source}" PROPERTIES UNITY_GROUP "${folder}")
  endforeach()
  set_target_properties(backbeat_tests PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
else()
  target_precompile_headers(backbeat_tests PRIVATE
    <doctest/doctest.h> <nlohmann/json.hpp> <algorithm> <array> <cmath> <optional> <set> <span> <string> <vector>)
endif()
if(EMSCRIPTEN)
  target_compile_definitions(backbeat_tests PRIVATE DOCTEST_CONFIG_NO_EXCEPTIONS_BUT_WITH_ALL_ASSERTS)
  set_target_properties(backbeat_tests PROPERTIES SUFFIX .cjs)
  target_link_options(backbeat_tests PRIVATE
    -O1 -sENVIRONMENT=node -sNODERAWFS=1 -sALLOW_MEMORY_GROWTH=1 -sEXIT_RUNTIME=1 -sSTACK_SIZE=1048576 -sASSERTIONS=1)
endif()

# Plain Eigen, which our kernels are measured against, passes the same tests as they do (src/nn/kernels_eigen.cpp).
if(NOT EMSCRIPTEN)
  file(GLOB eigen_test_sources CONFIGURE_DEPENDS
    "${CMAKE_SOURCE_DIR}/tests/nn/*_test.cpp" "${BACKBEAT_SOURCE_ROOT}/nn/*.cpp")
  add_executable(backbeat_eigen_tests EXCLUDE_FROM_ALL "${doctest_main}" ${eigen_test_sources})
  target_link_libraries(backbeat_eigen_tests PRIVATE backbeat_test_options backbeat_core)
  target_include_directories(backbeat_eigen_tests SYSTEM PRIVATE "${eigen_include}")
  target_compile_definitions(backbeat_eigen_tests PRIVATE BACKBEAT_PLAIN_EIGEN EIGEN_MPL2_ONLY)
endif()

# What `npm run bench` times: the learner's own update in every build of it (tests/bench). Not part of `all`.
#
#   update_bench          our kernels: natively, or as WebAssembly with SIMD
#   update_bench_relaxed  WebAssembly only: with relaxed SIMD's multiply-add
#   update_bench_eigen    the same code on plain Eigen products

if(EMSCRIPTEN)
  set(bench_main tests/bench/bench_api.cpp)
else()
  set(bench_main tests/bench/bench_main.cpp)
endif()

function(backbeat_bench name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBRARIES;LINK_OPTIONS")
  set(sources ${bench_main} tests/bench/update_bench.cpp ${arg_SOURCES})
  if(EMSCRIPTEN)
    backbeat_wasm_program(${name} SOURCES ${sources} LIBRARIES ${arg_LIBRARIES} LINK_OPTIONS ${arg_LINK_OPTIONS})
  else()
    add_executable(${name} ${sources})
    target_link_libraries(${name} PRIVATE backbeat_options ${arg_LIBRARIES})
  endif()
  set_target_properties(${name} PROPERTIES EXCLUDE_FROM_ALL ON)
  target_include_directories(${name} PRIVATE "${CMAKE_SOURCE_DIR}")
endfunction()

backbeat_bench(update_bench LIBRARIES backbeat_agent)

if(EMSCRIPTEN)
  backbeat_bench(update_bench_relaxed SOURCES $<TARGET_OBJECTS:backbeat_nn_relaxed> LIBRARIES backbeat_agent
    LINK_OPTIONS -mrelaxed-simd)
  target_compile_options(update_bench_relaxed PRIVATE -mrelaxed-simd)
endif()

# Panels are laid out differently here, so everything that sees them is compiled again. Eigen gets its usual room on the
# stack, without which each of its products would allocate.
file(GLOB eigen_sources CONFIGURE_DEPENDS "${BACKBEAT_SOURCE_ROOT}/nn/*.cpp")
foreach(name dqn exploration q_network)
  list(APPEND eigen_sources "${BACKBEAT_SOURCE_ROOT}/agent/${name}.cpp")
endforeach()
backbeat_bench(update_bench_eigen SOURCES ${eigen_sources} LIBRARIES backbeat_rhythm LINK_OPTIONS -sSTACK_SIZE=1048576)
target_compile_definitions(update_bench_eigen PRIVATE BACKBEAT_PLAIN_EIGEN EIGEN_MPL2_ONLY)
target_include_directories(update_bench_eigen SYSTEM PRIVATE "${eigen_include}")

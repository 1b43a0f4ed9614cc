# One static library per folder of src, and one per room where a folder is divided (session/song): a folder's own
# library has the files that lie in it directly. A folder may use exactly the folders named after DEPENDS (and theirs): the linker
# refuses a call the other way, and tools/check_includes.mjs reads these same lines to refuse the #include.
# Libraries are built for the programs that link them, never for themselves.
#
#   backbeat_library(agent DEPENDS nn rhythm EXTERNAL third_party_headers)

set(BACKBEAT_SOURCE_ROOT "${CMAKE_SOURCE_DIR}/src")

# What all of our own code is compiled with.
add_library(backbeat_options INTERFACE)
target_compile_features(backbeat_options INTERFACE cxx_std_23)
target_compile_options(backbeat_options INTERFACE
  -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion -Werror
  -ffp-contract=off)  # a*b+c rounds the same way on every machine: same seed, same bytes
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # False alarms where std::string and std::vector are inlined (GCC bug 105651 and the like); the sanitizers look too.
  target_compile_options(backbeat_options INTERFACE -Wno-restrict -Wno-stringop-overread -Wno-stringop-overflow -Wno-array-bounds)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND NOT EMSCRIPTEN)
  # A false alarm from inside std::stable_sort where clang compiles with GCC's standard library.
  target_compile_options(backbeat_options INTERFACE -Wno-deprecated-declarations)
endif()
target_include_directories(backbeat_options INTERFACE "${BACKBEAT_SOURCE_ROOT}")
if(EMSCRIPTEN)
  target_compile_options(backbeat_options INTERFACE -msimd128 -fno-exceptions -fno-rtti)
endif()
if(BACKBEAT_MARCH)
  # What a compiler warns of differs between processors, and so must not stop it here.
  target_compile_options(backbeat_options INTERFACE -march=${BACKBEAT_MARCH} -Wno-error)
endif()
if(BACKBEAT_SANITIZE)
  target_compile_options(backbeat_options INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -D_GLIBCXX_ASSERTIONS -UNDEBUG)
  target_link_options(backbeat_options INTERFACE -fsanitize=address,undefined)
endif()

# A folder's files as one translation unit: what they include is parsed once instead of once a file. The build with
# sanitizers compiles each file by itself, so that no file can lean on what another one includes. What only the page has
# is never joined: ALONE, or with the header that most of its files include parsed once (PRECOMPILE), for other rooms too
# (PRECOMPILED_BY). The command line, which only the native build has, is joined. With -DBACKBEAT_JOIN_FILES=OFF every
# file has to stand by itself.
option(BACKBEAT_JOIN_FILES "Compile each library's files together, or parse their common header once" ON)
if(BACKBEAT_SANITIZE)
  set(BACKBEAT_JOIN_FILES OFF)
endif()
# Its kernels are compiled twice and chosen at link time.
set_source_files_properties("${BACKBEAT_SOURCE_ROOT}/nn/kernels.cpp" "${BACKBEAT_SOURCE_ROOT}/nn/conv_kernels.cpp" PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)

function(backbeat_library folder)
  cmake_parse_arguments(PARSE_ARGV 1 arg "ALONE" "PRECOMPILE;PRECOMPILED_BY" "DEPENDS;EXTERNAL")
  file(GLOB sources CONFIGURE_DEPENDS "${BACKBEAT_SOURCE_ROOT}/${folder}/*.cpp")
  list(FILTER sources EXCLUDE REGEX "(_api|/main)\\.cpp$")
  # The names of C++ targets carry a prefix: CMake reserves `test`, and `core` or `session` are too common.
  string(REPLACE "/" "_" name "backbeat_${folder}")
  list(TRANSFORM arg_DEPENDS REPLACE "/" "_")
  list(TRANSFORM arg_DEPENDS PREPEND backbeat_)
  if(sources)
    add_library(${name} STATIC EXCLUDE_FROM_ALL ${sources})
    target_link_libraries(${name} PUBLIC backbeat_options ${arg_DEPENDS} ${arg_EXTERNAL})
    if(BACKBEAT_JOIN_FILES)
      if(arg_PRECOMPILE)
        target_precompile_headers(${name} PRIVATE "${BACKBEAT_SOURCE_ROOT}/${arg_PRECOMPILE}")
      elseif(arg_PRECOMPILED_BY)
        string(REPLACE "/" "_" owner "backbeat_${arg_PRECOMPILED_BY}")
        target_precompile_headers(${name} REUSE_FROM ${owner})
      elseif(NOT arg_ALONE)
        set_target_properties(${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 0)
      endif()
    endif()
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE backbeat_options ${arg_DEPENDS} ${arg_EXTERNAL})
  endif()
endfunction()

# Where ccache is installed, whatever was compiled before is not compiled again: in another checkout, after a change of
# branch, in another build folder. It is an optional help of a developer's machine; set-up does not install it.
find_program(CCACHE_PROGRAM ccache NO_CMAKE_FIND_ROOT_PATH)
if(CCACHE_PROGRAM AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  # Precompiled headers are looked at by content: that is what the sloppiness allows.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${CCACHE_PROGRAM}")
endif()

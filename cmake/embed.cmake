# Fonts and shaders become C++ constants: the app needs no file system, and the first frame no further download.
# tools/embed.mjs says which fonts and characters.
find_program(NODE_EXECUTABLE NAMES node nodejs REQUIRED NO_CMAKE_FIND_ROOT_PATH)
set(embedded_dir "${CMAKE_BINARY_DIR}/generated")
file(GLOB shaders CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/shaders/*.glsl")

foreach(kind fonts shaders)
  set(inputs "${CMAKE_SOURCE_DIR}/tools/embed.mjs")
  if(kind STREQUAL "shaders")
    list(APPEND inputs ${shaders})
  else()
    list(APPEND inputs "${CMAKE_SOURCE_DIR}/tools/fonts.mjs")
  endif()
  add_custom_command(
    OUTPUT "${embedded_dir}/embedded_${kind}.h" "${embedded_dir}/embedded_${kind}.cpp"
    COMMAND "${NODE_EXECUTABLE}" "${CMAKE_SOURCE_DIR}/tools/embed.mjs" ${kind} "${embedded_dir}"
    DEPENDS ${inputs}
    COMMENT "Embedding ${kind}"
    VERBATIM)
endforeach()

add_library(backbeat_embedded STATIC
  "${embedded_dir}/embedded_fonts.cpp" "${embedded_dir}/embedded_fonts.h"
  "${embedded_dir}/embedded_shaders.cpp" "${embedded_dir}/embedded_shaders.h")
target_link_libraries(backbeat_embedded PUBLIC backbeat_options)
target_include_directories(backbeat_embedded PUBLIC "${embedded_dir}")

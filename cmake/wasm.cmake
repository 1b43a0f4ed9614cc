# The page's two programs: `trainer` runs in the training worker, `app` draws. Each gives NAME.mjs and NAME.wasm;
# what they export is what EMSCRIPTEN_KEEPALIVE marks in the *_api.cpp file.

set(backbeat_wasm_link_options
  -O3
  -sMODULARIZE=1
  -sEXPORT_ES6=1
  -sENVIRONMENT=web,worker,node
  -sALLOW_MEMORY_GROWTH=1
  -sSTACK_SIZE=262144
  -sFILESYSTEM=0
  -sDYNAMIC_EXECUTION=0  # the page's content security policy forbids eval
  -sINVOKE_RUN=0
  -sEXPORTED_FUNCTIONS=_malloc,_free
  -sEXPORTED_RUNTIME_METHODS=UTF8ToString,lengthBytesUTF8,stringToUTF8,stringToNewUTF8,HEAPU8,HEAP32,HEAPF32,HEAPF64)

function(backbeat_wasm_program name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBRARIES;LINK_OPTIONS")
  add_executable(${name} ${arg_SOURCES})
  set_target_properties(${name} PROPERTIES SUFFIX .mjs)
  target_link_libraries(${name} PRIVATE backbeat_options ${arg_LIBRARIES})
  target_link_options(${name} PRIVATE ${backbeat_wasm_link_options} --no-entry ${arg_LINK_OPTIONS})
endfunction()

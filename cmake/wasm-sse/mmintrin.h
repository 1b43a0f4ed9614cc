// Empty on purpose: Eigen's SSE code includes <mmintrin.h>, and clang's own refuses WebAssembly. Nothing in it is used.

// Counts what is allocated while it lives.
//
// Under the address sanitizer every malloc is seen; elsewhere operator new is.
#pragma once

namespace trainer_test {

// Allocations since the program started.
long allocation_count();

}  // namespace trainer_test

#ifndef CALLOCATIONCOUNTER_H
#define CALLOCATIONCOUNTER_H

#include <stdbool.h>

/// Whether allocations are counted here: with glibc, outside of sanitizers.
bool allocation_counter_works(void);

/// How many blocks all threads have asked of the heap since the start, but for
/// those that the code of OpenBLAS asks for.
long allocation_count(void);

#endif

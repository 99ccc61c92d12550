#ifndef CPROCESSSTATE_H
#define CPROCESSSTATE_H

#include <stdint.h>

/// What the calling thread has set of floating-point arithmetic: rounding,
/// what becomes of subnormal numbers, which exceptions trap; 0 where this is not
/// known how to read. Which exceptions there have been is left out.
uint64_t floating_point_control(void);

/// Sets it, to what was read and other bits.
void set_floating_point_control(uint64_t control);

/// Calls `body` in a child process, which is ended after `seconds`.
///
/// Returns what `body` does, from 0 to 255, or the negative number of the signal
/// that ended the child.
int run_in_child(int (*body)(void *), void *context, unsigned seconds);

#endif

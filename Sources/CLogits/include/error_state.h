#ifndef LOGITS_ERROR_STATE_H
#define LOGITS_ERROR_STATE_H

#include <stddef.h>
#include <stdint.h>

/* Not installed: between the two halves of the library. */

/** Keeps the first bytes of a text as the calling thread's message, and what it
 * says of a row (or -1) and a value (or NaN). */
__attribute__((visibility("hidden"))) void logits_keep_error(
    const char *text, size_t length, int64_t row, double value);

#endif

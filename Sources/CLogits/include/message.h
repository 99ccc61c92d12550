#ifndef LOGITS_MESSAGE_H
#define LOGITS_MESSAGE_H

#include <stddef.h>

/* Not installed: between the two halves of the library. */

/** Keeps the first bytes of a text as the calling thread's message. */
__attribute__((visibility("hidden"))) void logits_keep_message(
    const char *text, size_t length);

#endif

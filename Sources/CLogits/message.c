#include "message.h"

#include <string.h>

#include "logits.h"

// Swift has no variables of a thread. The longest message has some 110 bytes.
static _Thread_local char message[256];

const char *logits_error_message(void) { return message; }

void logits_keep_message(const char *text, size_t length) {
  size_t kept = length < sizeof message - 1 ? length : sizeof message - 1;
  memcpy(message, text, kept);
  message[kept] = 0;
}

#include "error_state.h"

#include <math.h>
#include <string.h>

#include "logits.h"

// Swift has no variables of a thread. The longest message has some 110 bytes.
static _Thread_local struct {
  char message[256];
  int64_t row;
  double value;
} error = {"", -1, NAN};

const char *logits_error_message(void) { return error.message; }
int64_t logits_error_row(void) { return error.row; }
double logits_error_value(void) { return error.value; }

void logits_keep_error(const char *text, size_t length, int64_t row,
                       double value) {
  size_t kept =
      length < sizeof error.message - 1 ? length : sizeof error.message - 1;
  memcpy(error.message, text, kept);
  error.message[kept] = 0;
  error.row = row;
  error.value = value;
}

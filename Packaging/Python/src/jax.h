#ifndef SWIFT_LOGITS_JAX_H
#define SWIFT_LOGITS_JAX_H

#include "python.h"

extern Function xla_functions;

#endif

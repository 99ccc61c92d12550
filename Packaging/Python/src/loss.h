#ifndef SWIFT_LOGITS_LOSS_H
#define SWIFT_LOGITS_LOSS_H

#include "python.h"

extern Function cross_entropy, linear_cross_entropy;

#endif

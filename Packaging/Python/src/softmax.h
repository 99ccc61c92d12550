#ifndef SWIFT_LOGITS_SOFTMAX_H
#define SWIFT_LOGITS_SOFTMAX_H

#include "python.h"

extern Function softmax, log_softmax, softmax_gradient, log_softmax_gradient,
    log_sum_exp, kl_divergence;

#endif

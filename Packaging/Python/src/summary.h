#ifndef SWIFT_LOGITS_SUMMARY_H
#define SWIFT_LOGITS_SUMMARY_H

#include "python.h"

extern Function evaluate, summary_count, summary_add, summary_figures,
    summary_top_accuracies, summary_calibration;

#endif

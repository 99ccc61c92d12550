#ifndef SWIFT_LOGITS_TARGETS_H
#define SWIFT_LOGITS_TARGETS_H

#include "batch.h"

/** Targets: a class for each sample, or probabilities that lie as the logits
 * do. */
Service targets_input(logits_input *input, const Array *targets,
                      const Batch *batch, const Array *logits);

/** A place for the losses: of one element if they are reduced, else for each
 * sample. */
Service losses_output(logits_output *output, const Array *losses,
                      bool is_reduced, const Batch *batch,
                      const Array *logits);

#endif

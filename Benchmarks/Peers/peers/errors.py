"""How far results are from those of float64 on the same float32 logits."""

import numpy as np

from .batch import IGNORED
from .way import (
    GRADIENT, LINEAR_GRADIENTS, LINEAR_LOSS, LOG_SOFTMAX, LOSS, SOFTMAX)

EPSILON = float(np.finfo(np.float32).eps)
# What the first figure of each operation is; the tables show that one.
MEASURES = {
    SOFTMAX: "largest relative error, of probabilities that are normal numbers",
    LOG_SOFTMAX: "largest error, relative to max(1, |log-probability|)",
    LOSS: "relative error",
    GRADIENT: "largest error, relative to 1 / samples that count",
    LINEAR_LOSS: "relative error",
    LINEAR_GRADIENTS: "largest error of dX, relative to its largest element",
}


class Reference:
    def __init__(self, batch):
        self.batch = batch
        # A block of rows that stays in cache.
        self.rows = max(1, 2**18 // batch.classes)
        self.kept = batch.targets != IGNORED
        kept = np.flatnonzero(self.kept)
        self.logs = np.empty(batch.logits.shape)
        for rows in self.blocks():
            x = batch.logits[rows].astype(np.float64)
            x -= x.max(axis=1, keepdims=True)
            x -= np.log(np.exp(x).sum(axis=1, keepdims=True))
            self.logs[rows] = x
        self.loss = -self.logs[kept, batch.targets[kept]].mean()

    def blocks(self):
        for start in range(0, self.batch.samples, self.rows):
            yield slice(start, min(start + self.rows, self.batch.samples))

    def errors(self, operation, result):
        if operation == LOSS:
            return {"relative": self.of_loss(result)}
        if operation == GRADIENT:
            loss, gradient = result
            return {"absolute": self.largest(self.of_gradient, gradient),
                    "loss, relative": self.of_loss(loss)}
        if operation == LOG_SOFTMAX:
            return {"relative": self.largest(self.of_logs, result)}
        return {"relative": self.largest(self.of_softmax, result),
                "absolute": self.largest(self.of_softmax_absolute, result)}

    def largest(self, error, result):
        """NaN if there is one."""
        return float(np.max([
            error(result[rows], rows, self.logs[rows])
            for rows in self.blocks()]))

    def of_loss(self, loss):
        return float(abs(loss - self.loss) / self.loss)

    def of_logs(self, result, rows, logs):
        return np.max(np.abs(result - logs) / np.maximum(1, np.abs(logs)))

    def of_softmax(self, result, rows, logs):
        exact = np.exp(logs)
        error = np.abs(result - exact) / exact
        return np.max(error, initial=0,
                      where=exact >= np.finfo(np.float32).tiny)

    def of_softmax_absolute(self, result, rows, logs):
        return np.max(np.abs(result - np.exp(logs)))

    def of_gradient(self, result, rows, logs):
        exact = np.exp(logs)
        kept = np.flatnonzero(self.kept[rows])
        exact[kept, self.batch.targets[rows][kept]] -= 1
        exact[~self.kept[rows]] = 0
        return np.max(np.abs(result * float(self.kept.sum()) - exact))

"""The textbook's way: no maximum subtracted, targets as one-hot rows."""

import numpy as np

from .way import GRADIENT, LOG_SOFTMAX, LOSS, SOFTMAX, kept


class NumPy:
    name = "NumPy naive"
    version = np.__version__

    def __init__(self, threads):
        pass

    def ways(self, operation, batch):
        # It has none that ignore targets.
        if batch.ignored:
            return {}
        x, samples = batch.logits, batch.samples
        if operation in (LOSS, GRADIENT):
            y = np.zeros_like(x)
            np.put_along_axis(y, batch.targets[:, None], 1, axis=1)

        def softmax():
            exponentials = np.exp(x)
            return exponentials / np.sum(exponentials, axis=1, keepdims=True)

        def gradient():
            p = softmax()
            return -np.sum(y * np.log(p)) / samples, (p - y) / samples

        compute = {
            SOFTMAX: softmax,
            LOG_SOFTMAX: lambda: np.log(softmax()),
            LOSS: lambda: -np.sum(y * np.log(softmax())) / samples,
            GRADIENT: gradient,
        }[operation]
        return {"exp(x) / sum(exp(x))": kept(compute, lambda result: result)}

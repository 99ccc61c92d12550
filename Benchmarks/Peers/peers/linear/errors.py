"""How far results are from those of float64 on the same float32 inputs."""

import numpy as np

from ..way import LINEAR_LOSS

# With respect to x, weight and bias.
GRADIENTS = ("dX", "dW", "db")


class LinearReference:
    def __init__(self, batch):
        x, weight, bias = (
            array.astype(np.float64) for array in batch.inputs)
        self.gradients = (
            np.empty_like(x), np.zeros_like(weight), np.zeros_like(bias))
        of_x, of_weight, of_bias = self.gradients
        self.loss = 0
        # The logits of a block at a time: all of them may be some GB.
        step = max(1, 2**22 // batch.classes)
        for start in range(0, batch.samples, step):
            rows = slice(start, min(start + step, batch.samples))
            logits = x[rows] @ weight.T + bias
            logits -= logits.max(axis=1, keepdims=True)
            logits -= np.log(np.exp(logits).sum(axis=1, keepdims=True))
            targets = np.arange(len(logits)), batch.targets[rows]
            self.loss -= logits[targets].sum() / batch.samples
            gradient = np.exp(logits, out=logits)
            gradient[targets] -= 1
            gradient /= batch.samples
            of_x[rows] = gradient @ weight
            of_weight += gradient.T @ x[rows]
            of_bias += gradient.sum(axis=0)

    def errors(self, operation, result):
        if operation == LINEAR_LOSS:
            return {"relative": self.of_loss(result)}
        loss, gradients = result
        found = {
            name: largest(gradient, exact) for name, gradient, exact
            in zip(GRADIENTS, gradients, self.gradients)}
        return {**found, "loss, relative": self.of_loss(loss)}

    def of_loss(self, loss):
        return float(abs(loss - self.loss) / self.loss)


def largest(gradient, exact):
    """NaN if there is one."""
    return float(np.max(np.abs(gradient - exact)) / np.max(np.abs(exact)))

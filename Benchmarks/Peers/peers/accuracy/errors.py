"""How far results are from the exact ones.

Relative errors are in units of the type's epsilon, 2^-23 or 2^-52: a result
that is rounded once is within half a unit. They are taken where the exact
result is a normal number; of the others the absolute error counts, in units
of the smallest normal number."""

import numpy as np

# Of the powers just above the smallest normal number, ours are 0 already:
# exp(-87.33) is 1.0064 of it.
NORMAL = 1.01


class Errors:
    def __init__(self, exact, dtype):
        self.exact = exact
        self.epsilon = float(np.finfo(dtype).eps)
        self.tiny = float(np.finfo(dtype).tiny)
        self.is_normal = exact.probabilities >= NORMAL * self.tiny

    def of_softmax(self, result):
        p = self.exact.probabilities
        error = np.abs(result - p)
        relative = (error[self.is_normal] / p[self.is_normal]) / self.epsilon
        below = error[~self.is_normal]
        return {
            "softmax": largest(relative),
            "softmax, mean": float(relative.mean()),
            "softmax, below normal":
                largest(below) / self.tiny if below.size else None,
        }

    def of_logs(self, result):
        exact = self.exact.logs
        error = np.abs(result - exact)
        size = np.abs(exact)
        normal = size >= NORMAL * self.tiny
        return {
            "log-softmax": largest(error / np.maximum(1, size)) / self.epsilon,
            "log-softmax, relative": self.relative(result, exact),
        }

    def of_losses(self, results, mean):
        exact = self.exact
        return {"loss": self.relative(results, exact.losses),
                "mean loss": self.relative(mean, exact.loss)}

    def of_gradient(self, result):
        """Of the mean."""
        samples = len(self.exact.losses)
        exact = self.exact.gradient() / samples
        error = np.abs(result - exact)
        off_target = np.abs(exact) >= NORMAL * self.tiny
        off_target[self.exact.targets] = False
        relative = error[off_target] / exact[off_target]
        return {
            "gradient": largest(error) * samples / self.epsilon,
            "gradient, relative":
                largest(relative) / self.epsilon if relative.size else None,
        }

    def relative(self, result, exact):
        """The largest relative error; none where nothing is normal."""
        exact = np.atleast_1d(exact)
        normal = np.abs(exact) >= NORMAL * self.tiny
        error = np.abs(result - exact)[normal] / np.abs(exact[normal])
        return largest(error) / self.epsilon if error.size else None


def largest(errors):
    """NaN if there is one."""
    return float(np.max(errors))

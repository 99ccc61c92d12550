"""PyTorch, as it is and compiled."""

import torch
from torch.nn.functional import cross_entropy

from .way import GRADIENT, LOG_SOFTMAX, LOSS, SOFTMAX, Way, kept

# Entered once, for the whole process: entering it for each call costs 3 μs,
# as much as a small softmax. `backward` alone leaves it.
INFERENCE = torch.inference_mode()
INFERENCE.__enter__()


class Torch:
    name = "PyTorch"
    version = torch.__version__

    def __init__(self, threads):
        torch.set_num_threads(threads)

    def ways(self, operation, batch):
        x, t, output = tensors(batch)
        if operation == GRADIENT:
            return that_fit(batch, {
                "backward": backward(cross_entropy, [x], t),
                "softmax, scatter": written(direct_eager, x, t, output),
                "log_softmax, exp, scatter":
                    written(direct_eager_by_log, x, t, output),
            })
        if operation == LOSS:
            return that_fit(batch, {
                "cross_entropy": keep(lambda: cross_entropy(x, t)),
                "logsumexp less gather": keep(
                    lambda: by_log_sum_exp(x, t)),
            })
        function = {SOFTMAX: torch.softmax,
                    LOG_SOFTMAX: torch.log_softmax}[operation]
        return {
            "returned": keep(lambda: function(x, 1)),
            "out=": keep(lambda: function(x, 1, out=output)),
        }


class TorchCompile:
    name = "torch.compile"
    version = torch.__version__

    def __init__(self, threads):
        torch.set_num_threads(threads)

    def ways(self, operation, batch):
        torch.compiler.reset()
        x, t, output = tensors(batch)
        if operation == GRADIENT:
            return that_fit(batch, {
                "backward": backward(compiled(cross_entropy), [x], t),
                "softmax less one-hot": written(
                    compiled(direct), x, t, output),
                "exp of log_softmax less one-hot": written(
                    compiled(direct_by_log), x, t, output),
            })
        if operation == LOSS:
            first = compiled(cross_entropy)
            second = compiled(by_log_sum_exp)
            return that_fit(batch, {
                "cross_entropy": keep(lambda: first(x, t)),
                "logsumexp less gather": keep(lambda: second(x, t)),
            })
        function = {SOFTMAX: torch.softmax,
                    LOG_SOFTMAX: torch.log_softmax}[operation]
        returning = compiled(lambda x: function(x, 1))
        writing = compiled(lambda x, out: out.copy_(function(x, 1)))
        return {
            "returned": keep(lambda: returning(x)),
            "out=": keep(lambda: writing(x, output)),
        }


def compiled(function):
    return torch.compile(function, fullgraph=True, dynamic=False)


def that_fit(batch, ways):
    """What is composed counts every sample; IGNORED is what PyTorch ignores."""
    if not batch.ignored:
        return ways
    return {label: way for label, way in ways.items()
            if label in ("cross_entropy", "backward")}


def tensors(batch):
    return tuple(map(
        torch.from_numpy, (batch.logits, batch.targets, batch.output)))


def converted(result):
    return result.item() if result.ndim == 0 else result.numpy()


def keep(compute):
    return kept(compute, converted)


def written(function, x, t, output):
    """A function that writes the gradient into a buffer that is there."""
    columns = t[:, None]
    ones = torch.ones_like(columns, dtype=x.dtype)
    return kept(
        lambda: function(x, columns, ones, output),
        lambda loss: (loss.item(), output.numpy()))


def backward(function, inputs, t):
    """Autograd; the leaves are made once, their gradients are new each time,
    which is quicker than adding to zeros."""
    with torch.inference_mode(False):
        leaves = [torch.from_numpy(x.numpy()).requires_grad_() for x in inputs]
        targets = torch.from_numpy(t.numpy())
    loss = [None]

    def call():
        with torch.inference_mode(False):
            for leaf in leaves:
                leaf.grad = None
            loss[0] = function(*leaves, targets)
            loss[0].backward()

    def result():
        gradients = tuple(leaf.grad.numpy() for leaf in leaves)
        return loss[0].item(), gradients if len(leaves) > 1 else gradients[0]

    return Way(call, result)


def by_log_sum_exp(x, t):
    return (torch.logsumexp(x, 1) - x.gather(1, t[:, None])[:, 0]).mean()


def less_one_hot(p, columns):
    """Classes are on axis 1 of two or three."""
    classes = torch.arange(p.shape[1]).view(-1, *[1] * (p.ndim - 2))
    return (p - (classes == columns).to(p.dtype)) / columns.numel()


def direct(x, columns, ones, output):
    output.copy_(less_one_hot(torch.softmax(x, 1), columns))
    return by_log_sum_exp(x, columns[:, 0])


def direct_by_log(x, columns, ones, output):
    logs = torch.log_softmax(x, 1)
    output.copy_(less_one_hot(logs.exp(), columns))
    return -logs.gather(1, columns).mean()


def direct_eager(x, columns, ones, output):
    loss = cross_entropy(x, columns[:, 0])
    torch.softmax(x, 1, out=output)
    output.scatter_add_(1, columns, -ones).mul_(1 / columns.numel())
    return loss


def direct_eager_by_log(x, columns, ones, output):
    torch.log_softmax(x, 1, out=output)
    loss = -output.gather(1, columns).mean()
    output.exp_().scatter_add_(1, columns, -ones).mul_(1 / columns.numel())
    return loss

"""PyTorch: as it is, in chunks of samples, and compiled."""

import torch
from torch.nn import LinearCrossEntropyOptions
from torch.nn.functional import cross_entropy, linear, linear_cross_entropy

from ..torch_peer import (
    Torch, TorchCompile, backward, compiled, direct_eager, keep)
from ..way import LINEAR_LOSS, kept

# As much for the logits of a chunk as swift-logits takes for a block.
CHUNK = 64 * 2**20


class LinearTorch(Torch):
    def ways(self, operation, batch):
        *inputs, t = tensors(batch)
        if operation == LINEAR_LOSS:
            return {"linear, cross_entropy": keep(lambda: loss(*inputs, t))}
        return {
            "linear, cross_entropy, backward": backward(loss, inputs, t),
            "addmm, softmax, scatter, mm": by_hand(batch),
        }


class LinearTorchChunked(Torch):
    name = "PyTorch chunked"

    def ways(self, operation, batch):
        *inputs, t = tensors(batch)
        rows = max(1, CHUNK // (4 * batch.classes))
        functions = {
            "chunks of its own choice": chunked(),
            "chunks of 64 MB": chunked(
                chunking_method=None, batch_chunk_size=rows),
        }
        if operation == LINEAR_LOSS:
            return {label: keep(lambda function=function: function(*inputs, t))
                    for label, function in functions.items()}
        return {label: backward(function, inputs, t)
                for label, function in functions.items()}


class LinearTorchCompile(TorchCompile):
    def ways(self, operation, batch):
        torch.compiler.reset()
        *inputs, t = tensors(batch)
        function = compiled(loss)
        if operation == LINEAR_LOSS:
            return {
                "linear, cross_entropy": keep(lambda: function(*inputs, t))}
        return {
            "linear, cross_entropy, backward": backward(function, inputs, t)}


def tensors(batch):
    return tuple(map(torch.from_numpy, (*batch.inputs, batch.targets)))


def loss(x, weight, bias, t):
    return cross_entropy(linear(x, weight, bias), t)


def chunked(**options):
    options = LinearCrossEntropyOptions(**options)

    def function(x, weight, bias, t):
        return linear_cross_entropy(
            x, weight, t, linear_bias=bias, options=options)

    return function


def by_hand(batch):
    """All into buffers that are there."""
    x, weight, bias, t = tensors(batch)
    gradients = tuple(map(torch.from_numpy, batch.gradients))
    of_x, of_weight, of_bias = gradients
    logits, gradient = (
        torch.from_numpy(batch.logits()) for _ in range(2))
    columns = t[:, None]
    ones = torch.ones_like(columns, dtype=x.dtype)

    def compute():
        torch.addmm(bias, x, weight.T, out=logits)
        found = direct_eager(logits, columns, ones, gradient)
        torch.mm(gradient, weight, out=of_x)
        torch.mm(gradient.T, x, out=of_weight)
        torch.sum(gradient, 0, out=of_bias)
        return found

    return kept(compute, lambda found: (found.item(), batch.gradients))

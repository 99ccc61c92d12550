from __future__ import annotations

from typing import Any, Union

import torch
from torch import Tensor
from torch.overrides import handle_torch_function, has_torch_function_unary

from .. import _core
from ._softmax import compute as compute_softmax
from ._softmax import softmax
from ._tensors import COMPUTED, call, is_plain, is_served, lean
from ._tensors import needs_graph

_torch_logsumexp = torch.logsumexp


def logsumexp(
    input: Tensor, dim: Union[int, tuple[int, ...]], keepdim: bool = False
) -> Tensor:
    """`torch.logsumexp` on the CPU; several axes at once are PyTorch's own.

    Raises TypeError for a tensor on another device, IndexError for an axis that
    there is not.
    """
    if has_torch_function_unary(input):
        return handle_torch_function(logsumexp, (input,), input, dim, keepdim)
    if isinstance(dim, (tuple, list)) and len(dim) == 1:
        dim = dim[0]
    if not isinstance(dim, int) or input.ndim == 0 or not is_served(input):
        return _torch_logsumexp(input, dim, keepdim)
    if not is_plain():
        from . import _followed

        result = _followed.logsumexp(input, dim)
    elif needs_graph(input):
        result = _differentiable(input, dim)
    else:
        result = compute(input, dim)
    return result.unsqueeze(dim) if keepdim else result


def compute(input: Tensor, dim: int) -> Tensor:
    shape = list(input.shape)
    if not -len(shape) <= dim < len(shape):
        raise IndexError(f"input: no axis {dim} among {len(shape)}")
    del shape[dim]
    result = torch.empty(shape, dtype=COMPUTED[input.dtype])
    call(_core.log_sum_exp, (input,), (result,), lambda x, y: (x, dim, y))
    return result.to(input.dtype)


def compute_gradient(input: Tensor, upstream: Tensor, dim: int) -> Tensor:
    probabilities = compute_softmax(input, dim, input.dtype, False)
    return probabilities.mul_(upstream.unsqueeze(dim))


class _LogSumExp(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, input: Tensor, dim: int) -> Tensor:
        ctx.save_for_backward(input)
        ctx.dim = dim
        return compute(input, dim)

    @staticmethod
    def backward(ctx: Any, upstream: Tensor) -> Any:
        (input,) = ctx.saved_tensors
        # With create_graph the gradient is differentiated in its turn.
        if torch.is_grad_enabled():
            factor = upstream.unsqueeze(ctx.dim)
            return softmax(input, ctx.dim) * factor, None
        return compute_gradient(input, upstream, ctx.dim), None


_differentiable = lean(_LogSumExp)

from __future__ import annotations

from typing import Any, Optional

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.overrides import handle_torch_function, has_torch_function_unary

from .. import _core
from ._tensors import HALVES, call, is_plain, is_served, lean, needs_graph

_torch_softmax, _torch_log_softmax = F.softmax, F.log_softmax


def softmax(
    input: Tensor,
    dim: Optional[int] = None,
    _stacklevel: int = 3,
    dtype: Optional[torch.dtype] = None,
) -> Tensor:
    """`torch.nn.functional.softmax` on the CPU.

    input: any shape; dim: the classes' axis; dtype: the type of the result.

    Raises TypeError for a tensor on another device, IndexError for an axis that
    there is not.
    """
    if has_torch_function_unary(input):
        return handle_torch_function(
            softmax, (input,), input, dim, _stacklevel + 1, dtype
        )
    return _apply(input, dim, _stacklevel, dtype, False)


def log_softmax(
    input: Tensor,
    dim: Optional[int] = None,
    _stacklevel: int = 3,
    dtype: Optional[torch.dtype] = None,
) -> Tensor:
    """`torch.nn.functional.log_softmax` on the CPU; as `softmax`."""
    if has_torch_function_unary(input):
        return handle_torch_function(
            log_softmax, (input,), input, dim, _stacklevel + 1, dtype
        )
    return _apply(input, dim, _stacklevel, dtype, True)


def _apply(
    input: Tensor,
    dim: Optional[int],
    stacklevel: int,
    dtype: Optional[torch.dtype],
    is_log: bool,
) -> Tensor:
    if dtype is not None and dtype is not input.dtype:
        # A half is widened where it is read.
        if input.dtype not in HALVES or dtype is not torch.float32:
            input = input.to(dtype)
    if dim is None or input.ndim == 0 or not is_served(input):
        function = _torch_log_softmax if is_log else _torch_softmax
        return function(input, dim, stacklevel + 2, dtype)
    if dtype is None:
        dtype = input.dtype
    if not is_plain():
        from . import _followed

        return _followed.softmax(input, dim, dtype, is_log)
    if needs_graph(input):
        return _differentiable(input, dim, dtype, is_log)
    return compute(input, dim, dtype, is_log)


def compute(
    input: Tensor, dim: int, dtype: torch.dtype, is_log: bool
) -> Tensor:
    """The softmax without a graph."""
    output = torch.empty_like(input, dtype=dtype)
    function = _core.log_softmax if is_log else _core.softmax
    if function(input, dim, output) is NotImplemented:
        call(function, (input,), (output,), lambda x, y: (x, dim, y))
    return output


def compute_gradient(
    output: Tensor, upstream: Tensor, dim: int, dtype: torch.dtype, is_log: bool
) -> Tensor:
    """The gradient with respect to the input, from the output."""
    gradient = torch.empty_like(output, dtype=dtype)
    function = _core.log_softmax_gradient if is_log else _core.softmax_gradient
    call(
        function,
        (output, upstream),
        (gradient,),
        lambda p, g, out: (p, dim, g, out),
    )
    return gradient


def differentiable_gradient(
    output: Tensor, upstream: Tensor, dim: int, dtype: torch.dtype, is_log: bool
) -> Tensor:
    """The same as operators of PyTorch."""
    if is_log:
        return torch._log_softmax_backward_data(upstream, output, dim, dtype)
    return torch._softmax_backward_data(upstream, output, dim, dtype)


class _Softmax(torch.autograd.Function):
    @staticmethod
    def forward(
        ctx: Any, input: Tensor, dim: int, dtype: torch.dtype, is_log: bool
    ) -> Tensor:
        output = compute(input, dim, dtype, is_log)
        ctx.save_for_backward(output)
        ctx.options = dim, input.dtype, is_log
        return output

    @staticmethod
    def backward(ctx: Any, upstream: Tensor) -> Any:
        (output,) = ctx.saved_tensors
        # With create_graph the gradient is differentiated in its turn.
        if torch.is_grad_enabled():
            compute = differentiable_gradient
        else:
            compute = compute_gradient
        return compute(output, upstream, *ctx.options), None, None, None


_differentiable = lean(_Softmax)

"""The loss as a node of a graph: its gradient is computed with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

import torch
from torch import Tensor

from .. import _core
from ._buffers import empty_like
from ._tensors import COMPUTED, call, dense, lean

if TYPE_CHECKING:
    from .._options import Options

_UPSTREAM, _REDUCTION = 2, 8


def is_reduced(options: Options) -> bool:
    return options[_REDUCTION] != "none"


def with_upstream(options: Options, upstream: Tensor, input: Tensor) -> Options:
    """The options, with the upstream gradient of losses of samples."""
    upstream = upstream.to(COMPUTED[input.dtype])
    return (*options[:_UPSTREAM], upstream, *options[_UPSTREAM + 1 :])


def options(
    weight: Optional[Tensor],
    sample_weight: Optional[Tensor],
    ignore_index: Optional[int],
    label_smoothing: float = 0.0,
    z_loss: float = 0.0,
    softcap: Optional[float] = None,
    reduction: Any = "mean",
    divisor: Any = None,
    kind: str = "logits",
) -> Options:
    """What the extension takes and checks, without a temperature or an
    upstream gradient."""
    return (
        weight,
        sample_weight,
        None,
        ignore_index,
        label_smoothing,
        z_loss,
        1.0,
        softcap,
        reduction,
        divisor,
        kind,
    )


def class_axis(input: Tensor) -> int:
    return 1 if input.ndim > 1 else 0


def compute(
    input: Tensor,
    target: Tensor,
    options: Options,
    dtype: torch.dtype,
    gradient: Optional[Tensor],
) -> Tensor:
    """The loss or losses, and the gradient if there is a place for it."""
    axis = class_axis(input)
    shape: Any = ()
    if not is_reduced(options):
        shape = input.shape[:axis] + input.shape[axis + 1 :]
    computed = COMPUTED[input.dtype]
    losses = torch.empty(shape, dtype=computed)
    _fill(input, target, axis, losses, gradient, options)
    return losses if computed is dtype else losses.to(dtype)


def _fill(
    input: Tensor,
    target: Tensor,
    axis: int,
    losses: Optional[Tensor],
    gradient: Optional[Tensor],
    options: Options,
) -> None:
    arguments = (input, target, axis, losses, gradient, *options)
    if _core.cross_entropy(*arguments) is not NotImplemented:
        return
    arrays = [dense(x) if isinstance(x, Tensor) else x for x in options[:3]]
    call(
        _core.cross_entropy,
        (input, target),
        (losses, gradient),
        lambda x, y, l, g: (x, y, axis, l, g, *arrays, *options[3:]),
    )


class CrossEntropy(torch.autograd.Function):
    """A reduced loss keeps its gradient; losses of samples are kept as logits,
    since each sample's upstream gradient joins the sweep."""

    @staticmethod
    def forward(
        ctx: Any,
        input: Tensor,
        target: Tensor,
        options: Options,
        dtype: torch.dtype,
        inplace_backward: bool,
    ) -> Tensor:
        if not is_reduced(options):
            if inplace_backward:
                raise ValueError("inplace_backward is for a reduced loss")
            ctx.options = options
            ctx.save_for_backward(input, target)
            return compute(input, target, options, dtype, None)
        gradient = _place(input) if inplace_backward else empty_like(input)
        loss = compute(input, target, options, dtype, gradient)
        if inplace_backward:
            # A graph that still needs the logits will say so.
            torch.autograd.graph.increment_version(input)
        ctx.save_for_backward(gradient)
        return loss

    @staticmethod
    def backward(ctx: Any, upstream: Tensor) -> Any:
        refuse_graph()
        saved = ctx.saved_tensors
        if len(saved) == 1:
            gradient = scaled(saved[0], upstream)
        else:
            input, target = saved
            gradient = empty_like(input)
            options = with_upstream(ctx.options, upstream, input)
            _fill(input, target, class_axis(input), None, gradient, options)
        return gradient, None, None, None, None


differentiable = lean(CrossEntropy)


def refuse_graph() -> None:
    """Raises in a backward pass with create_graph, whose gradient would be
    taken for one that does not depend on the logits."""
    if torch.is_grad_enabled():
        raise RuntimeError(
            "the gradient of swift_logits' cross-entropy cannot be "
            "differentiated: create_graph=True is not served"
        )


def _place(input: Tensor) -> Tensor:
    """The logits' own memory, for the gradient."""
    if input.is_leaf:
        raise ValueError(
            "inplace_backward: the gradient cannot take the place of a leaf's "
            "own numbers"
        )
    return input.detach()


def scaled(gradient: Tensor, upstream: Tensor) -> Tensor:
    """The gradient times the upstream gradient, in place if the graph is not
    kept."""
    if torch._C._autograd._get_current_graph_task_keep_graph():
        return gradient * upstream
    return gradient if _core.is_one(upstream) else gradient.mul_(upstream)

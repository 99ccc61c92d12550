from __future__ import annotations

from typing import TYPE_CHECKING, Optional

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.nn import _reduction
from torch.overrides import handle_torch_function, has_torch_function_variadic

from . import _loss
from ._tensors import is_plain, is_served, loss_dtype, needs_graph

if TYPE_CHECKING:
    from .._options import Divisor, Options

_torch_cross_entropy, _torch_nll_loss = F.cross_entropy, F.nll_loss


def cross_entropy(
    input: Tensor,
    target: Tensor,
    weight: Optional[Tensor] = None,
    size_average: Optional[bool] = None,
    ignore_index: int = -100,
    reduce: Optional[bool] = None,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
    *,
    z_loss: float = 0.0,
    softcap: Optional[float] = None,
    divisor: Divisor = None,
    sample_weight: Optional[Tensor] = None,
    dtype: Optional[torch.dtype] = None,
    inplace_backward: bool = False,
) -> Tensor:
    """`torch.nn.functional.cross_entropy` on the CPU.

    input: (C), (N, C) or (N, C, d1, ...), logits.
    target: class indices, (), (N) or (N, d1, ...); or probabilities, like the
        input.
    weight: (C). The others up to label_smoothing are PyTorch's.
    z_loss: the factor of the squared log of the sum of exponentials.
    softcap: c in c tanh(x / c), which takes the place of a logit x.
    divisor: what the sum is divided by for a mean: "weights" (the default, as
        in PyTorch), "samples" (those that count), or a number.
    sample_weight: a number for each sample, of the shape of class indices.
    dtype: the type of the loss, by default the input's; float32 keeps the
        digits that a loss of halves has been computed with.
    inplace_backward: whether the gradient may take the place of the logits;
        they are then gone when this returns. For a reduced loss.

    Raises IndexError for a target that is no class, naming its row (counted
    over N, d1, ...); ValueError for shapes that do not fit and options out of
    their range; TypeError for a tensor on another device.
    """
    if has_torch_function_variadic(input, target, weight, sample_weight):
        return handle_torch_function(
            cross_entropy,
            (input, target, weight, sample_weight),
            input,
            target,
            weight=weight,
            size_average=size_average,
            ignore_index=ignore_index,
            reduce=reduce,
            reduction=reduction,
            label_smoothing=label_smoothing,
            z_loss=z_loss,
            softcap=softcap,
            divisor=divisor,
            sample_weight=sample_weight,
            dtype=dtype,
            inplace_backward=inplace_backward,
        )
    if size_average is not None or reduce is not None:
        reduction = _reduction.legacy_get_string(size_average, reduce)
    has_indices = not target.is_floating_point()
    if not is_served(input) or is_differentiated(weight, sample_weight, target):
        if (z_loss, softcap, divisor, sample_weight) != (0, None, None, None):
            raise ValueError(
                "z_loss, softcap, divisor and sample_weight need logits that "
                "are not empty, and targets and weights without a gradient"
            )
        loss = _torch_cross_entropy(
            input,
            target,
            weight,
            ignore_index=ignore_index,
            reduction=reduction,
            label_smoothing=label_smoothing,
        )
        return loss if dtype is None else loss.to(dtype)
    if not has_indices and ignore_index >= 0:
        raise ValueError("ignore_index is for class indices, not probabilities")
    settings = _loss.options(
        weight,
        sample_weight,
        ignore_index if has_indices else None,
        label_smoothing,
        z_loss,
        softcap,
        reduction,
        divisor,
    )
    return _apply(
        input, target, settings, dtype or loss_dtype(input), inplace_backward
    )


def nll_loss(
    input: Tensor,
    target: Tensor,
    weight: Optional[Tensor] = None,
    size_average: Optional[bool] = None,
    ignore_index: int = -100,
    reduce: Optional[bool] = None,
    reduction: str = "mean",
) -> Tensor:
    """`torch.nn.functional.nll_loss` on the CPU.

    input: (C), (N, C) or (N, C, d1, ...), log-probabilities.
    target: class indices, (), (N) or (N, d1, ...).

    Errors are those of `cross_entropy`.
    """
    if has_torch_function_variadic(input, target, weight):
        return handle_torch_function(
            nll_loss,
            (input, target, weight),
            input,
            target,
            weight=weight,
            size_average=size_average,
            ignore_index=ignore_index,
            reduce=reduce,
            reduction=reduction,
        )
    if size_average is not None or reduce is not None:
        reduction = _reduction.legacy_get_string(size_average, reduce)
    has_indices = not target.is_floating_point()
    if not has_indices or not is_served(input) or is_differentiated(weight):
        return _torch_nll_loss(
            input,
            target,
            weight,
            ignore_index=ignore_index,
            reduction=reduction,
        )
    settings = _loss.options(
        weight,
        None,
        ignore_index,
        reduction=reduction,
        kind="log_probabilities",
    )
    return _apply(input, target, settings, loss_dtype(input), False)


def is_differentiated(
    weight: Optional[Tensor],
    sample_weight: Optional[Tensor] = None,
    target: Optional[Tensor] = None,
) -> bool:
    """Whether a gradient with respect to targets or weights is asked for."""
    return (
        (weight is not None and weight.requires_grad)
        or (sample_weight is not None and sample_weight.requires_grad)
        or (target is not None and target.requires_grad)
    ) and torch.is_grad_enabled()


def _apply(
    input: Tensor,
    target: Tensor,
    settings: Options,
    dtype: torch.dtype,
    inplace_backward: bool,
) -> Tensor:
    if not is_plain():
        from . import _followed

        return _followed.cross_entropy(input, target, settings, dtype)
    if needs_graph(input):
        return _loss.differentiable(
            input, target, settings, dtype, inplace_backward
        )
    return _loss.compute(input, target, settings, dtype, None)

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.overrides import handle_torch_function, has_torch_function_variadic

from .. import _core
from ._cross_entropy import cross_entropy, is_differentiated
from ._loss import options as loss_options
from ._loss import refuse_graph, scaled
from ._tensors import computed_dtype, dense, is_plain, is_served
from ._tensors import loss_dtype, needs_graph

if TYPE_CHECKING:
    from .._options import Divisor, Options


def linear_cross_entropy(
    input: Tensor,
    linear_weight: Tensor,
    target: Tensor,
    *,
    linear_bias: Optional[Tensor] = None,
    weight: Optional[Tensor] = None,
    reduction: str = "mean",
    ignore_index: Optional[int] = None,
    label_smoothing: float = 0.0,
    options: Any = None,
    z_loss: float = 0.0,
    softcap: Optional[float] = None,
    divisor: Divisor = None,
    sample_weight: Optional[Tensor] = None,
) -> Tensor:
    """`torch.nn.functional.linear_cross_entropy` on the CPU, without all logits
    ever being there.

    input: (in_features) or (N, in_features).
    linear_weight: (C, in_features); with more axes, as with probabilities as
        targets and for losses of samples, the logits are computed first.
    linear_bias: (C).
    options: PyTorch's way to cut the batch, which is cut here anyway: not
        looked at.

    The others and the errors are those of `cross_entropy`.
    """
    tensors = (input, linear_weight, target, linear_bias, weight, sample_weight)
    if has_torch_function_variadic(*tensors):
        return handle_torch_function(
            linear_cross_entropy,
            tensors,
            input,
            linear_weight,
            target,
            linear_bias=linear_bias,
            weight=weight,
            reduction=reduction,
            ignore_index=ignore_index,
            label_smoothing=label_smoothing,
            options=options,
            z_loss=z_loss,
            softcap=softcap,
            divisor=divisor,
            sample_weight=sample_weight,
        )
    if input.ndim not in (1, 2) or linear_weight.ndim < 2:
        raise ValueError(
            f"input and linear_weight: {input.ndim} and {linear_weight.ndim} "
            "axes, instead of 1 or 2 and at least 2"
        )
    if input.ndim == 1 and linear_weight.ndim > 2:
        raise ValueError(
            "input: one sample, where linear_weight has more axes than 2"
        )
    if target.is_floating_point() and ignore_index is not None:
        raise ValueError("ignore_index is for class indices, not probabilities")
    index = -100 if ignore_index is None else ignore_index
    is_fused = (
        is_served(input)
        and linear_weight.ndim == 2
        and reduction != "none"
        and not target.is_floating_point()
        and not is_differentiated(weight, sample_weight)
        and is_plain()
    )
    if not is_fused:
        return cross_entropy(
            _outputs(input, linear_weight, linear_bias),
            target,
            weight,
            ignore_index=index,
            reduction=reduction,
            label_smoothing=label_smoothing,
            z_loss=z_loss,
            softcap=softcap,
            divisor=divisor,
            sample_weight=sample_weight,
        )
    settings = loss_options(
        weight,
        sample_weight,
        index,
        label_smoothing,
        z_loss,
        softcap,
        reduction,
        divisor,
    )
    layer = [x for x in (input, linear_weight, linear_bias) if x is not None]
    if any(needs_graph(x) for x in layer):
        return _LinearCrossEntropy.apply(
            input, linear_weight, linear_bias, target, settings
        )
    return _compute(
        input, linear_weight, linear_bias, target, settings, [None] * 3
    )


def _outputs(input: Tensor, weight: Tensor, bias: Optional[Tensor]) -> Tensor:
    """The logits; classes on the first axis after the samples'."""
    if weight.ndim == 2:
        return F.linear(input, weight, bias)
    flat = F.linear(
        input,
        weight.flatten(0, -2),
        None if bias is None else bias.flatten(),
    )
    return flat.unflatten(-1, weight.shape[:-1])


def _compute(
    input: Tensor,
    weight: Tensor,
    bias: Optional[Tensor],
    target: Tensor,
    settings: Options,
    gradients: list[Optional[Tensor]],
) -> Tensor:
    loss = torch.empty((), dtype=computed_dtype(input))
    arguments = [input, weight, bias, target, loss, *gradients, None, *settings]
    if _core.linear_cross_entropy(*arguments) is NotImplemented:
        places = [*range(4), *range(9, 12)]
        for i in places:
            if arguments[i] is not None:
                arguments[i] = dense(arguments[i])
        _core.linear_cross_entropy(*arguments)
    return loss.to(loss_dtype(input))


class _LinearCrossEntropy(torch.autograd.Function):
    @staticmethod
    def forward(
        ctx: Any,
        input: Tensor,
        weight: Tensor,
        bias: Optional[Tensor],
        target: Tensor,
        settings: Options,
    ) -> Tensor:
        layer = (input, weight, bias)
        gradients = [
            torch.empty(x.shape, dtype=x.dtype)
            if x is not None and needed
            else None
            for x, needed in zip(layer, ctx.needs_input_grad)
        ]
        loss = _compute(input, weight, bias, target, settings, gradients)
        ctx.save_for_backward(*gradients)
        return loss

    @staticmethod
    def backward(ctx: Any, upstream: Tensor) -> Any:
        refuse_graph()
        gradients = [
            None if gradient is None else scaled(gradient, upstream)
            for gradient in ctx.saved_tensors
        ]
        return *gradients, None, None

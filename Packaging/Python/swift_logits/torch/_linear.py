from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.overrides import handle_torch_function, has_torch_function_variadic

from .. import _core
from ._cross_entropy import cross_entropy, is_differentiated
from ._loss import is_reduced, refuse_graph, scaled, with_upstream
from ._loss import options as loss_options
from ._tensors import COMPUTED, dense, is_plain, is_served, lean
from ._tensors import loss_dtype, needs_graph

if TYPE_CHECKING:
    from .._options import Divisor, Options

    # The features, the weight and the bias; and a gradient for each.
    Layer = tuple[Tensor, Tensor, Optional[Tensor]]
    Gradients = tuple[Optional[Tensor], ...]


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
    dtype: Optional[torch.dtype] = None,
) -> Tensor:
    """`torch.nn.functional.linear_cross_entropy` on the CPU, without all logits
    ever being there.

    input: (in_features) or (N, in_features).
    linear_weight: (C, in_features); with more axes, as with probabilities as
        targets, the logits are computed first.
    linear_bias: (C).
    options: PyTorch's way to cut the batch, which is cut here anyway: not
        looked at.

    The others and the errors are those of `cross_entropy`. A reduced loss comes
    with its gradients; those of losses of samples (reduction="none") are
    computed in the backward pass, which multiplies the features again.
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
            dtype=dtype,
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
        and not target.is_floating_point()
        and not is_differentiated(weight, sample_weight)
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
            dtype=dtype,
        )
    layer = (input, linear_weight, linear_bias)
    dtype = dtype or loss_dtype(input)
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
    if not is_plain():
        from . import _followed

        return _followed.linear_cross_entropy(layer, target, settings, dtype)
    if any(x is not None and needs_graph(x) for x in layer):
        return _differentiable(*layer, target, settings, dtype)
    return compute(layer, target, settings, dtype)


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


def compute(
    layer: Layer,
    target: Tensor,
    settings: Options,
    dtype: torch.dtype,
    gradients: Gradients = (None, None, None),
) -> Tensor:
    """The loss or losses, and the gradients that there are places for."""
    input = layer[0]
    shape = () if is_reduced(settings) else input.shape[:-1]
    losses = torch.empty(shape, dtype=COMPUTED[input.dtype])
    _fill(layer, target, losses, gradients, settings)
    return losses.to(dtype)


def _fill(
    layer: Layer,
    target: Tensor,
    losses: Optional[Tensor],
    gradients: Gradients,
    settings: Options,
) -> None:
    arguments = [*layer, target, losses, *gradients, None, *settings]
    if _core.linear_cross_entropy(*arguments) is NotImplemented:
        # What is read: the layer, the targets, and the options' arrays.
        for i in (*range(4), *range(9, 12)):
            if arguments[i] is not None:
                arguments[i] = dense(arguments[i])
        _core.linear_cross_entropy(*arguments)


def places(layer: Layer, needed: tuple[bool, ...]) -> Gradients:
    """Memory for the gradients that are needed."""
    return tuple(
        torch.empty(x.shape, dtype=x.dtype)
        if x is not None and is_needed
        else None
        for x, is_needed in zip(layer, needed)
    )


class _LinearCrossEntropy(torch.autograd.Function):
    """A reduced loss keeps its gradients; for losses of samples the layer is
    kept, since each sample's upstream gradient joins the sweep."""

    @staticmethod
    def forward(
        ctx: Any,
        input: Tensor,
        weight: Tensor,
        bias: Optional[Tensor],
        target: Tensor,
        settings: Options,
        dtype: torch.dtype,
    ) -> Tensor:
        layer = input, weight, bias
        ctx.settings = settings
        if not is_reduced(settings):
            ctx.save_for_backward(*layer, target)
            return compute(layer, target, settings, dtype)
        gradients = places(layer, ctx.needs_input_grad)
        loss = compute(layer, target, settings, dtype, gradients)
        ctx.save_for_backward(*gradients)
        return loss

    @staticmethod
    def backward(ctx: Any, upstream: Tensor) -> Any:
        refuse_graph()
        if is_reduced(ctx.settings):
            gradients = tuple(
                None if gradient is None else scaled(gradient, upstream)
                for gradient in ctx.saved_tensors
            )
        else:
            input, weight, bias, target = ctx.saved_tensors
            layer = input, weight, bias
            gradients = places(layer, ctx.needs_input_grad)
            settings = with_upstream(ctx.settings, upstream, input)
            _fill(layer, target, None, gradients, settings)
        return *gradients, None, None, None


_differentiable = lean(_LinearCrossEntropy)

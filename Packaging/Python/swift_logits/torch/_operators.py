"""Operators of PyTorch, for torch.compile, functorch and other modes that
follow tensors without memory. They have no gradients: those are the functions'
of _followed.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

import torch
from torch import Tensor

from . import _linear, _logsumexp, _loss, _softmax

if TYPE_CHECKING:
    from ._linear import Gradients, Layer


def _loop(operator: Any) -> None:
    """Under vmap the operator is called for each element of the batch."""

    def vmap(info: Any, in_dims: Any, *arguments: Any) -> Any:
        results = [
            operator(
                *(
                    x if dim is None else x.select(dim, i)
                    for x, dim in zip(arguments, in_dims)
                )
            )
            for i in range(info.batch_size)
        ]
        if isinstance(results[0], Tensor):
            return torch.stack(results), 0
        stacks = tuple(torch.stack(parts) for parts in zip(*results))
        return stacks, (0,) * len(stacks)

    operator.register_vmap(vmap)


def _operator(name: str, fake: Any) -> Any:
    """A decorator; `fake` says what the result looks like."""

    def decorate(function: Any) -> Any:
        operator = torch.library.custom_op(
            f"swift_logits::{name}", function, mutates_args=()
        )
        operator.register_fake(fake)
        _loop(operator)
        return operator

    return decorate


def _without(input: Tensor, dim: int) -> list[int]:
    shape = list(input.shape)
    del shape[dim]
    return shape


@_operator(
    "softmax",
    lambda input, dim, dtype, is_log: torch.empty_like(input, dtype=dtype),
)
def softmax(
    input: Tensor, dim: int, dtype: torch.dtype, is_log: bool
) -> Tensor:
    return _softmax.compute(input, dim, dtype, is_log)


@_operator(
    "logsumexp", lambda input, dim: input.new_empty(_without(input, dim))
)
def logsumexp(input: Tensor, dim: int) -> Tensor:
    return _logsumexp.compute(input, dim)


def _fake_cross_entropy(
    input: Tensor, target: Tensor, *options: Any
) -> tuple[Tensor, Tensor]:
    reduction, dtype = options[6], options[-1]
    shape = []
    if reduction == "none":
        shape = _without(input, _loss.class_axis(input))
    return input.new_empty(shape, dtype=dtype), torch.empty_like(input)


@_operator("cross_entropy", _fake_cross_entropy)
def cross_entropy(
    input: Tensor,
    target: Tensor,
    weight: Optional[Tensor],
    sample_weight: Optional[Tensor],
    ignore_index: Optional[int],
    label_smoothing: float,
    z_loss: float,
    softcap: Optional[float],
    reduction: str,
    divisor: Optional[str],
    divisor_value: float,
    kind: str,
    dtype: torch.dtype,
) -> tuple[Tensor, Tensor]:
    """The loss or losses, and the gradient of their sum."""
    gradient = torch.empty_like(input)
    options = _loss.options(
        weight,
        sample_weight,
        ignore_index,
        label_smoothing,
        z_loss,
        softcap,
        reduction,
        divisor_value if divisor == "value" else divisor,
        kind,
    )
    return _loss.compute(input, target, options, dtype, gradient), gradient


def _fake_linear_cross_entropy(
    input: Tensor,
    linear_weight: Tensor,
    linear_bias: Optional[Tensor],
    target: Tensor,
    *options: Any,
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    upstream, reduction = options[2], options[7]
    has_gradients, dtype = options[-2:]
    shape = input.shape[:-1] if reduction == "none" else ()
    layer = input, linear_weight, linear_bias
    places = _places(layer, reduction, upstream, has_gradients)
    return input.new_empty(shape, dtype=dtype), *_tensors_of(places, input)


def _places(
    layer: Layer, reduction: str, upstream: Optional[Tensor], needed: bool
) -> Gradients:
    """Losses of samples have no gradients without upstream ones."""
    needed = needed and (reduction != "none" or upstream is not None)
    return _linear.places(layer, (needed,) * 3)


def _tensors_of(places: Gradients, input: Tensor) -> list[Tensor]:
    """An operator returns no None."""
    return [input.new_empty(0) if x is None else x for x in places]


@_operator("linear_cross_entropy", _fake_linear_cross_entropy)
def linear_cross_entropy(
    input: Tensor,
    linear_weight: Tensor,
    linear_bias: Optional[Tensor],
    target: Tensor,
    weight: Optional[Tensor],
    sample_weight: Optional[Tensor],
    upstream: Optional[Tensor],
    ignore_index: int,
    label_smoothing: float,
    z_loss: float,
    softcap: Optional[float],
    reduction: str,
    divisor: Optional[str],
    divisor_value: float,
    has_gradients: bool,
    dtype: torch.dtype,
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """The loss or losses, and the gradients of the layer: empty ones of what
    there is not."""
    settings = _loss.options(
        weight,
        sample_weight,
        ignore_index,
        label_smoothing,
        z_loss,
        softcap,
        reduction,
        divisor_value if divisor == "value" else divisor,
    )
    if upstream is not None:
        settings = _loss.with_upstream(settings, upstream, input)
    layer = input, linear_weight, linear_bias
    gradients = _places(layer, reduction, upstream, has_gradients)
    loss = _linear.compute(layer, target, settings, dtype, gradients)
    return loss, *_tensors_of(gradients, input)


@_operator(
    "cross_entropy_backward",
    lambda gradient, upstream: torch.empty_like(gradient),
)
def cross_entropy_backward(gradient: Tensor, upstream: Tensor) -> Tensor:
    if upstream.ndim:
        upstream = upstream.unsqueeze(_loss.class_axis(gradient))
    return gradient * upstream.to(gradient.dtype)

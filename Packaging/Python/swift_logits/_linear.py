from __future__ import annotations

from . import _core
from ._arrays import as_array, as_logits, dense, empty_like, empty_results
from ._arrays import optional, results_like
from ._options import dense_options, options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._options import Divisor, Reduction

__all__ = ["linear_cross_entropy"]


def linear_cross_entropy(
    features: Any,
    linear_weight: Any,
    targets: Any,
    *,
    bias: Any = None,
    weight: Any = None,
    sample_weight: Any = None,
    ignore_index: int | None = None,
    label_smoothing: float = 0.0,
    reduction: Reduction = "mean",
    divisor: Divisor = None,
    z_loss: float = 0.0,
    temperature: float = 1.0,
    softcap: float | None = None,
    memory: int | None = None,
    return_grad: bool = False,
) -> Any:
    """The cross-entropy of a linear layer's outputs, features @ linear_weight.T
    + bias, and its gradients, without all logits ever being there.

    features: of any shape; the last axis has the features.
    linear_weight: (classes, features).
    targets: class indices, of the shape of the features without the last axis.
    bias: (classes,).
    memory: the most bytes for the logits of a microbatch and their products, 64
        MB by default.
    return_grad: whether the gradients are returned, too.

    The other options and the errors are those of `cross_entropy`.

    Returns the loss, or (loss, LinearGradients).
    """
    features, linear_weight = as_logits(features), as_array(linear_weight)
    targets, bias = as_array(targets), optional(bias)
    losses = empty_results(features, -1) if reduction == "none" else None
    settings = options(
        weight,
        sample_weight,
        None,
        ignore_index,
        label_smoothing,
        z_loss,
        temperature,
        softcap,
        reduction,
        divisor,
    )
    layer = [features, linear_weight, bias]
    # Always dense, whatever order the layer's own arrays have.
    gradients = [
        dense(empty_like(x)) if return_grad and x is not None else None
        for x in layer
    ]
    loss = _core.linear_cross_entropy(
        *layer, targets, losses, *gradients, memory, *settings
    )
    if loss is NotImplemented:
        loss = _core.linear_cross_entropy(
            *map(dense, layer),
            dense(targets),
            losses,
            *gradients,
            memory,
            *dense_options(settings),
        )
    if losses is not None:
        loss = results_like(losses, features)
    if not return_grad:
        return loss
    from ._results import LinearGradients

    return loss, LinearGradients(*gradients)

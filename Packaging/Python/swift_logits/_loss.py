from __future__ import annotations

from . import _core
from ._arrays import as_array, as_logits, dense, empty_like, empty_results
from ._arrays import results_like
from ._options import dense_options, options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._options import Divisor, Input, Reduction

__all__ = ["cross_entropy"]


def cross_entropy(
    logits: Any,
    targets: Any,
    *,
    axis: int = -1,
    weight: Any = None,
    sample_weight: Any = None,
    ignore_index: int | None = None,
    label_smoothing: float = 0.0,
    reduction: Reduction = "mean",
    divisor: Divisor = None,
    z_loss: float = 0.0,
    temperature: float = 1.0,
    softcap: float | None = None,
    input: Input = "logits",
    return_grad: bool = False,
    out: Any = None,
) -> Any:
    """The cross-entropy in nats, and its gradient in the same sweep.

    logits: of any shape; `axis` has the classes.
    targets: class indices, of any integer type and the shape of the logits
        without the axis of the classes; or target probabilities, of a
        floating-point type and the shape of the logits.
    weight: a finite number for each class.
    sample_weight: a finite number for each sample, of the shape of class
        indices.
    ignore_index: samples with this target are not read, and add nothing. It
        need not be a class. By default no sample is ignored.
    label_smoothing: the part of the target that all classes share, from 0 to 1.
    reduction: "mean", "sum", or "none" for a loss of each sample.
    divisor: what the sum is divided by for a mean: "weights" (the default;
        those of the samples that count, as in PyTorch), "samples" (their
        number), or a number.
    z_loss: the factor of the squared log of the sum of exponentials.
    temperature: what the logits are divided by.
    softcap: c in c tanh(x / c), which takes the place of a logit x.
    input: what `logits` holds, "logits", "log_probabilities" or
        "probabilities".
    return_grad: whether the gradient with respect to the logits is returned,
        too; that of the sum for "none".
    out: where the gradient goes, of the shape of the logits; it may be the
        logits themselves.

    Returns the loss, or (loss, gradient). A reduced loss is a float, added up
    in double precision; losses of samples have the type of the logits.

    Raises IndexError for a target that is no class, naming its row; ValueError
    for shapes that do not fit, options out of their range, weights that are
    not finite; TypeError for types that do not go there.
    """
    if out is not None and not return_grad:
        raise ValueError(
            "out is for the gradient: return_grad=True asks for it"
        )
    logits = as_logits(logits)
    targets = as_array(targets)
    losses = empty_results(logits, axis) if reduction == "none" else None
    gradient = empty_like(logits) if return_grad and out is None else out
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
        input,
    )
    loss = _core.cross_entropy(
        logits, targets, axis, losses, gradient, *settings
    )
    if loss is NotImplemented:
        place = dense(gradient)
        loss = _core.cross_entropy(
            dense(logits),
            dense(targets),
            axis,
            losses,
            place,
            *dense_options(settings),
        )
        if return_grad:
            as_array(gradient)[...] = place
    if losses is not None:
        loss = results_like(losses, logits)
    return (loss, gradient) if return_grad else loss

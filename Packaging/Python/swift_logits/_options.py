"""The options of a loss, in the order in which the extension takes them."""

from __future__ import annotations

from ._arrays import as_logits, dense

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal, Union

    Reduction = Literal["mean", "sum", "none"]
    Divisor = Union[Literal["weights", "samples"], float, None]
    Input = Literal["logits", "log_probabilities", "probabilities"]
    Options = tuple[Any, ...]


def options(
    weight: Any = None,
    sample_weight: Any = None,
    upstream: Any = None,
    ignore_index: int | None = None,
    label_smoothing: float = 0.0,
    z_loss: float = 0.0,
    temperature: float = 1.0,
    softcap: float | None = None,
    reduction: Reduction = "mean",
    divisor: Divisor = None,
    input: Input = "logits",
) -> Options:
    if weight is not None:
        weight = as_logits(weight)
    if sample_weight is not None:
        sample_weight = as_logits(sample_weight)
    return (
        weight,
        sample_weight,
        upstream,
        ignore_index,
        label_smoothing,
        z_loss,
        temperature,
        softcap,
        reduction,
        divisor,
        input,
    )


def dense_options(options: Options) -> Options:
    """The options, with those that are arrays copied."""
    return tuple(dense(array) for array in options[:3]) + options[3:]

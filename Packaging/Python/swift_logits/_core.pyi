"""The functions of logits.h over buffers and tensors.

Arrays are objects with the buffer protocol, arrays of ml_dtypes.bfloat16, or,
after accept_tensors(), tensors of PyTorch on the CPU. None leaves one out.
Functions return NotImplemented, and have written nothing, if an array lies in a
way that they do not serve; dense arrays are always served. `options` are those
of _options.options(), in its order.
"""

from typing import Any

version: str

def softmax(logits: Any, axis: int, out: Any, /) -> Any: ...
def log_softmax(logits: Any, axis: int, out: Any, /) -> Any: ...
def log_sum_exp(logits: Any, axis: int, out: Any, /) -> Any: ...
def kl_divergence(logits: Any, axis: int, others: Any, out: Any, /) -> Any: ...
def softmax_gradient(
    probabilities: Any, axis: int, upstream: Any, out: Any, /
) -> Any: ...
def log_softmax_gradient(
    log_probabilities: Any, axis: int, upstream: Any, out: Any, /
) -> Any: ...
def cross_entropy(
    logits: Any,
    targets: Any,
    axis: int,
    losses: Any,
    gradient: Any,
    /,
    *options: Any,
) -> Any:
    """The loss, if it is reduced and `losses` is None."""

def linear_cross_entropy(
    features: Any,
    weight: Any,
    bias: Any,
    targets: Any,
    losses: Any,
    feature_gradient: Any,
    weight_gradient: Any,
    bias_gradient: Any,
    memory: int | None,
    /,
    *options: Any,
) -> Any:
    """The loss, if it is reduced and `losses` is None."""

def evaluate(
    logits: Any,
    targets: Any,
    axis: int,
    vector: Any,
    top_k: Any,
    bins: int,
    /,
    *options: Any,
) -> Any: ...
def summary_count(vector: None, top_k: Any, bins: int, /) -> int: ...
def summary_add(vector: Any, top_k: Any, bins: int, other: Any, /) -> None:
    """Adds the other vector to the first."""

def summary_figures(
    vector: Any, top_k: Any, bins: int, /
) -> tuple[Any, ...]: ...
def summary_top_accuracies(
    vector: Any, top_k: Any, bins: int, out: Any, /
) -> None: ...
def summary_calibration(
    vector: Any, top_k: Any, bins: int, /
) -> list[tuple[float, float, int, int, float]]: ...
def threads(limit: int, /) -> int:
    """Sets the limit of the calling thread, and returns the one before; 0 is
    none."""

def is_one(tensor: Any, /) -> bool:
    """Whether it is one number, and that is 1."""

def accept_tensors() -> None: ...
def xla_functions() -> dict[str, Any]:
    """The functions that XLA calls, in capsules."""

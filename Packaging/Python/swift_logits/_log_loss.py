from __future__ import annotations

from ._arrays import as_array, as_logits, numpy
from ._loss import cross_entropy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["log_loss"]


def log_loss(
    y_true: Any,
    logits: Any,
    *,
    normalize: bool = True,
    sample_weight: Any = None,
    labels: Any = None,
) -> float:
    """scikit-learn's `log_loss` of the softmax of logits, which is not clipped.

    y_true: (samples,), labels of any type that can be sorted; or a row of 1 and
        0 for each sample, (samples, classes).
    logits: (samples, classes), the classes in the order of the sorted labels;
        or (samples,) or (samples, 1), the logit of the second of two classes.
    normalize: whether to return the mean, weighted by sample_weight, or the
        sum.
    sample_weight: (samples,).
    labels: all labels; by default those in y_true.

    Raises ValueError if there are not as many labels as classes, or a label
    that is none.
    """
    np = numpy()
    logits, y_true = as_logits(logits), as_array(y_true)
    if logits.ndim == 1:
        logits = logits[:, np.newaxis]
    if logits.ndim != 2:
        raise ValueError(f"logits: {logits.ndim} axes instead of 1 or 2")
    if logits.shape[1] == 1:
        logits = np.concatenate([np.zeros_like(logits), logits], axis=1)
    return cross_entropy(
        logits,
        _targets(y_true, logits, labels),
        sample_weight=sample_weight,
        reduction="mean" if normalize else "sum",
    )


def _targets(y_true: Any, logits: Any, labels: Any) -> Any:
    """Class indices or target probabilities."""
    np = numpy()
    classes = logits.shape[1]
    if y_true.ndim == 2 and y_true.shape[1] == 1:
        y_true = y_true[:, 0]
    if y_true.ndim == 2:
        is_double = logits.dtype == np.float64
        return y_true.astype(np.float64 if is_double else np.float32)
    known = np.unique(y_true if labels is None else as_array(labels))
    if len(known) != classes:
        raise ValueError(
            f"{len(known)} labels for {classes} classes; give all of them as "
            "`labels`, sorted as the classes are"
        )
    targets = np.searchsorted(known, y_true)
    wrong = known[np.minimum(targets, classes - 1)] != y_true
    if wrong.any():
        row = int(wrong.argmax())
        raise ValueError(f"row {row}: {y_true[row]!r} is none of the labels")
    return targets

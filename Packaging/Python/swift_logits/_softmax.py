from __future__ import annotations

from . import _core
from ._arrays import as_array, as_logits, dense, empty_like, empty_results
from ._arrays import numpy, results_like

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["kl_divergence", "log_softmax", "logsumexp", "softmax"]


def softmax(x: Any, axis: int = -1, *, out: Any = None) -> Any:
    """The softmax along an axis: exp(x - m) / sum of exp(x - m), with m the
    largest element.

    x: logits, of any shape; `axis` has the classes.
    out: where the result goes, of the shape of x; it may be x itself.

    Returns out, or a new array like x. A NaN, or a largest element that is
    infinite, makes its own sample NaN.

    Raises TypeError for elements that are no floating-point numbers, IndexError
    for an axis that there is not, ValueError for shapes that differ, no
    classes, or an out that shares memory with a part of x.
    """
    return _of_all(_core.softmax, x, axis, out)


def log_softmax(x: Any, axis: int = -1, *, out: Any = None) -> Any:
    """The logarithm of the softmax along an axis, finite where a probability is
    too small for its type.

    Arguments, result and errors are those of `softmax`.
    """
    return _of_all(_core.log_softmax, x, axis, out)


def logsumexp(x: Any, axis: int = -1) -> Any:
    """The logarithm of the sum of exp(x) along an axis.

    Returns an array of the shape of x without that axis, in the type of x; a
    number if x has one axis. A NaN makes its own sample NaN.

    Errors are those of `softmax`.
    """
    x = as_logits(x)
    results = empty_results(x, axis)
    if _core.log_sum_exp(x, axis, results) is NotImplemented:
        _core.log_sum_exp(dense(x), axis, results)
    return results_like(results, x)


def kl_divergence(logits: Any, others: Any, axis: int = -1) -> Any:
    """The Kullback-Leibler divergence of each sample, the sum of p log(p / q)
    in nats, for p the softmax of the logits and q that of the others.

    others: logits of the same shape.

    Returns an array of the shape of the logits without the axis of the classes,
    in their type; a number if there is one axis. A p of 0 adds 0; a q of 0
    beside a p above 0 makes it infinite.

    Errors are those of `softmax`.
    """
    logits, others = as_logits(logits), as_logits(others)
    results = empty_results(logits, axis)
    if _core.kl_divergence(logits, axis, others, results) is NotImplemented:
        _core.kl_divergence(dense(logits), axis, dense(others), results)
    return results_like(results, logits)


def _of_all(
    function: Callable[[Any, int, Any], Any], x: Any, axis: int, out: Any
) -> Any:
    if out is None:
        x = as_logits(x)
        out = empty_like(x)
    if function(x, axis, out) is NotImplemented:
        numpy()
        place = dense(out)
        function(dense(x), axis, place)
        as_array(out)[...] = place
    return out

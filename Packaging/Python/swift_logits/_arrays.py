"""NumPy, where it is, and the arrays that the extension is given."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_numpy: Any = None


def numpy() -> Any:
    """NumPy, imported by the first call that needs it."""
    global _numpy
    if _numpy is None:
        try:
            import numpy
        except ModuleNotFoundError as error:
            raise ImportError(
                "NumPy is needed to make an array; without it, give buffers, "
                "and `out` for a result"
            ) from error
        _numpy = numpy
    return _numpy


def as_array(x: Any) -> Any:
    """The array itself, or the one that NumPy makes of other objects."""
    np = _numpy or numpy()
    return x if type(x) is np.ndarray else np.asarray(x)


def as_logits(x: Any) -> Any:
    """The same, but that a list of whole numbers gives float64."""
    np = _numpy or numpy()
    if type(x) is np.ndarray:
        return x
    array = np.asarray(x)
    is_list = isinstance(x, (list, tuple)) and array.dtype.kind in "iu"
    return array.astype(np.float64) if is_list else array


def empty_like(x: Any) -> Any:
    return _numpy.empty_like(x)


def optional(x: Any) -> Any:
    return None if x is None else as_array(x)


def dense(x: Any) -> Any:
    """A copy with the elements side by side in the order of the axes."""
    if x is None:
        return None
    return (_numpy or numpy()).array(x, order="C", copy=True)


def samples_shape(shape: tuple[int, ...], axis: int) -> tuple[int, ...]:
    """The shape without the axis of the classes."""
    if not -len(shape) <= axis < len(shape):
        raise IndexError(f"logits: no axis {axis} among {len(shape)}")
    axis %= len(shape)
    return shape[:axis] + shape[axis + 1 :]


def empty_results(logits: Any, axis: int) -> Any:
    """A place for a result of each sample, of a type that is computed in."""
    np = _numpy
    dtype = np.float64 if logits.dtype == np.float64 else np.float32
    return np.empty(samples_shape(logits.shape, axis), dtype)


def results_like(results: Any, logits: Any) -> Any:
    """The results in the type of the logits; a number if there is one sample
    and no axis."""
    if results.dtype != logits.dtype:
        results = results.astype(logits.dtype)
    return results[()] if results.ndim == 0 else results

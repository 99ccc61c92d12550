from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Any

import jax
import jax.numpy as jnp

from ._calls import Options, as_logits, call, call_of_samples, computed_dtype
from ._calls import from_end, options, samples_shape
from ._softmax import of_log_softmax, of_logsumexp, of_softmax

if TYPE_CHECKING:
    from jax import Array
    from jax.typing import ArrayLike

__all__ = [
    "softmax_cross_entropy",
    "softmax_cross_entropy_with_integer_labels",
]

# The class of a sample that the extension leaves out.
_NONE = -1


def softmax_cross_entropy_with_integer_labels(
    logits: ArrayLike,
    labels: ArrayLike,
    axis: int | tuple[int, ...] = -1,
    where: ArrayLike | None = None,
) -> Array:
    """optax's function of this name: the cross-entropy of each sample, in nats.

    logits: of any shape; `axis` has the classes, or several axes have them.
    labels: class indices, of any integer type and the shape of the logits
        without the axis of the classes. As in optax, those below 0 count from
        the last class, and with one that is no class even so the loss is NaN;
        the gradient of that sample is 0.
    where: which samples count, of the shape of the labels; or which logits, of
        that of the logits. The loss of a sample without any is 0.

    Returns the losses, in the type of the logits.

    Raises TypeError for logits that are no floating-point numbers, or labels
    that are no integers; ValueError for shapes that do not fit, an axis that
    there is not, or no classes.
    """
    logits, labels = as_logits(logits), jnp.asarray(labels)
    if not jnp.issubdtype(labels.dtype, jnp.integer):
        raise TypeError(f"labels: elements of {labels.dtype}, not integers")
    axes = _class_axes(axis, logits.ndim)
    mask = _mask(where, logits, axes)
    one, logits, mask = _one_axis(axes, logits, mask)
    settings = options(logits, one)
    shape = samples_shape(logits, settings.axis)
    if labels.shape != shape:
        raise ValueError(
            f"labels: the shape {labels.shape} is not {shape}, that of the "
            "logits without the axis of the classes"
        )
    return _of_classes(logits, labels, mask, settings)


def softmax_cross_entropy(
    logits: ArrayLike,
    labels: ArrayLike,
    axis: int | tuple[int, ...] | None = -1,
    where: ArrayLike | None = None,
) -> Array:
    """optax's function of this name: the cross-entropy of each sample with
    target probabilities, in nats.

    logits: of any shape; `axis` has the classes, or several axes, or, with
        None, all of them.
    labels: target probabilities, or any weights of the classes, of a shape that
        broadcasts to that of the logits. One of 0 adds nothing, also where the
        logit is minus infinity: there optax has NaN.
    where: as in `softmax_cross_entropy_with_integer_labels`.

    Returns the losses, in the type that JAX promotes logits and labels to.

    Errors are those of `softmax_cross_entropy_with_integer_labels`.
    """
    logits, labels = as_logits(logits), jnp.asarray(labels)
    if not jnp.issubdtype(labels.dtype, jnp.floating):
        labels = labels.astype(logits.dtype)
    labels = jnp.broadcast_to(labels, logits.shape)
    axes = _class_axes(axis, logits.ndim)
    mask = _mask(where, logits, axes)
    one, logits, labels, mask = _one_axis(axes, logits, labels, mask)
    return _of_probabilities(logits, labels, mask, options(logits, one))


def _class_axes(axis: Any, axes: int) -> tuple[int, ...]:
    if axis is None:
        axis = tuple(range(axes))
    elif not isinstance(axis, tuple):
        axis = (axis,)
    axis = tuple(from_end(each, axes) for each in axis)
    if len(set(axis)) < len(axis):
        raise ValueError(f"axis: {axis} has one several times")
    return axis


def _mask(
    where: ArrayLike | None, logits: Array, axes: tuple[int, ...]
) -> Any:
    """Which logits count: of their shape, or with one element for all classes
    of a sample."""
    if where is None:
        return None
    mask = jnp.asarray(where, bool)
    if mask.ndim != logits.ndim:
        mask = jnp.expand_dims(mask, axes)
    shape = list(logits.shape)
    if all(-axis > mask.ndim or mask.shape[axis] == 1 for axis in axes):
        for axis in axes:
            shape[axis] = 1
    return jnp.broadcast_to(mask, shape)


def _one_axis(axes: tuple[int, ...], *arrays: Any) -> Any:
    """The axis of the classes, and the arrays; several axes become one, the
    last."""
    if len(axes) == 1:
        return axes[0], *arrays
    return -1, *(_flat(array, axes) for array in arrays)


def _flat(array: Any, axes: tuple[int, ...]) -> Any:
    if array is None:
        return None
    array = jnp.moveaxis(array, axes, tuple(range(-len(axes), 0)))
    samples = array.ndim - len(axes)
    classes = math.prod(array.shape[samples:])
    return array.reshape(array.shape[:samples] + (classes,))


@partial(jax.jit, static_argnames="options")
def _of_classes(
    logits: Array, labels: Array, mask: Any, options: Options
) -> Array:
    classes = _classes(labels, logits.shape[options.axis])
    wrong = classes == _NONE
    if mask is not None:
        counts = jnp.any(mask, options.axis)
        wrong &= counts
        classes = jnp.where(counts, classes, _NONE)
    if mask is None or mask.shape[options.axis] == 1:
        losses = _losses(logits, classes, options)
    else:
        losses = _of_some_logits(logits, classes, mask, options)
    return jnp.where(wrong, jnp.nan, losses).astype(logits.dtype)


def _of_some_logits(
    logits: Array, classes: Array, mask: Array, options: Options
) -> Array:
    """The logit of a target is taken as it is, also if it does not count."""
    axis = options.axis
    targets = jnp.expand_dims(jnp.maximum(classes, 0), axis)
    target_logits = jnp.take_along_axis(logits, targets, axis).squeeze(axis)
    counting = jnp.where(mask, logits, -jnp.inf)
    losses = of_logsumexp(counting, options) - target_logits
    return jnp.where(classes == _NONE, 0, losses)


@partial(jax.jit, static_argnames="options")
def _of_probabilities(
    logits: Array, labels: Array, mask: Any, options: Options
) -> Array:
    dtype = jnp.result_type(logits, labels)
    if dtype == jnp.float64:
        logits, labels = logits.astype(dtype), labels.astype(dtype)
    if mask is not None:
        logits = jnp.where(mask, logits, -jnp.inf)
        labels = jnp.where(mask, labels, 0)
    losses = _losses(logits, labels, options)
    if mask is not None:
        losses = jnp.where(jnp.any(mask, options.axis), losses, 0)
    return losses.astype(dtype)


def _classes(labels: Array, classes: int) -> Array:
    """Labels as signed integers from 0 on, and what is no class as such."""
    dtype = labels.dtype
    if jnp.issubdtype(dtype, jnp.unsignedinteger):
        labels = jnp.minimum(labels, min(classes, jnp.iinfo(dtype).max))
    labels = labels.astype(jnp.int64 if dtype.itemsize == 8 else jnp.int32)
    labels = jnp.where(labels < 0, labels + classes, labels)
    return jnp.where((0 <= labels) & (labels < classes), labels, _NONE)


# The gradient is computed in one sweep with its factors, in the backward pass:
# one of the forward pass would have to be multiplied by them, and that takes
# longer than to read the logits once more.


@partial(jax.custom_vjp, nondiff_argnums=(2,))
def _losses(x: Array, y: Array, options: Options) -> Array:
    """The losses with classes or target probabilities."""
    return call_of_samples("cross_entropy", options, x, y)


def _forward(x: Array, y: Array, options: Options) -> Any:
    return _losses(x, y, options), (x, y)


def _backward(options: Options, arrays: Any, g: Array) -> Any:
    x, y = arrays
    gradient = _gradient(x, y, g, options)
    if not jnp.issubdtype(y.dtype, jnp.floating):
        return gradient, None
    logs = of_log_softmax(x, options)
    return gradient, (-logs * jnp.expand_dims(g, options.axis)).astype(y.dtype)


_losses.defvjp(_forward, _backward)


@partial(jax.custom_vjp, nondiff_argnums=(3,))
def _gradient(x: Array, y: Array, g: Array, options: Options) -> Array:
    """The gradient with respect to x of the losses times g."""
    name = "cross_entropy_gradient"
    return call(name, x.shape, x.dtype, options, x, y, g)


def _gradient_forward(x: Array, y: Array, g: Array, options: Options) -> Any:
    return _gradient(x, y, g, options), (x, y, g)


def _gradient_backward(options: Options, arrays: Any, g: Array) -> Any:
    x, y, factors = arrays
    if jnp.issubdtype(y.dtype, jnp.floating):
        return jax.vjp(partial(_formula, options), x, y, factors)[1](g)
    dtype = computed_dtype(x)
    axis = options.axis % x.ndim
    hot = jax.nn.one_hot(y, x.shape[axis], dtype=dtype, axis=axis)
    of_logits = lambda x, g: _formula(options, x, hot, g)
    of_x, of_factors = jax.vjp(of_logits, x, factors)[1](g)
    return of_x, None, of_factors


def _formula(options: Options, x: Array, y: Array, g: Array) -> Array:
    """The same as operations of JAX."""
    total = jnp.sum(y, options.axis, keepdims=True)
    gradient = total * of_softmax(x, options) - y
    return (gradient * jnp.expand_dims(g, options.axis)).astype(x.dtype)


_gradient.defvjp(_gradient_forward, _gradient_backward)

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import jax
import jax.numpy as jnp

from ._calls import Options, as_logits, call, call_of_samples, options

if TYPE_CHECKING:
    from jax import Array
    from jax.typing import ArrayLike

__all__ = ["log_softmax", "logsumexp", "softmax"]


def softmax(x: ArrayLike, axis: int = -1) -> Array:
    """`jax.nn.softmax` along an axis.

    x: logits, of any shape; `axis` has the classes.

    Returns an array like x. A NaN, or a largest element that is infinite, makes
    its own sample NaN.

    Raises TypeError for elements that are no floating-point numbers, ValueError
    for an axis that there is not, or without classes.
    """
    x = as_logits(x)
    return of_softmax(x, options(x, axis))


def log_softmax(x: ArrayLike, axis: int = -1) -> Array:
    """`jax.nn.log_softmax` along an axis; as `softmax`."""
    x = as_logits(x)
    return of_log_softmax(x, options(x, axis))


def logsumexp(x: ArrayLike, axis: int = -1) -> Array:
    """`jax.nn.logsumexp` along an axis.

    Returns an array of the shape of x without that axis, in the type of x. A
    NaN makes its own sample NaN.

    Errors are those of `softmax`.
    """
    x = as_logits(x)
    return of_logsumexp(x, options(x, axis)).astype(x.dtype)


def _differentiable(
    name: str, gradient_of: Callable[[Array, Array, int], Array]
) -> Any:
    """A function whose gradient follows from its results y, as `gradient_of` y,
    the gradient g with respect to them, and the axis says.

    The extension computes both; a gradient of the gradient is JAX's own."""

    @partial(jax.custom_vjp, nondiff_argnums=(2,))
    def gradient(y: Array, g: Array, options: Options) -> Array:
        return call(f"{name}_gradient", y.shape, y.dtype, options, y, g)

    def gradient_forward(y: Array, g: Array, options: Options) -> Any:
        return gradient(y, g, options), (y, g)

    def gradient_backward(options: Options, arrays: Any, g: Array) -> Any:
        formula = lambda y, g: gradient_of(y, g, options.axis)
        return jax.vjp(formula, *arrays)[1](g)

    gradient.defvjp(gradient_forward, gradient_backward)

    @partial(jax.custom_vjp, nondiff_argnums=(1,))
    def function(x: Array, options: Options) -> Array:
        return call(name, x.shape, x.dtype, options, x)

    def forward(x: Array, options: Options) -> Any:
        y = function(x, options)
        return y, y

    def backward(options: Options, y: Array, g: Array) -> Any:
        return (gradient(y, g, options),)

    function.defvjp(forward, backward)
    # One call of XLA's, also where nothing is compiled around it.
    return jax.jit(function, static_argnums=1)


of_softmax = _differentiable(
    "softmax", lambda y, g, axis: y * (g - jnp.sum(g * y, axis, keepdims=True))
)
of_log_softmax = _differentiable(
    "log_softmax",
    lambda y, g, axis: g - jnp.exp(y) * jnp.sum(g, axis, keepdims=True),
)


@partial(jax.custom_vjp, nondiff_argnums=(1,))
def _logsumexp(x: Array, options: Options) -> Array:
    return call_of_samples("logsumexp", options, x)


def _forward(x: Array, options: Options) -> Any:
    return _logsumexp(x, options), x


def _backward(options: Options, x: Array, g: Array) -> Any:
    p = of_softmax(x.astype(g.dtype), options)
    return ((p * jnp.expand_dims(g, options.axis)).astype(x.dtype),)


_logsumexp.defvjp(_forward, _backward)
of_logsumexp = jax.jit(_logsumexp, static_argnums=1)

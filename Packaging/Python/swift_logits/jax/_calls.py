"""How JAX calls the extension's functions."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from .. import _core

if TYPE_CHECKING:
    from jax import Array
    from jax.typing import ArrayLike

_PREFIX = "swift_logits_"

for _name, _function in _core.xla_functions().items():
    jax.ffi.register_ffi_target(_PREFIX + _name, _function, platform="cpu")


class Options(NamedTuple):
    """What a function is compiled for, besides types and shapes."""

    # The classes' axis, counted from the end: vmap puts axes before the others.
    axis: int
    # The most threads; 0 for as many as there are processors.
    threads: int


def options(x: Array, axis: int) -> Options:
    axis = from_end(axis, x.ndim)
    if x.shape[axis] == 0:
        raise ValueError("logits: an axis without classes")
    threads = _core.threads(0)
    _core.threads(threads)
    return Options(axis, threads)


def from_end(axis: int, axes: int) -> int:
    """The axis, counted from the end."""
    axis = operator.index(axis)
    if not -axes <= axis < axes:
        raise ValueError(f"logits: no axis {axis} among {axes}")
    return axis - axes if axis >= 0 else axis


def call(
    name: str,
    shape: tuple[int, ...],
    dtype: Any,
    options: Options,
    *arrays: Array,
) -> Array:
    """The result of a function, of that shape and type."""
    function = jax.ffi.ffi_call(
        _PREFIX + name,
        jax.ShapeDtypeStruct(shape, dtype),
        vmap_method="broadcast_all",
    )
    return function(
        *arrays,
        axis=np.int64(options.axis),
        threads=np.int64(options.threads),
    )


def call_of_samples(
    name: str, options: Options, x: Array, *others: Array
) -> Array:
    """The same, with a number for each sample."""
    shape = samples_shape(x, options.axis)
    return call(name, shape, computed_dtype(x), options, x, *others)


def as_logits(x: ArrayLike) -> Array:
    array = jnp.asarray(x)
    if array.dtype not in (jnp.float32, jnp.float64, jnp.float16, jnp.bfloat16):
        raise TypeError(
            f"logits: elements of {array.dtype}, which are no float16, "
            "bfloat16, float32 or float64"
        )
    return array


def samples_shape(x: Array, axis: int) -> tuple[int, ...]:
    """The shape without the axis of the classes."""
    axis %= x.ndim
    return x.shape[:axis] + x.shape[axis + 1 :]


def computed_dtype(x: Array) -> Any:
    """The type that is computed in."""
    return jnp.float64 if x.dtype == jnp.float64 else jnp.float32

"""What the tests for JAX have in common."""

import jax
import jax.numpy as jnp
import numpy as np

import references

jax.config.update("jax_enable_x64", True)

DTYPES = [jnp.dtype(type) for type in references.TYPES]


def normal(shape, dtype, seed=1):
    x = np.random.default_rng(seed).standard_normal(shape) * 2
    return jnp.asarray(x).astype(dtype)


def axes(x):
    return range(-x.ndim, x.ndim)


def near(found, exact, dtype):
    references.near(np.asarray(found), np.asarray(exact), jnp.dtype(dtype))


def check_gradient(mine, theirs, x):
    """Of results and gradients with respect to x, whatever is upstream."""
    wide = x.astype(jnp.float64)
    found, backward = jax.vjp(mine, x)
    exact, exact_backward = jax.vjp(theirs, wide)
    near(found, exact, x.dtype)
    upstream = normal(exact.shape, found.dtype, 2)
    (gradient,) = backward(upstream)
    (exact_gradient,) = exact_backward(upstream.astype(exact.dtype))
    assert gradient.dtype == x.dtype
    # A softmax is rounded before its gradient is computed from it.
    tolerance = 4 * references.TYPES[np.dtype(x.dtype).type]
    np.testing.assert_allclose(
        gradient.astype(jnp.float64),
        exact_gradient,
        rtol=tolerance,
        atol=tolerance * max(1, float(jnp.abs(exact_gradient).max())),
    )

"""What the tests for JAX have in common."""

import jax
import jax.numpy as jnp
import numpy as np

import references

jax.config.update("jax_enable_x64", True)

DTYPES = [jnp.dtype(type) for type in references.TYPES]
SHAPES = [(5,), (4, 1), (3, 4, 6), (40, 133)]


def normal(shape, dtype, seed=1):
    x = np.random.default_rng(seed).standard_normal(shape) * 2
    return jnp.asarray(x.astype(dtype))


def wide(x):
    return np.asarray(x).astype(np.float64)


def near(found, exact, dtype):
    references.near(np.asarray(found), np.asarray(exact), jnp.dtype(dtype))


def with_gradient(function, x, g):
    """The results and, for gradients g from above, those with respect to x; in
    one program, which is compiled sooner than many."""

    @jax.jit
    def both(x, g):
        results, backward = jax.vjp(function, x)
        return results, backward(g)[0]

    return both(x, g)


def check(mine, x, exact, gradient_of):
    """Of results, and of gradients, which for g are gradient_of(g)."""
    results = jax.eval_shape(mine, x)
    g = normal(results.shape, results.dtype, 2)
    found, gradient = with_gradient(mine, x, g)
    near(found, exact, x.dtype)
    assert gradient.dtype == x.dtype
    exact_gradient = gradient_of(wide(g))
    # A softmax is rounded before its gradient is computed from it.
    tolerance = 8 * references.TYPES[np.dtype(x.dtype).type]
    np.testing.assert_allclose(
        wide(gradient),
        exact_gradient,
        rtol=tolerance,
        atol=tolerance * max(1, np.abs(exact_gradient).max(initial=0)),
    )

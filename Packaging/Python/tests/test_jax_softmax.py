"""Softmax, log-softmax and logsumexp for JAX, beside the textbook and JAX's own
in float64."""

import numpy as np
import pytest

jax = pytest.importorskip("jax")
import jax.numpy as jnp

import references
import swift_logits
import swift_logits.jax as ours
from jax_arrays import DTYPES, SHAPES, check, near, normal, wide

FUNCTIONS = {
    "softmax": (ours.softmax, references.softmax, jax.nn.softmax),
    "log_softmax": (
        ours.log_softmax,
        references.log_softmax,
        jax.nn.log_softmax,
    ),
    "logsumexp": (ours.logsumexp, references.logsumexp, jax.nn.logsumexp),
}


def gradient(name, p, g, axis):
    """From the softmax and the gradient from above."""
    if name == "logsumexp":
        return p * np.expand_dims(g, axis)
    if name == "log_softmax":
        return g - p * g.sum(axis, keepdims=True)
    return p * (g - (p * g).sum(axis, keepdims=True))


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_any_axis(name, dtype):
    mine, exact, _ = FUNCTIONS[name]
    for shape in SHAPES:
        x = normal(shape, dtype)
        for axis in range(len(shape)):
            p = references.softmax(wide(x), axis)
            check(
                lambda x: mine(x, axis - len(shape)),
                x,
                exact(wide(x), axis),
                lambda g: gradient(name, p, g, axis),
            )


@pytest.mark.parametrize("name", FUNCTIONS)
def test_compiled_and_mapped(name):
    mine, exact, theirs = FUNCTIONS[name]
    x = normal((3, 4, 5, 6), jnp.float32)
    for axis in -1, 0, 1:
        compiled = jax.jit(lambda x: mine(x, axis))
        near(compiled(x), exact(np.asarray(x), axis), jnp.float32)
        for mapped in 0, 2, 3:
            parts = np.moveaxis(np.asarray(x), mapped, 0)
            wanted = np.stack([exact(part, axis) for part in parts])
            found = jax.jit(jax.vmap(lambda x: mine(x, axis), mapped))(x)
            near(found, wanted, jnp.float32)
    twice = jax.vmap(jax.vmap(lambda x: mine(x, 0), 1), 2)(x)
    wanted = exact(np.asarray(x.transpose(2, 1, 0, 3)), 2)
    near(twice, wanted, jnp.float32)

    def square(function):
        return lambda x: jnp.sum(function(x) ** 2)

    found = jax.vmap(jax.grad(square(mine)))(x[0])
    wanted = jax.vmap(jax.grad(square(lambda x: theirs(x, axis=-1))))(x[0])
    np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_higher_derivatives(name):
    mine, _, theirs = FUNCTIONS[name]
    x, u, v = (normal((3, 4), jnp.float64, seed) for seed in range(3))

    def derivatives(function):
        first = jax.grad(lambda x: jnp.sum(function(x, axis=0) ** 3))
        second = jax.grad(lambda x: jnp.sum(first(x) * u))
        third = jax.grad(lambda x: jnp.sum(second(x) * v))
        return jax.jit(lambda x: (second(x), third(x)))(x)

    for found, exact in zip(derivatives(mine), derivatives(theirs)):
        np.testing.assert_allclose(found, exact, rtol=1e-9, atol=1e-10)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_forward_mode_is_refused(name):
    mine = FUNCTIONS[name][0]
    x = normal((2, 3), jnp.float32)
    for function in (mine, jax.jit(mine), jax.grad(lambda x: mine(x).sum())):
        with pytest.raises(TypeError, match="forward-mode"):
            jax.jvp(function, (x,), (x,))
    with pytest.raises(TypeError, match="forward-mode"):
        jax.hessian(lambda x: mine(x).sum())(x)


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_odd_numbers(name, dtype):
    mine, _, theirs = FUNCTIONS[name]
    inf, nan = jnp.inf, jnp.nan
    x = jnp.array(
        [
            [nan, 1, 2],
            [inf, 1, 2],
            [-inf, 1, 2],
            [-inf, -inf, -inf],
            [-inf, inf, nan],
            [30000, 1, -30000],
        ],
        dtype,
    )
    for axis, x in ((1, x), (0, x.T)):
        exact = theirs(x.astype(jnp.float64), axis=axis)
        near(mine(x, axis), np.asarray(exact), dtype)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_empty(name):
    mine, _, theirs = FUNCTIONS[name]
    for shape, axis in [((0, 5), 1), ((5, 0), 0), ((2, 0, 3), 2)]:
        x = jnp.zeros(shape, jnp.float32)
        exact = theirs(x, axis=axis)
        found = mine(x, axis)
        assert (found.shape, found.dtype) == (exact.shape, exact.dtype)
        gradient = jax.grad(lambda x: mine(x, axis).sum())(x)
        assert gradient.shape == shape
    with pytest.raises(ValueError, match="without classes"):
        mine(jnp.zeros((3, 0)))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_is_refused(name):
    mine = FUNCTIONS[name][0]
    x = normal((2, 3), jnp.float32)
    for axis in -3, 2, 99:
        with pytest.raises(ValueError, match=f"no axis {axis} among 2"):
            mine(x, axis)
    with pytest.raises(ValueError, match="no axis -1 among 0"):
        mine(jnp.float32(1))
    for dtype in jnp.int32, jnp.bool_, jnp.complex64, jnp.float8_e5m2:
        with pytest.raises(TypeError, match="logits: elements of"):
            mine(x.astype(dtype))
    with pytest.raises(TypeError):
        mine(x, 0.5)


def test_numpy_arrays():
    x = np.asarray(normal((2, 3), jnp.float32))
    near(ours.softmax(x), references.softmax(x), jnp.float32)
    near(ours.softmax(x.T, 0), references.softmax(x.T, 0), jnp.float32)


def test_threads():
    """How many there are may not change a bit."""
    x = normal((700, 500), jnp.float32)
    whole = ours.softmax(x)
    for threads in 1, 3:
        with swift_logits.threads(threads):
            traced = jax.jit(lambda x: ours.softmax(x)).lower(x)
            assert f"threads = {threads} : i64" in traced.as_text()
            np.testing.assert_array_equal(ours.softmax(x), whole)

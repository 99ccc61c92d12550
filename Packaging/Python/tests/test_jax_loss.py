"""optax's cross-entropies, beside optax and the textbook in float64."""

import subprocess
import sys

import numpy as np
import pytest

jax = pytest.importorskip("jax")
optax = pytest.importorskip("optax")
import jax.numpy as jnp
from optax.losses import softmax_cross_entropy as optax_of_probabilities
from optax.losses import (
    softmax_cross_entropy_with_integer_labels as optax_of_classes,
)

import references
import swift_logits
import swift_logits.jax as ours
from jax_arrays import DTYPES, SHAPES, check, near, normal, wide
from jax_arrays import with_gradient
from test_leaks import check as check_leaks

of_classes = ours.softmax_cross_entropy_with_integer_labels
of_probabilities = ours.softmax_cross_entropy

INTEGERS = [
    jnp.int8,
    jnp.int16,
    jnp.int32,
    jnp.int64,
    jnp.uint8,
    jnp.uint16,
    jnp.uint32,
    jnp.uint64,
]


def random(seed=1):
    return np.random.default_rng(seed)


def classes(x, axis=-1, dtype=jnp.int32):
    shape = np.delete(x.shape, axis)
    return jnp.asarray(random().integers(0, x.shape[axis], shape), dtype)


def probabilities(x, axis=-1, dtype=None):
    y = random(3).random(x.shape)
    y /= y.sum(axis, keepdims=True)
    return jnp.asarray(y).astype(dtype or x.dtype)


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_classes_along_any_axis(dtype):
    for shape in SHAPES:
        x = normal(shape, dtype)
        for axis in range(len(shape)):
            y = classes(x, axis)
            rows = references.target_rows(np.asarray(y), x.shape[axis], axis)
            logs = references.log_softmax(wide(x), axis)
            check(
                lambda x: of_classes(x, y, axis - len(shape)),
                x,
                -(rows * logs).sum(axis),
                lambda g: (np.exp(logs) - rows) * np.expand_dims(g, axis),
            )


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_probabilities_along_any_axis(dtype):
    for shape in SHAPES:
        x = normal(shape, dtype)
        for axis in range(len(shape)):
            # Of sums other than 1, too.
            y = jnp.abs(normal(shape, dtype, 3))
            rows, logs = wide(y), references.log_softmax(wide(x), axis)
            losses = -(rows * logs).sum(axis)
            sums = rows.sum(axis, keepdims=True)
            check(
                lambda x: of_probabilities(x, y, axis - len(shape)),
                x,
                losses,
                lambda g: (sums * np.exp(logs) - rows)
                * np.expand_dims(g, axis),
            )
            check(
                lambda y: of_probabilities(x, y, axis),
                y,
                losses,
                lambda g: -logs * np.expand_dims(g, axis),
            )


@pytest.mark.parametrize("dtype", INTEGERS, ids=lambda dtype: dtype.__name__)
@pytest.mark.parametrize("count", [3, 128, 255, 300])
def test_labels_of_any_integer(dtype, count):
    """Also those below 0, and those that are no class."""
    x = normal((400, count), jnp.float32)
    least, most = int(jnp.iinfo(dtype).min), int(jnp.iinfo(dtype).max)
    labels = [*range(-398, 398, 2), least, most]
    labels = [min(max(label, least), most) for label in labels]
    y = jnp.asarray(labels, dtype)
    found = of_classes(x, y)
    # Of a type that reaches all classes, as optax does not widen it.
    whole = jnp.asarray([i if -count <= i < count else count for i in labels])
    exact = optax_of_classes(x.astype(jnp.float64), whole)
    np.testing.assert_allclose(found, exact, rtol=1e-5)
    wrong = np.asarray(whole) == count
    assert wrong.any() == (most >= count or least < -count)
    assert np.isnan(found[wrong]).all()
    assert not np.isnan(found[~wrong]).any()
    gradient = jax.grad(lambda x: of_classes(x, y).sum())(x)
    exact = jax.grad(lambda x: optax_of_classes(x, whole).sum())(x)
    np.testing.assert_allclose(gradient[~wrong], exact[~wrong], atol=1e-5)
    assert not gradient[wrong].any()


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("other", DTYPES, ids=str)
def test_promotion(dtype, other):
    x = normal((4, 5), dtype)
    y = probabilities(x, dtype=other)
    found, exact = of_probabilities(x, y), optax_of_probabilities(x, y)
    assert found.dtype == exact.dtype
    near(
        found,
        optax_of_probabilities(x.astype(jnp.float64), y.astype(jnp.float64)),
        exact.dtype,
    )
    gradients = jax.grad(lambda x, y: of_probabilities(x, y).sum(), (0, 1))
    assert [g.dtype for g in gradients(x, y)] == [dtype, other]


def test_labels_that_broadcast():
    x = normal((3, 4, 5), jnp.float64)
    for shape in (5,), (4, 1), (1, 4, 5), ():
        y = normal(shape, jnp.float64, 2)
        near(of_probabilities(x, y), optax_of_probabilities(x, y), jnp.float64)
        found, exact = (
            jax.grad(lambda y: (function(x, y) ** 2).sum())(y)
            for function in (of_probabilities, optax_of_probabilities)
        )
        np.testing.assert_allclose(found, exact, rtol=1e-12)
    hot = jax.nn.one_hot(classes(x), 5, dtype=jnp.int32)
    near(of_probabilities(x, hot), of_classes(x, classes(x)), jnp.float64)


@pytest.mark.parametrize("axis", [-2, (2, 0), (0, 1, 2)])
def test_where_and_several_axes(axis):
    x = normal((3, 4, 6), jnp.float64)
    several = axis if isinstance(axis, tuple) else (axis,)
    several = [i % 3 for i in several]
    shape = [n for i, n in enumerate(x.shape) if i not in several]
    count = int(np.prod([x.shape[i] for i in several]))
    y = jnp.asarray(random().integers(-count, count, shape))
    p = probabilities(x)
    some = random(4).random(x.shape) < 0.7
    thin = [1 if i in several else n for i, n in enumerate(x.shape)]
    masks = [None, some, random(5).random(shape) < 0.7]
    masks += [random(6).random(thin) < 0.7, np.zeros(shape, bool)]
    for mask in masks:
        where = None if mask is None else jnp.asarray(mask)
        for mine, theirs, labels in (
            (of_classes, optax_of_classes, y),
            (of_probabilities, optax_of_probabilities, p),
        ):
            theirs_of = lambda x: theirs(x, labels, axis, where)
            check(
                lambda x: mine(x, labels, axis, where),
                x,
                jax.jit(theirs_of)(x),
                # NaN where nothing counts.
                lambda g: np.nan_to_num(with_gradient(theirs_of, x, g)[1]),
            )
    # A label that is no class does not matter where nothing counts.
    wrong = jnp.full(shape, count)
    nothing = jnp.zeros(shape, bool)
    assert not of_classes(x, wrong, axis, nothing).any()
    assert np.isnan(of_classes(x, wrong, axis, ~nothing)).all()


def test_all_axes():
    x, y = normal((3, 4), jnp.float64), normal((3, 4), jnp.float64, 2)
    for where in None, x > 0:
        near(
            of_probabilities(x, y, None, where),
            optax_of_probabilities(x, y, None, where),
            jnp.float64,
        )


def test_compiled_and_mapped():
    x = normal((3, 4, 5, 6), jnp.float32)
    for axis in 0, 2:
        y = classes(x, axis + 1)
        one = classes(x[0], axis)
        for function in (
            lambda x, y: of_classes(x, y, axis),
            lambda x, y: jax.grad(lambda x: of_classes(x, y, axis).sum())(x),
        ):
            parts = jnp.stack([function(x, y) for x, y in zip(x, y)])
            mapped = jax.jit(jax.vmap(function))
            np.testing.assert_array_equal(mapped(x, y), parts)
            # With labels for all, and logits for all.
            parts = jnp.stack([function(x, one) for x in x])
            mapped = jax.vmap(function, (0, None))
            np.testing.assert_array_equal(mapped(x, one), parts)
            parts = jnp.stack([function(x[0], y) for y in y])
            mapped = jax.jit(jax.vmap(function, (None, 0)))
            np.testing.assert_array_equal(mapped(x[0], y), parts)
            # Along other axes than the first.
            wanted = jnp.stack([function(x, y) for x, y in zip(x, y)], -1)
            mapped = jax.vmap(function, (2, 1), -1)
            x2, y2 = jnp.moveaxis(x, 0, 2), jnp.moveaxis(y, 0, 1)
            np.testing.assert_array_equal(mapped(x2, y2), wanted)
    p = probabilities(x)
    np.testing.assert_allclose(
        jax.vmap(jax.vmap(of_probabilities), (0, 0))(x, p),
        optax_of_probabilities(x, p),
        rtol=1e-5,
    )


def test_higher_derivatives():
    x, u, v = (normal((3, 4), jnp.float64, seed) for seed in range(3))
    y, p = classes(x, 0), probabilities(x, 0)

    def derivatives(function, labels):
        first = jax.grad(lambda x: (function(x, labels, 0) ** 3).sum())
        second = jax.grad(lambda x: jnp.sum(first(x) * u))
        third = jax.grad(lambda x: jnp.sum(second(x) * v))
        return jax.jit(lambda x: (second(x), third(x)))(x)

    def mixed(function):
        first = jax.grad(lambda x, p: (function(x, p, 0) ** 3).sum(), 1)
        return jax.jit(jax.grad(lambda x: jnp.sum(first(x, p) * u)))(x)

    pairs = [
        *zip(derivatives(of_classes, y), derivatives(optax_of_classes, y)),
        *zip(
            derivatives(of_probabilities, p),
            derivatives(optax_of_probabilities, p),
        ),
        (mixed(of_probabilities), mixed(optax_of_probabilities)),
    ]
    for found, exact in pairs:
        np.testing.assert_allclose(found, exact, rtol=1e-9, atol=1e-9)


def test_forward_mode_is_refused():
    x = normal((2, 3), jnp.float32)
    y, p = classes(x), probabilities(x)
    for function in (
        lambda x: of_classes(x, y),
        lambda x: of_probabilities(x, p),
        lambda y: of_probabilities(x, y),
        jax.grad(lambda x: of_classes(x, y).sum()),
    ):
        with pytest.raises(TypeError, match="forward-mode"):
            jax.jvp(function, (x,), (x,))


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_odd_numbers(dtype):
    inf, nan = jnp.inf, jnp.nan
    rows = [
        [nan, 1, 2],
        [inf, 1, 2],
        [-inf, 1, 2],
        [-inf, -inf, -inf],
        [30000, 1, -30000],
    ]
    for target in range(3):
        x = jnp.array(rows, dtype)
        y = jnp.full(len(rows), target)
        wide = x.astype(jnp.float64)
        exact = np.array(optax_of_classes(wide, y))
        # Where optax has the difference of infinities.
        exact[1] = nan
        near(of_classes(x, y), exact, dtype)
        gradient = jax.grad(lambda x: of_classes(x, y).sum())(x)
        assert np.isnan(gradient[np.array([0, 1, 3])]).all()
        assert not np.isnan(gradient[np.array([2, 4])]).any()
    hot = jnp.array([[0, 0.5, 0.5]], dtype)
    assert np.isfinite(of_probabilities(x[2:3], hot)).all()


@pytest.mark.parametrize("mine", [of_classes, of_probabilities])
def test_empty(mine):
    for shape, axis in [((0, 5), 1), ((5, 0), 0), ((2, 0, 3), 2)]:
        x = jnp.zeros(shape, jnp.float32)
        y = x if mine is of_probabilities else classes(x, axis)
        assert mine(x, y, axis).shape == tuple(np.delete(shape, axis))
        gradient = jax.grad(lambda x: mine(x, y, axis).sum())(x)
        assert gradient.shape == shape
        assert mine(x, y, axis, jnp.ones(shape, bool)).size == 0
    with pytest.raises(ValueError, match="without classes"):
        mine(jnp.zeros((3, 0)), jnp.zeros(3, jnp.int32)[:, None][:, :0])


def test_what_is_refused():
    x = normal((2, 3), jnp.float32)
    y = classes(x)
    for mine, labels in (of_classes, y), (of_probabilities, x):
        for axis in 2, -3, (0, 5):
            with pytest.raises(ValueError, match="no axis"):
                mine(x, labels, axis)
        with pytest.raises(ValueError):
            mine(x, labels, (0, 0))
        with pytest.raises(TypeError, match="logits"):
            mine(y, labels)
        for where in jnp.ones(5, bool), jnp.ones((1, 2, 3), bool):
            with pytest.raises(ValueError):
                mine(x, labels, -1, where)
    for labels in y[:1], y[:, None], jnp.int32(1), jnp.ones((2, 3), int):
        with pytest.raises(ValueError, match="labels: the shape"):
            of_classes(x, labels)
    with pytest.raises(TypeError, match="labels: elements of float32"):
        of_classes(x, x[:, 0])
    with pytest.raises(ValueError):
        of_probabilities(x, jnp.ones((2, 4)))


def raw(name, *arrays, result=None, **attributes):
    """A call past all that the package checks."""
    result = jax.ShapeDtypeStruct(
        *(result or (arrays[0].shape, arrays[0].dtype))
    )
    function = jax.ffi.ffi_call(f"swift_logits_{name}", result)
    attributes = {"axis": np.int64(-1), "threads": np.int64(0)} | attributes
    attributes = {k: v for k, v in attributes.items() if v is not None}
    return np.asarray(function(*arrays, **attributes))


def test_errors_of_the_library_are_those_of_xla():
    x = normal((2, 3), jnp.float32)
    losses = (2,), jnp.float32
    near(raw("softmax", x), references.softmax(np.asarray(x)), jnp.float32)
    raises = lambda text: pytest.raises(jax.errors.JaxRuntimeError, match=text)
    with raises("row 1: target 3 is not a class from 0 to 2"):
        raw("cross_entropy", x, jnp.array([0, 3]), result=losses)
    for text, name, arrays, more in [
        ("thread", "softmax", [x], dict(threads=np.int64(-1))),
        ("axis and threads", "softmax", [x], dict(threads=None)),
        ("axis and threads", "softmax", [x], dict(axis=np.int32(-2))),
        ("axis and threads", "softmax", [x], dict(axis="last")),
        ("axis and threads", "softmax", [x], dict(threads=np.int64(2**40))),
        ("no such axis", "softmax", [x], dict(axis=np.int64(0))),
        ("no such axis", "softmax", [x], dict(axis=np.int64(-3))),
        ("no such axis", "softmax", [x[0, 0]], {}),
        ("another number", "softmax", [x, x], {}),
        ("another number", "cross_entropy", [x], dict(result=losses)),
        ("output: 4", "softmax", [x], dict(result=((2, 2), x.dtype))),
        ("of type double", "softmax", [x], dict(result=((2, 3), "f8"))),
        ("of type int32", "softmax", [x.astype(jnp.int32)], {}),
        ("code of no type", "softmax", [x.astype(jnp.complex64)], {}),
        ("3 elements", "cross_entropy", [x, x[:1]], dict(result=losses)),
        ("losses: 3", "cross_entropy", [x, x], dict(result=((3,), x.dtype))),
        ("upstream: 1", "cross_entropy_gradient", [x, x, x[:1, 0]], {}),
        ("upstream: 3", "softmax_gradient", [x, x[:1]], {}),
    ]:
        with raises(text):
            raw(name, *arrays, **more)


def test_nothing_is_left_behind():
    x, half = normal((4, 10), jnp.float32), normal((4, 10), jnp.bfloat16)
    y = classes(x)
    gradient = jax.jit(jax.grad(lambda x: of_classes(x, y).sum()))
    softmax = jax.jit(ours.softmax)
    wrong = jnp.array([0, 1, 2, 30])

    def failing():
        try:
            raw("cross_entropy", x, wrong, result=((4,), jnp.float32))
        except jax.errors.JaxRuntimeError as error:
            raise ValueError from error

    # Each compiled call, and each call that has nothing compiled around it.
    check_leaks(lambda: jax.block_until_ready((gradient(x), softmax(half))), 10_000)
    check_leaks(lambda: jax.block_until_ready(of_classes(x, y)), 10_000)
    check_leaks(lambda: swift_logits.jax.logsumexp(x).block_until_ready(), 10_000)
    check_leaks(failing, 1000)


def test_a_training_step():
    """A linear model, as optax's own loss trains it."""
    x, y = normal((64, 8), jnp.float32), classes(normal((64, 5), jnp.float32))
    curves = []
    for function in of_classes, optax_of_classes:
        optimizer = optax.adam(0.1)

        @jax.jit
        def step(weight, state):
            loss = lambda weight: function(x @ weight, y).mean()
            value, gradient = jax.value_and_grad(loss)(weight)
            updates, state = optimizer.update(gradient, state)
            return optax.apply_updates(weight, updates), state, value

        weight = jnp.zeros((8, 5), jnp.float32)
        state = optimizer.init(weight)
        curves.append([])
        for _ in range(30):
            weight, state, value = step(weight, state)
            curves[-1].append(float(value))
    assert curves[0][-1] < 0.9 * curves[0][0]
    np.testing.assert_allclose(*curves, rtol=1e-4)


def test_without_64_bits():
    code = """
import numpy as np
import swift_logits.jax as ours
x = np.zeros((2, 4))
loss = ours.softmax_cross_entropy_with_integer_labels(x, np.array([1, -1]))
assert loss.dtype == "float32" and np.allclose(loss, np.log(4)), loss
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_without_jax():
    code = """
import sys
sys.modules["jax"] = None
import swift_logits
try:
    import swift_logits.jax
except ImportError as error:
    assert "pip install jax" in str(error), error
else:
    raise AssertionError
"""
    subprocess.run([sys.executable, "-c", code], check=True)

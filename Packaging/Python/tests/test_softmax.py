import array

import ml_dtypes
import numpy as np
import pytest

import references
import swift_logits
from references import TYPES, layouts, near

SHAPES = [(7,), (4, 5), (3, 4, 6), (2, 3, 4, 5), (1, 10), (9, 1), (300, 33)]


def batches(dtype):
    generator = np.random.default_rng(1)
    for shape in SHAPES:
        x = (3 * generator.standard_normal(shape)).astype(dtype)
        for y in layouts(x):
            for axis in range(-y.ndim, y.ndim):
                yield y, axis


@pytest.mark.parametrize("name", ["softmax", "log_softmax", "logsumexp"])
@pytest.mark.parametrize("dtype", TYPES)
def test_any_axis_of_any_layout(name, dtype):
    for x, axis in batches(dtype):
        kept = x.copy()
        exact = getattr(references, name)(x, axis)
        near(np.asarray(getattr(swift_logits, name)(x, axis)), exact, dtype)
        assert (x == kept).all()


@pytest.mark.parametrize("dtype", TYPES)
def test_kl_divergence(dtype):
    for x, axis in batches(dtype):
        y = np.roll(x, 1, axis)
        p = references.log_softmax(x, axis)
        q = references.log_softmax(y, axis)
        exact = (np.exp(p) * (p - q)).sum(axis)
        near(np.asarray(swift_logits.kl_divergence(x, y, axis)), exact, dtype)


@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
def test_out(name):
    function = getattr(swift_logits, name)
    for x, axis in batches(np.float32):
        exact = getattr(references, name)(x, axis)
        for out in layouts(np.full(x.shape, 7, np.float32)):
            if not out.flags.writeable or out.shape != x.shape:
                continue
            assert function(x, axis, out=out) is out
            near(out, exact, np.float32)
        place = x.copy("K")
        assert function(place, axis, out=place) is place
        near(place, exact, np.float32)


def test_what_lies_beside_a_result_stays():
    x = np.random.default_rng(2).standard_normal((4, 5)).astype(np.float32)
    for out in (
        np.full((4, 9), 7, np.float32)[:, 2:7],
        np.full((4, 10), 7, np.float32)[:, ::2],
        np.full((8, 5), 7, np.float32)[::2],
        np.full((9, 4), 7, np.float32)[:5].T,
    ):
        swift_logits.softmax(x, out=out)
        near(out, references.softmax(x), np.float32)
        assert (out.base == 7).sum() == out.base.size - out.size


def test_results_may_be_of_another_type():
    x = np.random.default_rng(3).standard_normal((4, 5)).astype(np.float16)
    out = np.empty((4, 5), np.float32)
    near(swift_logits.softmax(x, out=out), references.softmax(x), np.float32)


def test_other_objects():
    exact = references.softmax(np.array([1.0, 2, 3]))
    near(swift_logits.softmax([1, 2, 3]), exact, np.float64)
    near(swift_logits.softmax((1.0, 2.0, 3.0)), exact, np.float64)
    buffer = array.array("d", [1, 2, 3])
    near(swift_logits.softmax(buffer), exact, np.float64)
    near(swift_logits.softmax(memoryview(buffer)), exact, np.float64)
    out = array.array("d", [7, 7, 7])
    assert swift_logits.softmax(buffer, out=out) is out
    near(np.asarray(out), exact, np.float64)
    unaligned = np.zeros(25, np.uint8)[1:].view(np.float64)
    unaligned[:] = [1, 2, 3]
    near(swift_logits.softmax(unaligned), exact, np.float64)


def test_undefined_rows():
    inf, nan = np.inf, np.nan
    x = np.array([[0, nan], [inf, 0], [-inf, -inf], [-inf, 0]])
    found = swift_logits.softmax(x)
    assert np.isnan(found[:3]).all() and list(found[3]) == [0, 1]
    found = swift_logits.logsumexp(x)
    assert np.isnan(found[0]) and list(found[1:]) == [inf, -inf, 0]


def test_no_samples():
    assert swift_logits.softmax(np.empty((0, 3))).shape == (0, 3)
    assert swift_logits.logsumexp(np.empty((0, 3))).shape == (0,)
    assert swift_logits.softmax(np.empty((2, 3, 0)), 1).shape == (2, 3, 0)


X = np.zeros((3, 4), np.float32)


@pytest.mark.parametrize(
    "error, words, call",
    [
        (TypeError, "int64", lambda f: f(np.arange(3))),
        (TypeError, "format", lambda f: f(np.zeros(3, complex))),
        (TypeError, "big-endian", lambda f: f(X.astype(">f4"))),
        (TypeError, "format", lambda f: f(np.array(["a", "b"]))),
        (TypeError, ".", lambda f: f(np.array([{}, []], object))),
        (TypeError, "integer", lambda f: f(X, 0.5)),
        (IndexError, "no axis 2", lambda f: f(X, 2)),
        (IndexError, "no axis", lambda f: f(np.float32(1), 0)),
        (ValueError, "class", lambda f: f(np.zeros((3, 0)))),
        (ValueError, "shape", lambda f: f(X, out=X[:2])),
        (ValueError, "shape", lambda f: f(X, out=X[0])),
        (TypeError, "double", lambda f: f(X, out=X.astype(np.float64))),
        (TypeError, "int32", lambda f: f(X, out=X.view(np.int32))),
        (TypeError, "array", lambda f: f(X, out=[1, 2])),
        (
            ValueError,
            "overlap",
            lambda f: f(Y[:4], out=Y[1:]),
        ),
    ],
)
@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
def test_bad_arguments(name, error, words, call):
    kept = X.copy(), Y.copy()
    with pytest.raises(error, match=words):
        call(getattr(swift_logits, name))
    assert (X == kept[0]).all() and (Y == kept[1]).all()


Y = np.zeros((5, 4), np.float32)


def test_read_only_out():
    out = np.zeros((3, 4), np.float32)
    out.flags.writeable = False
    with pytest.raises((ValueError, BufferError), match="read-only|writ"):
        swift_logits.softmax(X, out=out)
    with pytest.raises((ValueError, BufferError, TypeError)):
        swift_logits.softmax(memoryview(b"12345678"), out=b"12345678")


def test_read_only_bfloat16_out():
    out = np.zeros((3, 4), ml_dtypes.bfloat16)
    out.flags.writeable = False
    with pytest.raises((ValueError, BufferError)):
        swift_logits.softmax(X.astype(out.dtype), out=out)
    assert (out == 0).all()

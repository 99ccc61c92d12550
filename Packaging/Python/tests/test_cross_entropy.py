import itertools

import ml_dtypes
import numpy as np
import pytest

import references
from references import TYPES, layouts, near
from swift_logits import cross_entropy


def reference(x, rows, axis=-1, weight=None, sample_weight=None, z_loss=0.0):
    """The losses of samples, their gradient, and what each adds to the
    divisor."""
    logs = references.log_softmax(x, axis)
    if weight is not None:
        shape = [1] * x.ndim
        shape[axis] = -1
        rows = rows * np.reshape(weight, shape)
    losses = -(rows * logs).sum(axis)
    total = rows.sum(axis, keepdims=True)
    gradient = total * np.exp(logs) - rows
    if z_loss:
        lse = references.logsumexp(x, axis)
        counts = (rows != 0).any(axis)
        losses = losses + z_loss * lse**2 * counts
        factor = np.expand_dims(2 * z_loss * lse * counts, axis)
        gradient = gradient + factor * np.exp(logs)
    if sample_weight is not None:
        losses = losses * sample_weight
        gradient = gradient * np.expand_dims(sample_weight, axis)
    return losses, gradient


@pytest.mark.parametrize("dtype", TYPES)
def test_any_axis_of_any_layout(dtype):
    generator = np.random.default_rng(4)
    for shape in [(5,), (4, 5), (3, 4, 6), (2, 3, 4, 5), (200, 17)]:
        batch = (2 * generator.standard_normal(shape)).astype(dtype)
        for x in layouts(batch):
            for axis in range(-x.ndim, x.ndim):
                classes = x.shape[axis]
                samples = np.delete(x.shape, axis)
                targets = generator.integers(classes, size=samples)
                rows = references.target_rows(targets, classes, axis)
                losses, gradient = reference(x, rows, axis)
                found, slope = cross_entropy(
                    x, targets, axis=axis, reduction="none", return_grad=True
                )
                near(np.asarray(found), losses, dtype)
                near(slope, gradient, dtype)
                mean, slope = cross_entropy(
                    x, targets, axis=axis, return_grad=True
                )
                assert isinstance(mean, float)
                assert mean == pytest.approx(losses.mean(), rel=1e-5)
                near(slope, gradient / losses.size, dtype)


def test_options():
    generator = np.random.default_rng(5)
    x = generator.standard_normal((6, 5))
    targets = np.array([0, 4, 2, -1, 3, 1])
    weight, sample_weight = generator.random(5), generator.random(6)
    for w, s, smoothing, z, reduction, divisor, dtype in itertools.product(
        (None, weight),
        (None, sample_weight),
        (0.0, 0.3),
        (0.0, 0.01),
        ("mean", "sum", "none"),
        (None, "weights", "samples", 3),
        (np.int8, np.int64, np.uint16),
    ):
        ignored = 5 if dtype == np.uint16 else -1
        indices = np.where(targets == -1, ignored, targets)
        rows = references.target_rows(indices, 5, -1, smoothing, ignored)
        if z and w is not None:
            continue  # whose factor the z-loss has is the library's to say
        losses, gradient = reference(x, rows, -1, w, s, z)
        counts = indices != ignored
        weights = counts * (1 if w is None else w[np.where(counts, indices, 0)])
        weights = weights * (1 if s is None else s)
        sum_of = {
            None: weights.sum(),
            "weights": weights.sum(),
            "samples": counts.sum(),
            3: 3,
        }[divisor]
        if reduction == "mean":
            losses, gradient = losses.sum() / sum_of, gradient / sum_of
        elif reduction == "sum":
            losses = losses.sum()
        found, slope = cross_entropy(
            x,
            indices.astype(dtype),
            weight=w,
            sample_weight=s,
            ignore_index=ignored,
            label_smoothing=smoothing,
            z_loss=z,
            reduction=reduction,
            divisor=divisor,
            return_grad=True,
        )
        np.testing.assert_allclose(found, losses, rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(slope, gradient, rtol=1e-12, atol=1e-14)


def test_temperature_and_softcap():
    x = np.random.default_rng(6).standard_normal((4, 5)) * 9
    targets = np.array([0, 1, 2, 3])
    capped = 5 * np.tanh(x / 5) / 2
    rows = references.target_rows(targets, 5)
    losses, _ = reference(capped, rows)
    found = cross_entropy(x, targets, temperature=2, softcap=5)
    assert found == pytest.approx(losses.mean(), rel=1e-13)


def test_target_probabilities():
    generator = np.random.default_rng(7)
    for dtype in TYPES:
        x = generator.standard_normal((4, 5, 6)).astype(dtype)
        for axis in range(3):
            rows = references.softmax(generator.standard_normal(x.shape), axis)
            for layout in layouts(rows):
                if layout.shape != x.shape:
                    continue
                losses, gradient = reference(x, layout, axis)
                found, slope = cross_entropy(
                    x, layout, axis=axis, reduction="none", return_grad=True
                )
                near(found, losses, dtype)
                near(slope, gradient, dtype)


def test_log_probabilities_and_probabilities():
    p = references.softmax(np.random.default_rng(8).standard_normal((4, 5)))
    targets = np.array([0, 1, 2, 3])
    exact = -np.log(p[range(4), targets]).mean()
    found = cross_entropy(np.log(p), targets, input="log_probabilities")
    assert found == pytest.approx(exact, rel=1e-14)
    found, slope = cross_entropy(
        p, targets, input="probabilities", return_grad=True
    )
    assert found == pytest.approx(exact, rel=1e-14)
    np.testing.assert_allclose(slope, -np.eye(5)[targets] / p / 4, rtol=1e-14)


def test_gradient_in_place_of_the_logits():
    for x in layouts(np.random.default_rng(9).standard_normal((4, 5))):
        if x.flags.writeable:
            targets = np.arange(x.shape[0]) % x.shape[1]
            exact, gradient = cross_entropy(x, targets, return_grad=True)
            loss, place = cross_entropy(x, targets, return_grad=True, out=x)
            assert place is x and loss == exact
            np.testing.assert_array_equal(x, gradient)


def test_lists():
    loss = cross_entropy([[1, 2], [3, 4]], [0, 1], weight=[1, 3])
    assert loss == pytest.approx(
        (np.log(1 + np.e) + 3 * np.log(1 + np.exp(-1))) / 4
    )


def test_nothing_counts():
    x = np.zeros((2, 3))
    assert np.isnan(cross_entropy(x, [1, 1], ignore_index=1))
    assert np.isnan(cross_entropy(x[:0], np.array([], int)))
    assert cross_entropy(x, [1, 1], ignore_index=1, reduction="sum") == 0


X = np.zeros((3, 4), np.float32)
T = np.array([0, 1, 2])


@pytest.mark.parametrize(
    "error, words, arguments, options",
    [
        (IndexError, "row 1: target 4 is not", (X, [0, 4, 9]), {}),
        (IndexError, "row 2: target -1 is not", (X, [0, 1, -1]), {}),
        (
            IndexError,
            "row 0: target 18446744073709551615 is not",
            (X, np.full(3, 2**64 - 1, np.uint64)),
            {},
        ),
        (ValueError, "targets: the shape", (X, T[:2]), {}),
        (ValueError, "targets: the shape", (X, [T]), {}),
        (ValueError, "targets: the shape", (X, X[:2]), {}),
        (ValueError, "weight", (X, T), {"weight": [1.0, 2]}),
        (ValueError, "weight", (X, T), {"weight": X}),
        (ValueError, "element 1 is nan", (X, T), {"weight": [1, np.nan, 1, 1]}),
        (TypeError, "weight", (X, T), {"weight": "abcd"}),
        (ValueError, "sample_weight", (X, T), {"sample_weight": X}),
        (
            ValueError,
            "sample weights",
            (X, T),
            {"sample_weight": [1, 1, np.inf]},
        ),
        (ValueError, "smoothing", (X, T), {"label_smoothing": 1.5}),
        (TypeError, ".", (X, T), {"label_smoothing": "a"}),
        (ValueError, "z-loss", (X, T), {"z_loss": -1}),
        (ValueError, "temperature", (X, T), {"temperature": 0}),
        (ValueError, "temperature", (X, T), {"temperature": np.nan}),
        (ValueError, "softcap", (X, T), {"softcap": 0.0}),
        (ValueError, "softcap", (X, T), {"softcap": -1}),
        (
            ValueError,
            "reduction: 'max' is none of",
            (X, T),
            {"reduction": "max"},
        ),
        (ValueError, "reduction: 3 is none of", (X, T), {"reduction": 3}),
        (ValueError, "divisor: 'x' is none of", (X, T), {"divisor": "x"}),
        (ValueError, "divisor", (X, T), {"divisor": -2.0}),
        (ValueError, "input: 'x' is none of", (X, T), {"input": "x"}),
        (TypeError, ".", (X, T), {"ignore_index": 1.5}),
        (OverflowError, ".", (X, T), {"ignore_index": 2**70}),
        (ValueError, "return_grad", (X, T), {"out": X}),
        (
            ValueError,
            "gradient: the shape",
            (X, T),
            {"out": X[:2], "return_grad": True},
        ),
        (
            TypeError,
            "gradient",
            (X, T),
            {"out": X.astype(int), "return_grad": True},
        ),
        (IndexError, "no axis", (X, T), {"axis": 5}),
        (IndexError, "no axis", (X, T), {"axis": 5, "reduction": "none"}),
        (TypeError, "targets", (X, None), {}),
    ],
)
def test_bad_arguments(error, words, arguments, options):
    with pytest.raises(error, match=words):
        cross_entropy(*arguments, **options)
    assert (X == 0).all()


def test_bad_targets_write_nothing():
    out = np.full((3, 4), 7, np.float32)
    with pytest.raises(IndexError):
        cross_entropy(X, [0, 1, 4], out=out, return_grad=True)
    assert (out == 7).all()


def test_gradient_over_the_targets_or_weights():
    memory = np.zeros(24, np.float64)
    x, weight = np.zeros((3, 4)), memory[:4]
    with pytest.raises(ValueError, match="overlap"):
        cross_entropy(
            x, T, weight=weight, return_grad=True, out=memory[:12].reshape(3, 4)
        )
    targets = memory[12:15].view(np.int64)
    with pytest.raises(ValueError, match="overlap"):
        cross_entropy(
            x, targets, return_grad=True, out=memory[9:21].reshape(3, 4)
        )
    assert (memory == 0).all()


def test_half_precision_class():
    x = np.zeros((2, 3), ml_dtypes.bfloat16)
    losses = cross_entropy(x, [0, 1], reduction="none")
    assert losses.dtype == ml_dtypes.bfloat16

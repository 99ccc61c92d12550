import numpy as np
import pytest

from swift_logits import LinearGradients, cross_entropy, linear_cross_entropy

generator = np.random.default_rng(10)
FEATURES = generator.standard_normal((3, 4, 6))
WEIGHT = generator.standard_normal((7, 6))
BIAS = generator.standard_normal(7)
TARGETS = generator.integers(7, size=(3, 4))


@pytest.mark.parametrize("bias", [None, BIAS])
@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize("memory", [None, 1000])
@pytest.mark.parametrize("order", ["C", "F"])
def test_the_loss_of_the_outputs(bias, reduction, memory, order):
    outputs = FEATURES @ WEIGHT.T + (0 if bias is None else bias)
    options = {
        "reduction": reduction,
        "ignore_index": 2,
        "label_smoothing": 0.1,
        "weight": np.arange(1, 8.0),
        "z_loss": 0.01,
    }
    exact, g = cross_entropy(outputs, TARGETS, return_grad=True, **options)
    arrays = [np.asarray(x, order=order) for x in (FEATURES, WEIGHT, TARGETS)]
    loss, gradients = linear_cross_entropy(
        *arrays, bias=bias, memory=memory, return_grad=True, **options
    )
    assert isinstance(gradients, LinearGradients)
    g = g.reshape(12, 7)
    near = dict(rtol=1e-11, atol=1e-13)
    np.testing.assert_allclose(loss, exact, **near)
    found = gradients.features.reshape(12, 6)
    np.testing.assert_allclose(found, g @ WEIGHT, **near)
    found = gradients.linear_weight
    np.testing.assert_allclose(found, g.T @ FEATURES.reshape(12, 6), **near)
    if bias is None:
        assert gradients.bias is None
    else:
        np.testing.assert_allclose(gradients.bias, g.sum(0), **near)
    without = linear_cross_entropy(*arrays, bias=bias, **options)
    np.testing.assert_allclose(without, loss, rtol=1e-12)


@pytest.mark.parametrize(
    "error, words, arguments",
    [
        (ValueError, "linear_weight", (FEATURES, WEIGHT[:, :5], TARGETS)),
        (ValueError, "linear_weight", (FEATURES, WEIGHT[0], TARGETS)),
        (ValueError, "linear_weight", (FEATURES[0, 0, 0], WEIGHT, TARGETS)),
        (ValueError, "targets", (FEATURES, WEIGHT, TARGETS[:2])),
        (IndexError, "row 0: target 7", (FEATURES, WEIGHT, TARGETS * 0 + 7)),
        (TypeError, "float|double", (FEATURES, WEIGHT.astype("f4"), TARGETS)),
        (TypeError, "int", (FEATURES.astype(int), WEIGHT, TARGETS)),
        (TypeError, ".", (FEATURES, WEIGHT, None)),
    ],
)
def test_bad_arguments(error, words, arguments):
    with pytest.raises(error, match=words):
        linear_cross_entropy(*arguments, return_grad=True)


def test_bad_bias_and_memory():
    arguments = FEATURES, WEIGHT, TARGETS
    with pytest.raises(ValueError, match="bias"):
        linear_cross_entropy(*arguments, bias=BIAS[:3])
    with pytest.raises(ValueError, match="bias"):
        linear_cross_entropy(*arguments, bias=BIAS[None])
    with pytest.raises(ValueError, match="memory"):
        linear_cross_entropy(*arguments, memory=-1)

import warnings

import pytest

torch = pytest.importorskip("torch")
import torch.nn.functional as F

import swift_logits.torch as ours
from test_torch_loss import SHAPES, TOLERANCES, compare, layouts, near

FUNCTIONS = {
    "softmax": (ours.softmax, F.softmax),
    "log_softmax": (ours.log_softmax, F.log_softmax),
    "logsumexp": (ours.logsumexp, torch.logsumexp),
}


@pytest.mark.parametrize("dtype", TOLERANCES, ids=str)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_any_axis_of_any_layout(name, dtype):
    torch.manual_seed(5)
    mine, theirs = FUNCTIONS[name]
    for shape in SHAPES:
        for x in layouts(torch.randn(shape).to(dtype)):
            for dim in range(-x.ndim, x.ndim):
                compare(lambda x: mine(x, dim), lambda x: theirs(x, dim), x)


@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
def test_dtype(name):
    mine, theirs = FUNCTIONS[name]
    for dtype in (*TOLERANCES, torch.int64):
        for result in TOLERANCES:
            x = torch.randint(-3, 4, (4, 5)).to(dtype)
            x.requires_grad_(dtype.is_floating_point)
            found = mine(x, 1, dtype=result)
            exact = theirs(x, 1, dtype=result)
            assert found.dtype == result
            tolerance = TOLERANCES[result]
            close = dict(rtol=tolerance, atol=tolerance)
            torch.testing.assert_close(found, exact, **close)
            if x.requires_grad:
                upstream = torch.rand_like(exact)
                (g,) = torch.autograd.grad(found, x, upstream)
                (e,) = torch.autograd.grad(exact, x, upstream)
                tolerance = max(tolerance, TOLERANCES[dtype])
                assert g.dtype == dtype
                torch.testing.assert_close(g, e, rtol=tolerance, atol=tolerance)


def test_no_dim():
    for x in torch.randn(3), torch.randn(3, 4), torch.randn(2, 3, 4):
        for name in "softmax", "log_softmax":
            mine, theirs = FUNCTIONS[name]
            with warnings.catch_warnings(record=True) as found:
                warnings.simplefilter("always")
                result = mine(x)
            torch.testing.assert_close(result, theirs(x))
            assert "Implicit dimension" in str(found[0].message)
            assert found[0].filename == __file__


def test_logsumexp_keeps_dims():
    x = torch.randn(2, 3, 4)
    for dim in 0, 1, -1, (1,), (0, 2), (-1, -2):
        for keepdim in False, True:
            torch.testing.assert_close(
                ours.logsumexp(x, dim, keepdim),
                torch.logsumexp(x, dim, keepdim),
            )


def test_views_of_complex_numbers():
    x = torch.randn(3, 4, dtype=torch.complex64).conj().imag
    assert x.is_neg()
    for mine, theirs in FUNCTIONS.values():
        torch.testing.assert_close(mine(x, 1), theirs(x, 1))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_has_no_elements_or_axes(name):
    mine, theirs = FUNCTIONS[name]
    for x in torch.empty(0, 3), torch.empty(2, 0), torch.tensor(3.0):
        torch.testing.assert_close(mine(x, 0), theirs(x, 0))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_bad_arguments(name):
    mine, _ = FUNCTIONS[name]
    x = torch.zeros(3, 4)
    for x in x, x.clone().requires_grad_():
        with pytest.raises(IndexError):
            mine(x, 2)
        with pytest.raises(TypeError, match="CPU"):
            mine(x.to("meta"), 1)
        with pytest.raises((TypeError, RuntimeError)):
            mine(x, "a")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_double_backward(name):
    mine, _ = FUNCTIONS[name]
    x = torch.randn(3, 4, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradgradcheck(lambda x: mine(x, 1), x)

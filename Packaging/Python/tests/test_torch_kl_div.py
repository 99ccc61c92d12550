"""kl_div for PyTorch, beside its formula in float64 and PyTorch's own."""

import itertools
import math
import warnings

import pytest

torch = pytest.importorskip("torch")
import torch.nn.functional as F
from torch.func import grad, jvp, vmap

import swift_logits.torch as ours

REDUCTIONS = {
    "none": lambda terms: terms,
    "sum": torch.sum,
    "mean": lambda terms: terms.sum() / terms.numel(),
    "batchmean": lambda terms: terms.sum() / len(terms),
}
TOLERANCES = {
    torch.float64: 1e-12,
    torch.float32: 1e-5,
    torch.float16: 4e-3,
    torch.bfloat16: 3e-2,
}


def kl_div(*arguments, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ours.kl_div(*arguments, **options)


@pytest.mark.parametrize("dtype", TOLERANCES, ids=str)
@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("log_target", [False, True])
def test_the_formula(dtype, reduction, log_target):
    """The loss, and the gradients of both."""
    torch.manual_seed(1)
    for shape in (5,), (3, 4), (2, 3, 4):
        x = torch.randn(shape).log_softmax(-1).to(dtype).requires_grad_()
        t = torch.randn(shape).log_softmax(-1)
        t = (t if log_target else t.exp()).to(dtype).requires_grad_()
        found = kl_div(x, t, reduction=reduction, log_target=log_target)
        u, v = (z.detach().double().requires_grad_() for z in (x, t))
        p, log_p = (v.exp(), v) if log_target else (v, v.log())
        exact = REDUCTIONS[reduction](p * (log_p - u))
        upstream = torch.rand_like(exact)
        mine = torch.autograd.grad(found, (x, t), upstream.to(dtype))
        right = torch.autograd.grad(exact, (u, v), upstream)
        assert found.dtype == dtype
        for one, another in zip((found, *mine), (exact, *right)):
            torch.testing.assert_close(
                one.double(),
                another,
                rtol=TOLERANCES[dtype],
                atol=TOLERANCES[dtype],
            )


def test_a_mean_of_elements_warns():
    x = torch.randn(3, 4).log_softmax(1)
    t = torch.randn(3, 4).softmax(1)
    with pytest.warns(UserWarning, match="batchmean"):
        mean = ours.kl_div(x, t)
    with pytest.warns(UserWarning, match="batchmean"):
        torch.testing.assert_close(mean, ours.KLDivLoss()(x, t))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        batch_mean = ours.kl_div(x, t, reduction="batchmean")
    torch.testing.assert_close(batch_mean, mean * 4)
    for options in itertools.product((None, False, True), repeat=2):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for reduction in "sum", "batchmean":
                torch.testing.assert_close(
                    ours.kl_div(x, t, *options, reduction),
                    F.kl_div(x, t, *options, reduction),
                )


def test_zeros_and_one_number():
    x = torch.tensor([-1.0, -2.0])
    t = torch.tensor([0.0, 1.0])
    assert kl_div(x, t, reduction="sum") == 2
    assert kl_div(x[0], t[1], reduction="batchmean") == 1
    assert math.isnan(kl_div(x - math.inf, t, reduction="sum"))
    # As in PyTorch, the target is broadcast.
    rows = torch.randn(3, 2)
    torch.testing.assert_close(
        kl_div(rows, t, reduction="sum"), F.kl_div(rows, t, reduction="sum")
    )


def test_modules():
    x = torch.randn(3, 4).log_softmax(1)
    rows = torch.randn(3, 4).softmax(1)
    for log_target, t in (False, rows), (True, rows.log()):
        options = dict(reduction="batchmean", log_target=log_target)
        exact = torch.nn.KLDivLoss(**options)(x, t)
        torch.testing.assert_close(ours.KLDivLoss(**options)(x, t), exact)
        with ours.installed():
            torch.testing.assert_close(
                torch.nn.KLDivLoss(**options)(x, t), exact
            )


def test_all_that_follows_tensors():
    t = torch.randn(3, 4).log_softmax(1)
    options = dict(reduction="batchmean", log_target=True)
    mine = lambda x, t=t: ours.kl_div(x, t, **options)
    theirs = lambda x, t=t: F.kl_div(x, t, **options)
    x = torch.randn(5, 3, 4).log_softmax(2)
    torch.testing.assert_close(vmap(mine)(x), vmap(theirs)(x))
    for argument in 0, 1:
        torch.testing.assert_close(
            grad(mine, argument)(x[0], t), grad(theirs, argument)(x[0], t)
        )
    tangents = (torch.randn(3, 4),)
    torch.testing.assert_close(
        jvp(mine, (x[0],), tangents), jvp(theirs, (x[0],), tangents)
    )
    assert torch.autograd.gradgradcheck(
        mine, (x[0].double().requires_grad_(), t.double().requires_grad_())
    )
    torch._dynamo.reset()
    compiled = torch.compile(mine, fullgraph=True, backend="aot_eager")
    torch.testing.assert_close(compiled(x[0]), theirs(x[0]))
    traced = torch.jit.trace(mine, x[0], check_trace=False)
    torch.testing.assert_close(traced(x[1]), theirs(x[1]))

    class Named(torch.Tensor):
        pass

    assert isinstance(mine(x[0].as_subclass(Named)), Named)


def test_bad_arguments():
    x = torch.randn(3, 4)
    options = dict(reduction="sum")
    for arguments in (x.to("meta"), x), (x, x.to("meta")):
        with pytest.raises(TypeError, match="CPU"):
            ours.kl_div(*arguments, **options)
    with pytest.raises(RuntimeError, match="size"):
        ours.kl_div(x, x[:, :3], **options)
    with pytest.raises(ValueError, match="max"):
        ours.kl_div(x, x, reduction="max")

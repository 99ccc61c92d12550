"""PyTorch's own samples for these functions: results, gradients, gradcheck."""

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("expecttest")

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from torch.testing._internal.common_methods_invocations import op_db

import torch.nn.functional as F

import swift_logits.torch as ours

# PyTorch's functions before anything takes their place.
PAIRS = {
    "softmax": (torch.softmax, lambda x, d, **o: ours.softmax(x, d, **o)),
    "log_softmax": (
        torch.log_softmax,
        lambda x, d, **o: ours.log_softmax(x, d, **o),
    ),
    "nn.functional.softmin": (
        F.softmin,
        lambda x, *a, **o: ours.softmax(-x, *a, **o),
    ),
    "logsumexp": (torch.logsumexp, ours.logsumexp),
    "nn.functional.cross_entropy": (F.cross_entropy, ours.cross_entropy),
    "nn.functional.nll_loss": (F.nll_loss, ours.nll_loss),
    "nn.functional.kl_div": (F.kl_div, ours.kl_div),
    "nn.functional.linear_cross_entropy": (
        F.linear_cross_entropy,
        ours.linear_cross_entropy,
    ),
}
OPS = [op for op in op_db if op.name in PAIRS]
TYPES = [torch.float64, torch.float32, torch.float16, torch.bfloat16]
TOLERANCES = {
    torch.float64: 1e-12,
    torch.float32: 1e-5,
    torch.float16: 3e-3,
    torch.bfloat16: 3e-2,
}


@pytest.fixture(autouse=True)
def one_thread():
    """The samples are small: more threads would wait for each other."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def test_all_are_here():
    assert {op.name for op in OPS} == PAIRS.keys()


def samples(op, dtype, requires_grad):
    """The samples; those without a gradient are of other types, too."""
    for sample in op.sample_inputs("cpu", dtype, requires_grad=requires_grad):
        yield sample.input, sample.args, sample.kwargs


def differentiable(*values):
    return [
        x
        for x in values
        if isinstance(x, torch.Tensor) and x.requires_grad and x.is_leaf
    ]


@pytest.mark.parametrize("dtype", TYPES, ids=str)
@pytest.mark.parametrize("op", OPS, ids=lambda op: op.full_name)
def test_samples(op, dtype):
    if dtype not in op.supported_dtypes("cpu"):
        pytest.skip("PyTorch has none")
    theirs, mine = PAIRS[op.name]
    tolerance = dict(rtol=TOLERANCES[dtype], atol=TOLERANCES[dtype])
    count = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for input, arguments, options in samples(op, dtype, True):
            exact = theirs(input, *arguments, **options)
            found = mine(input, *arguments, **options)
            torch.testing.assert_close(found, exact, **tolerance)
            assert found.requires_grad == exact.requires_grad
            leaves = differentiable(input, *arguments, *options.values())
            upstream = torch.rand_like(exact)
            torch.testing.assert_close(
                torch.autograd.grad(found, leaves, upstream, allow_unused=True),
                torch.autograd.grad(exact, leaves, upstream, allow_unused=True),
                **tolerance,
            )
            count += 1
    assert count > 0


@pytest.mark.parametrize("op", OPS, ids=lambda op: op.full_name)
def test_gradcheck(op):
    _, mine = PAIRS[op.name]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for input, arguments, options in samples(op, torch.float64, True):
            if input.numel() > 200:
                continue
            assert torch.autograd.gradcheck(
                lambda *x: mine(*x, **options), (input, *arguments)
            )


@pytest.mark.parametrize("op", OPS, ids=lambda op: op.full_name)
def test_other_types(op):
    """Integers and complex numbers are as much, or as little, as in PyTorch."""
    theirs, mine = PAIRS[op.name]
    for dtype in op.supported_dtypes("cpu") - set(TYPES):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for input, arguments, options in samples(op, dtype, False):
                exact = theirs(input, *arguments, **options)
                found = mine(input, *arguments, **options)
                torch.testing.assert_close(found, exact)


REFUSED = [op for op in OPS if op.error_inputs_func is not None]


@pytest.mark.parametrize("op", REFUSED, ids=lambda op: op.full_name)
def test_bad_samples(op):
    _, mine = PAIRS[op.name]
    for bad in op.error_inputs("cpu"):
        with pytest.raises((TypeError, ValueError, IndexError, RuntimeError)):
            sample = bad.sample_input
            mine(sample.input, *sample.args, **sample.kwargs)

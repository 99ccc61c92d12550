"""The losses for PyTorch, beside PyTorch's own in float64."""

import itertools

import pytest

torch = pytest.importorskip("torch")
import torch.nn.functional as F

import swift_logits.torch as ours

TOLERANCES = {
    torch.float64: 1e-12,
    torch.float32: 1e-5,
    torch.float16: 3e-3,
    torch.bfloat16: 2e-2,
}
SHAPES = [(5,), (4, 5), (3, 4, 6), (2, 3, 4, 5), (70, 33)]


def near(found, exact, dtype):
    assert found.dtype == dtype
    tolerance = TOLERANCES[dtype]
    torch.testing.assert_close(
        found.double(), exact, rtol=tolerance, atol=tolerance
    )


def layouts(x):
    """The numbers of x in other places."""
    yield x
    yield x.movedim(0, -1).contiguous().movedim(-1, 0)
    if x.ndim > 1:
        yield x.movedim(1, -1).contiguous().movedim(-1, 1)
    wide = torch.full((*x.shape[:-1], 2 * x.shape[-1]), 7.0, dtype=x.dtype)
    wide[..., ::2] = x
    yield wide[..., ::2]


def compare(mine, theirs, x):
    """Of losses and gradients with respect to x, whatever the upstream one
    is."""
    logits = x.detach().requires_grad_()
    # Contiguous, since PyTorch refuses some of the others.
    exact_logits = x.detach().double().contiguous().requires_grad_()
    found, exact = mine(logits), theirs(exact_logits)
    near(found, exact, x.dtype)
    upstream = torch.rand_like(exact)
    found.backward(upstream.to(found.dtype))
    exact.backward(upstream.to(found.dtype).double())
    near(logits.grad, exact_logits.grad, x.dtype)


@pytest.mark.parametrize("dtype", TOLERANCES, ids=str)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_cross_entropy(dtype, shape):
    torch.manual_seed(1)
    classes = shape[min(1, len(shape) - 1)]
    weights = torch.rand(classes).to(dtype)
    targets = torch.randint(classes, (shape[:1] + shape[2:]) * (len(shape) > 1))
    if targets.ndim:
        targets.view(-1)[1] = -100
    rows = torch.rand(shape).to(dtype)
    for x in layouts((2 * torch.randn(shape)).to(dtype)):
        for reduction, smoothing, weight, target in itertools.product(
            ("mean", "sum", "none"),
            (0.0, 0.2),
            (None, weights),
            (targets, rows),
        ):
            options = dict(reduction=reduction, label_smoothing=smoothing)

            def theirs(x):
                exact = target.double() if target is rows else target
                w = None if weight is None else weight.double()
                return F.cross_entropy(x, exact, w, **options)

            compare(
                lambda x: ours.cross_entropy(x, target, weight, **options),
                theirs,
                x,
            )


@pytest.mark.parametrize("dtype", TOLERANCES, ids=str)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_nll_loss(dtype, shape):
    torch.manual_seed(2)
    classes = shape[min(1, len(shape) - 1)]
    weights = torch.rand(classes).to(dtype)
    targets = torch.randint(classes, (shape[:1] + shape[2:]) * (len(shape) > 1))
    for x in layouts((-torch.rand(shape)).to(dtype)):
        for reduction, weight, ignored in itertools.product(
            ("mean", "sum", "none"), (None, weights), (-100, 1)
        ):
            if targets.ndim == 0 and ignored == 1:
                continue  # a mean of nothing
            options = dict(reduction=reduction, ignore_index=ignored)
            double = None if weight is None else weight.double()
            compare(
                lambda x: ours.nll_loss(x, targets, weight, **options),
                lambda x: F.nll_loss(x, targets, double, **options),
                x,
            )


def test_options_that_pytorch_has_not():
    torch.manual_seed(3)
    x = torch.randn(6, 5, dtype=torch.float64)
    targets = torch.tensor([0, 4, -100, 3, 2, 1])
    sample_weight = torch.rand(6, dtype=torch.float64)
    kept = (targets != -100).double()

    def theirs(x, reduce):
        z = 3 * torch.tanh(x / 3)
        losses = F.cross_entropy(z, targets, reduction="none")
        losses = losses + 0.1 * torch.logsumexp(z, 1) ** 2 * kept
        return reduce(losses * sample_weight)

    options = dict(z_loss=0.1, softcap=3.0, sample_weight=sample_weight)
    for reduction, divisor, reduce in (
        ("none", None, lambda losses: losses),
        ("sum", None, torch.sum),
        ("mean", 7, lambda losses: losses.sum() / 7),
        ("mean", "samples", lambda losses: losses.sum() / 5),
        ("mean", None, lambda losses: losses.sum() / (sample_weight @ kept)),
    ):
        compare(
            lambda x: ours.cross_entropy(
                x, targets, reduction=reduction, divisor=divisor, **options
            ),
            lambda x: theirs(x, reduce),
            x,
        )


@pytest.mark.parametrize("dtype", TOLERANCES, ids=str)
@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize("has_bias", [False, True])
def test_linear_cross_entropy(dtype, reduction, has_bias):
    torch.manual_seed(4)
    layer = [torch.randn(40, 16), torch.randn(9, 16), torch.randn(9)]
    layer = [(x / 4).to(dtype) for x in layer[: 2 + has_bias]]
    targets = torch.randint(9, (40,))
    targets[3] = -100
    mine = [x.clone().requires_grad_() for x in layer]
    exact = [x.double().requires_grad_() for x in layer]

    def loss(function, x, w, b=None):
        return function(x, w, targets, linear_bias=b, reduction=reduction)

    found = loss(ours.linear_cross_entropy, *mine)
    right = loss(F.linear_cross_entropy, *exact)
    near(found, right, dtype)
    upstream = torch.full_like(right, 0.5)
    found.backward(upstream.to(dtype))
    right.backward(upstream)
    for x, y in zip(mine, exact):
        near(x.grad, y.grad, dtype)


def test_upstream_gradients_of_one():
    """Nothing is multiplied by them; all others are."""
    from swift_logits._core import is_one

    for dtype in TOLERANCES:
        one = torch.ones((), dtype=dtype)
        assert is_one(one) and is_one(one[None, None])
        negative = torch.view_as_complex(torch.ones(2)).conj().imag
        for other in -one, one / 2, one * 0, one.expand(2), one.expand(0):
            assert not is_one(other)
        assert negative.is_neg() and not is_one(negative)
    for other in torch.tensor(1), torch.ones((), device="meta"), 1.0, None:
        assert not is_one(other)
    for factor in 1.0, -1.0, 0.0, 3.0:
        for dtype in TOLERANCES:
            x = torch.randn(4, 5).to(dtype).requires_grad_()
            targets = torch.tensor([0, 1, 2, 3])
            loss = ours.cross_entropy(x, targets)
            loss.backward(torch.tensor(factor, dtype=dtype))
            y = x.detach().double().requires_grad_()
            F.cross_entropy(y, targets).backward(torch.tensor(factor).double())
            near(x.grad, y.grad, dtype)


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
def test_a_layer_s_logits_are_never_there(reduction):
    """Nothing that is allocated is as large as the logits."""
    layer = [torch.randn(n, 4, requires_grad=True) for n in (60, 50)]
    targets = torch.randint(50, (60,))
    with torch.profiler.profile(profile_memory=True) as profile:
        losses = ours.linear_cross_entropy(*layer, targets, reduction=reduction)
        losses.backward(torch.rand_like(losses))
    sizes = [event.cpu_memory_usage for event in profile.events()]
    assert 60 * 4 * 4 <= max(sizes) < 60 * 50 * 4


def test_losses_of_samples_of_a_layer():
    """With each sample's own upstream gradient, and all options."""
    torch.manual_seed(7)
    layer = [torch.randn(n, 6, dtype=torch.float64) for n in (30, 9)]
    bias = torch.randn(9, dtype=torch.float64)
    targets = torch.randint(9, (30,))
    options = dict(
        reduction="none",
        weight=torch.rand(9, dtype=torch.float64),
        sample_weight=torch.rand(30, dtype=torch.float64),
        ignore_index=3,
        label_smoothing=0.1,
        z_loss=0.01,
        softcap=3.0,
    )
    for upstream in torch.rand(30, dtype=torch.float64), torch.ones(1).double():
        upstream = upstream.expand(30)
        mine = [x.clone().requires_grad_() for x in (*layer, bias)]
        exact = [x.clone().requires_grad_() for x in (*layer, bias)]
        found = ours.linear_cross_entropy(
            *mine[:2], targets, linear_bias=mine[2], **options
        )
        right = ours.cross_entropy(F.linear(*exact), targets, **options)
        near(found, right, torch.float64)
        found.backward(upstream)
        right.backward(upstream)
        for x, y in zip(mine, exact):
            near(x.grad, y.grad, torch.float64)
    options["sample_weight"] = options["sample_weight"][4]
    one = ours.linear_cross_entropy(
        mine[0][4], mine[1], targets[4], linear_bias=mine[2], **options
    )
    near(one, found[4], torch.float64)


def test_parts_of_a_layer_that_need_no_gradient():
    x, w, b = torch.randn(4, 3), torch.randn(5, 3), torch.randn(5)
    targets = torch.tensor([0, 1, 2, 4])
    for needed in itertools.product((False, True), repeat=3):
        layer = [t.clone().requires_grad_(n) for t, n in zip((x, w, b), needed)]
        loss = ours.linear_cross_entropy(
            *layer[:2], targets, linear_bias=layer[2]
        )
        assert loss.requires_grad == any(needed)
        if any(needed):
            loss.backward()
        assert [t.grad is not None for t in layer] == list(needed)


def test_graphs_that_are_kept():
    x = torch.randn(4, 5, requires_grad=True)
    targets = torch.tensor([0, 1, 2, 3])
    for factor in 1.0, 3.0:
        for reduction in "mean", "none":
            loss = ours.cross_entropy(x, targets, reduction=reduction).sum()
            exact = F.cross_entropy(x, targets, reduction=reduction).sum()
            for _ in range(3):
                (loss * factor).backward(retain_graph=True)
            found, x.grad = x.grad, None
            for _ in range(3):
                (exact * factor).backward(retain_graph=True)
            torch.testing.assert_close(found, x.grad)
            x.grad = None
    loss = ours.cross_entropy(x, targets)
    loss.backward()
    with pytest.raises(RuntimeError, match="second time"):
        loss.backward()


def test_a_gradient_that_is_used_twice():
    """The gradient is nobody else's: what is done to one leaves the other."""
    x = torch.randn(4, 5, requires_grad=True)
    targets = torch.tensor([0, 1, 2, 3])
    y = x * 1
    loss = ours.cross_entropy(y, targets)
    (first,) = torch.autograd.grad(loss, y, retain_graph=True)
    kept = first.clone()
    (second,) = torch.autograd.grad(loss * 5, y)
    torch.testing.assert_close(first, kept)
    torch.testing.assert_close(second, 5 * kept)


def test_the_gradient_in_place_of_the_logits():
    x = torch.randn(4, 5, requires_grad=True)
    targets = torch.tensor([0, 1, 2, 3])
    F.cross_entropy(x * 2, targets).backward()
    exact, x.grad = x.grad, None
    logits = x * 2
    loss = ours.cross_entropy(logits, targets, inplace_backward=True)
    address = logits.data_ptr()
    gradients = []
    logits.register_hook(gradients.append)
    loss.backward()
    torch.testing.assert_close(x.grad, exact)
    assert gradients[0].data_ptr() == address
    # A graph that still needs the logits says so.
    logits = x.exp()
    loss = ours.cross_entropy(logits, targets, inplace_backward=True)
    with pytest.raises(RuntimeError, match="inplace"):
        loss.backward()
    # A bad target leaves them as they are.
    logits = x.exp()
    with pytest.raises(IndexError, match="row 0"):
        ours.cross_entropy(logits, targets - 1, inplace_backward=True)
    logits.sum().backward()
    with pytest.raises(ValueError, match="leaf"):
        ours.cross_entropy(x, targets, inplace_backward=True)
    with pytest.raises(ValueError, match="reduced"):
        ours.cross_entropy(
            x * 2, targets, reduction="none", inplace_backward=True
        )


def test_logits_that_change_afterwards():
    x = torch.randn(4, 5, requires_grad=True)
    targets = torch.tensor([0, 1, 2, 3])
    y = x * 1
    losses = ours.cross_entropy(y, targets, reduction="none")
    y.data.add_(1)  # behind autograd's back
    y.add_(1)
    with pytest.raises(RuntimeError, match="inplace"):
        losses.sum().backward()


def test_gradients_of_targets_and_weights_are_pytorch_s():
    x = torch.randn(4, 5, dtype=torch.float64, requires_grad=True)
    rows = torch.rand(4, 5, dtype=torch.float64, requires_grad=True)
    weight = torch.rand(5, dtype=torch.float64, requires_grad=True)
    leaves = x, rows, weight
    found = torch.autograd.grad(ours.cross_entropy(*leaves), leaves)
    exact = torch.autograd.grad(F.cross_entropy(*leaves), leaves)
    torch.testing.assert_close(found, exact)
    with pytest.raises(ValueError, match="z_loss"):
        ours.cross_entropy(*leaves, z_loss=0.1)


def test_gradients_that_nobody_has():
    """They raise rather than vanish."""
    x, targets = torch.randn(4, 5), torch.tensor([0, 1, 2, 3])
    weight = torch.rand(5, requires_grad=True)
    sample_weight = torch.rand(4, requires_grad=True)
    for function in ours.cross_entropy, ours.nll_loss:
        with pytest.raises(RuntimeError, match="not differentiable"):
            function(x, targets, weight)
        with torch.no_grad():
            function(x, targets, weight)
    with pytest.raises(ValueError, match="sample_weight"):
        ours.cross_entropy(x, targets, sample_weight=sample_weight)
    with pytest.raises(ValueError, match="sample_weight"):
        ours.linear_cross_entropy(
            x, x.repeat(2, 1), targets, sample_weight=sample_weight
        )


def test_legacy_reductions():
    x, targets = torch.randn(4, 5), torch.tensor([0, 1, 2, 3])
    for options in ({"size_average": False}, {"reduce": False}):
        with pytest.warns(UserWarning, match="deprecated"):
            found = ours.cross_entropy(x, targets, **options)
            exact = F.cross_entropy(x, targets, **options)
        torch.testing.assert_close(found, exact)


X, T, W = torch.zeros(3, 4), torch.tensor([0, 1, 2]), torch.ones(4)


@pytest.mark.parametrize(
    "error, words, call",
    [
        (IndexError, "row 1: target 9", lambda f: f(X, T + T * 8)),
        (IndexError, "row 0: target -1", lambda f: f(X, T - 1)),
        (ValueError, "targets: the shape", lambda f: f(X, T[:2])),
        (ValueError, "targets: the shape", lambda f: f(X, T[None])),
        (ValueError, "weight", lambda f: f(X, T, W[:3])),
        (ValueError, "weight", lambda f: f(X, T, W[None])),
        (ValueError, "reduction", lambda f: f(X, T, reduction="max")),
        (TypeError, "CPU", lambda f: f(X.to("meta"), T)),
        (TypeError, "CPU", lambda f: f(X, T.to("meta"))),
        (TypeError, "CPU", lambda f: f(X, T, W.to("meta"))),
        (TypeError, "CPU", lambda f: f(X, T.to_sparse())),
        (TypeError, "integers", lambda f: f(X, T > 1)),
    ],
)
@pytest.mark.parametrize("name", ["cross_entropy", "nll_loss"])
@pytest.mark.parametrize("requires_grad", [False, True])
def test_bad_arguments(name, error, words, call, requires_grad):
    X.requires_grad_(requires_grad)
    with pytest.raises(error, match=words):
        call(getattr(ours, name))
    X.requires_grad_(False)


def test_target_probabilities_are_for_cross_entropy():
    with pytest.raises(RuntimeError, match="target"):
        ours.nll_loss(X, torch.rand(3, 4))


def test_ignore_index_of_probabilities():
    with pytest.raises(ValueError, match="ignore_index"):
        ours.cross_entropy(X, torch.rand(3, 4), ignore_index=1)
    with pytest.raises(ValueError, match="smoothing"):
        ours.cross_entropy(X, T, label_smoothing=2)


def test_no_samples():
    x = torch.empty(0, 5, requires_grad=True)
    targets = torch.empty(0, dtype=torch.long)
    assert ours.cross_entropy(x, targets).isnan()
    assert ours.cross_entropy(x, targets, reduction="sum") == 0
    assert ours.cross_entropy(x, targets, reduction="none").shape == (0,)


@pytest.mark.parametrize("half", [torch.float16, torch.bfloat16], ids=str)
def test_the_type_of_a_loss(half):
    """float32 keeps what a loss of halves has been computed with."""
    x, targets = torch.randn(6, 5).to(half), torch.randint(5, (6,))
    double = x.double().requires_grad_()
    exact = F.cross_entropy(double, targets)
    exact.backward()
    float32 = dict(dtype=torch.float32)
    layer = torch.eye(5, dtype=half)
    module = ours.CrossEntropyLoss(**float32)
    for function in (
        lambda x: ours.cross_entropy(x, targets, **float32),
        lambda x: ours.linear_cross_entropy(x, layer, targets, **float32),
        lambda x: module(x, targets),
    ):
        y = x.clone().requires_grad_()
        loss = function(y)
        near(loss, exact, torch.float32)
        loss.backward()
        near(y.grad, double.grad, half)
    # PyTorch's own function, which target probabilities with a gradient take.
    rows = torch.rand(6, 5).requires_grad_()
    loss = ours.cross_entropy(x.float(), rows, dtype=torch.float64)
    assert loss.dtype == torch.float64


def test_integer_types_of_targets():
    exact = F.cross_entropy(X, T)
    for dtype in (
        torch.uint8,
        torch.int8,
        torch.int16,
        torch.int32,
        torch.uint16,
    ):
        torch.testing.assert_close(ours.cross_entropy(X, T.to(dtype)), exact)


def test_modules():
    x, targets = torch.randn(6, 4), torch.tensor([0, 1, 2, 3, -100, 0])
    weight = torch.rand(4)
    for mine, theirs in (
        (ours.CrossEntropyLoss, torch.nn.CrossEntropyLoss),
        (ours.NLLLoss, torch.nn.NLLLoss),
    ):
        for options in ({}, {"weight": weight}, {"reduction": "sum"}):
            torch.testing.assert_close(
                mine(**options)(x, targets), theirs(**options)(x, targets)
            )
    module = ours.CrossEntropyLoss(z_loss=0.1, divisor="samples")
    exact = ours.cross_entropy(x, targets, z_loss=0.1, divisor="samples")
    assert module(x, targets) == exact
    for mine, theirs in (
        (ours.Softmax, torch.nn.Softmax),
        (ours.LogSoftmax, torch.nn.LogSoftmax),
    ):
        torch.testing.assert_close(mine(1)(x), theirs(1)(x))
    for shape in (), (2, 3):
        mine = ours.LinearCrossEntropyLoss(4, 5, out_features=shape, bias=True)
        theirs = torch.nn.LinearCrossEntropyLoss(
            4, 5, out_features=shape, bias=True
        )
        theirs.load_state_dict(mine.state_dict())
        targets = torch.randint(5, (6, *shape))
        torch.testing.assert_close(mine(x, targets), theirs(x, targets))


def test_the_memory_of_large_gradients(monkeypatch):
    """Is used again once nobody has it, and only then."""
    from swift_logits.torch import _buffers

    monkeypatch.setattr(_buffers, "_LARGE", 1)
    monkeypatch.setattr(_buffers, "_kept", _buffers._Kept())
    targets = torch.tensor([0, 1, 2, 3])

    def step(x):
        y = x * 1
        gradients = []
        y.register_hook(gradients.append)
        ours.cross_entropy(y, targets).backward()
        return gradients[0]

    def address(x):
        return x.untyped_storage().data_ptr()

    x = torch.randn(4, 5, requires_grad=True)
    first = address(step(x))
    assert address(step(x)) == first
    held = step(x)
    kept = held.clone()
    second = step(x * 3)
    assert address(second) != address(held)
    torch.testing.assert_close(held, kept)
    # A view, a gradient of a leaf, a graph: each of them has the memory.
    for have in (
        lambda: step(x)[1:],
        lambda: step(x).numpy(),
        lambda: ours.cross_entropy(x, targets),
    ):
        one, another = have(), have()
        for thing in one, another:
            if isinstance(thing, torch.Tensor) and thing.requires_grad:
                (gradient,) = torch.autograd.grad(thing, x)
                exact = torch.autograd.grad(F.cross_entropy(x, targets), x)
                torch.testing.assert_close(gradient, exact[0])
    leaves = [torch.randn(4, 5, requires_grad=True) for _ in range(3)]
    for leaf in leaves:
        ours.cross_entropy(leaf, targets).backward()
    assert len({address(leaf.grad) for leaf in leaves}) == 3
    for leaf in leaves:
        (exact,) = torch.autograd.grad(F.cross_entropy(leaf, targets), leaf)
        torch.testing.assert_close(leaf.grad, exact)
    # In other types and shapes.
    for dtype in TOLERANCES:
        for n in 3, 8, 2:
            y = torch.randn(4, n).to(dtype)
            t = targets % n
            compare(
                lambda x: ours.cross_entropy(x, t),
                lambda x: F.cross_entropy(x, t),
                y,
            )

"""What else follows tensors: the compiler, functorch, forward mode, autocast,
tracing, subclasses; and PyTorch's own functions replaced."""

import multiprocessing
import threading

import pytest

torch = pytest.importorskip("torch")
import torch.autograd.forward_ad as forward_ad
import torch.nn.functional as F
from torch.func import grad, hessian, jvp, vmap

import swift_logits
import swift_logits.torch as ours

T = torch.tensor([0, 3, 1])
# What is computed of logits 3 × 4, ours and PyTorch's.
PAIRS = [
    (lambda x: ours.cross_entropy(x, T), lambda x: F.cross_entropy(x, T)),
    (
        lambda x: ours.cross_entropy(x, T, reduction="none").square().sum(),
        lambda x: F.cross_entropy(x, T, reduction="none").square().sum(),
    ),
    (
        lambda x: ours.cross_entropy(x, T, label_smoothing=0.1) * 2,
        lambda x: F.cross_entropy(x, T, label_smoothing=0.1) * 2,
    ),
    (
        lambda x: ours.nll_loss(x.log_softmax(1), T),
        lambda x: F.nll_loss(x.log_softmax(1), T),
    ),
    (
        lambda x: ours.softmax(x, 1).square().sum(),
        lambda x: F.softmax(x, 1).square().sum(),
    ),
    (
        lambda x: ours.log_softmax(x, 0)[1].sum(),
        lambda x: F.log_softmax(x, 0)[1].sum(),
    ),
    (
        lambda x: ours.logsumexp(x, 1, keepdim=True).square().sum(),
        lambda x: torch.logsumexp(x, 1, keepdim=True).square().sum(),
    ),
    (
        lambda x: ours.linear_cross_entropy(x, x + 1, T.clamp(max=2)),
        lambda x: F.linear_cross_entropy(x, x + 1, T.clamp(max=2)),
    ),
    (
        lambda x: ours.linear_cross_entropy(
            x, x + 1, T.clamp(max=2), linear_bias=x[:, 0], reduction="none"
        )
        .square()
        .sum(),
        lambda x: F.linear_cross_entropy(
            x, x + 1, T.clamp(max=2), linear_bias=x[:, 0], reduction="none"
        )
        .square()
        .sum(),
    ),
]
both = pytest.mark.parametrize("mine, theirs", PAIRS)


@both
def test_compile(mine, theirs):
    torch._dynamo.reset()
    compiled = torch.compile(
        lambda x: mine(x * 2) * 3, fullgraph=True, backend="aot_eager"
    )
    x = torch.randn(3, 4, requires_grad=True)
    found, exact = compiled(x), theirs(x * 2) * 3
    torch.testing.assert_close(found, exact)
    (found,) = torch.autograd.grad(found, x)
    (exact,) = torch.autograd.grad(exact, x)
    torch.testing.assert_close(found, exact)
    with torch.no_grad():
        torch.testing.assert_close(compiled(x), theirs(x * 2) * 3)


def test_inductor():
    torch._dynamo.reset()
    mine, theirs = PAIRS[0]
    x = torch.randn(3, 4, requires_grad=True)
    try:
        found = torch.compile(lambda x: mine(x.sin()), fullgraph=True)(x)
    except torch._inductor.exc.InductorError as error:
        pytest.skip(f"no compiler: {error}"[:80])
    (found,) = torch.autograd.grad(found, x)
    (exact,) = torch.autograd.grad(theirs(x.sin()), x)
    torch.testing.assert_close(found, exact)


@both
def test_functorch(mine, theirs):
    x = torch.randn(5, 3, 4)
    torch.testing.assert_close(grad(mine)(x[0]), grad(theirs)(x[0]))
    torch.testing.assert_close(vmap(mine)(x), vmap(theirs)(x))
    torch.testing.assert_close(
        vmap(mine, 1)(x.mT.mT.movedim(0, 1)), vmap(theirs)(x)
    )
    torch.testing.assert_close(vmap(grad(mine))(x), vmap(grad(theirs))(x))


def test_functorch_of_targets_and_weights():
    x, rows, weight = torch.randn(3, 4), torch.rand(3, 4), torch.rand(4)
    for argument in 1, 2:
        found = grad(ours.cross_entropy, argument)(x, rows, weight)
        exact = grad(F.cross_entropy, argument)(x, rows, weight)
        torch.testing.assert_close(found, exact)


@both
def test_forward_mode_raises(mine, theirs):
    x = torch.randn(3, 4)
    with pytest.raises((RuntimeError, NotImplementedError)):
        jvp(mine, (x,), (torch.ones_like(x),))
    with forward_ad.dual_level():
        dual = forward_ad.make_dual(x, torch.ones_like(x))
        with pytest.raises((RuntimeError, NotImplementedError)):
            mine(dual)
        torch.testing.assert_close(mine(x), theirs(x))


@pytest.mark.parametrize("mine, theirs", PAIRS[:4] + PAIRS[7:])
def test_double_backward_of_losses_raises(mine, theirs):
    x = torch.randn(3, 4, dtype=torch.float64, requires_grad=True)
    with pytest.raises(RuntimeError, match="cannot be differentiated"):
        torch.autograd.grad(mine(x), x, create_graph=True)
    with pytest.raises(RuntimeError):
        hessian(mine)(x.detach())
    with pytest.raises(RuntimeError, match="cannot be differentiated"):
        grad(lambda x: grad(lambda x: mine(x) + x.pow(4).sum())(x).sum())(
            x.detach()
        )


@pytest.mark.parametrize("mine, theirs", PAIRS[4:7])
def test_double_backward_of_softmax(mine, theirs):
    x = torch.randn(3, 4, dtype=torch.float64)
    twice = lambda f: grad(lambda x: grad(f)(x).square().sum())(x)
    torch.testing.assert_close(twice(mine), twice(theirs))
    functional = torch.autograd.functional.hessian
    torch.testing.assert_close(functional(mine, x), functional(theirs, x))


def test_autocast():
    for dtype in torch.bfloat16, torch.float32:
        x = torch.randn(3, 4).to(dtype).requires_grad_()
        with torch.autocast("cpu", torch.bfloat16):
            for mine, theirs in PAIRS:
                found, exact = mine(x), theirs(x)
                assert found.dtype == exact.dtype
                torch.testing.assert_close(found, exact, rtol=0.05, atol=0.05)
        (found,) = torch.autograd.grad(PAIRS[0][0](x), x)
        assert found.dtype == dtype


def test_tracing():
    for mine, theirs in PAIRS:
        x = torch.randn(3, 4)
        traced = torch.jit.trace(mine, x, check_trace=False)
        y = torch.randn(3, 4)
        torch.testing.assert_close(traced(y), theirs(y))


def test_subclasses():
    seen = []

    class Named(torch.Tensor):
        @classmethod
        def __torch_function__(
            cls, function, types, arguments=(), options=None
        ):
            seen.append(function)
            return super().__torch_function__(
                function, types, arguments, options or {}
            )

    x = torch.randn(3, 4)
    named = x.as_subclass(Named)
    found = ours.cross_entropy(named, T)
    assert ours.cross_entropy in seen
    torch.testing.assert_close(
        found.as_subclass(torch.Tensor), F.cross_entropy(x, T)
    )
    parameter = torch.nn.Parameter(x)
    torch.testing.assert_close(
        ours.cross_entropy(parameter, T), F.cross_entropy(x, T)
    )


def test_fake_tensors():
    from torch._subclasses.fake_tensor import FakeTensorMode

    with FakeTensorMode() as mode:
        x = mode.from_tensor(torch.randn(3, 4))
        t = mode.from_tensor(T)
        for dtype in torch.float32, torch.bfloat16:
            y = x.to(dtype).requires_grad_()
            loss = ours.cross_entropy(y, t, reduction="none")
            assert loss.shape == (3,) and loss.dtype == dtype
            assert ours.softmax(y, 0).shape == (3, 4)
            assert ours.logsumexp(y, 0).shape == (4,)


def test_threads_are_pytorch_s():
    x = torch.randn(2000, 500)
    before = torch.get_num_threads()
    try:
        for threads in 1, 2, before:
            torch.set_num_threads(threads)
            torch.testing.assert_close(ours.softmax(x, 1), F.softmax(x, 1))
            with swift_logits.threads(3):
                ours.softmax(x, 1)
    finally:
        torch.set_num_threads(before)


REPLACED = [
    (place, name)
    for place in (torch, torch.Tensor, torch.special, F)
    for name in (
        "softmax",
        "log_softmax",
        "logsumexp",
        "cross_entropy",
        "nll_loss",
        "linear_cross_entropy",
    )
    if hasattr(place, name)
] + [(F, "kl_div")]


def current():
    return [getattr(place, name) for place, name in REPLACED]


def test_installed():
    before = current()
    with ours.installed():
        assert not any(a is b for a, b in zip(before, current()))
        with ours.installed():
            pass
        assert not any(a is b for a, b in zip(before, current()))
    assert all(a is b for a, b in zip(before, current()))
    with pytest.raises(KeyError):
        with ours.installed():
            raise KeyError
    assert all(a is b for a, b in zip(before, current()))
    ours.install()
    ours.install()
    ours.uninstall()
    assert all(a is b for a, b in zip(before, current()))


def test_pytorch_s_functions_use_ours():
    x = torch.randn(3, 4, requires_grad=True)
    integers = torch.ones(3, 4, dtype=torch.int64)
    out = torch.empty(3, 4)

    def results():
        layer = torch.nn.MultiheadAttention(4, 2, batch_first=True)
        layer.load_state_dict(weights)
        yield x.softmax(1)
        yield torch.softmax(x, dim=-1)
        yield torch.softmax(input=x, dim=0, dtype=torch.float64)
        yield F.softmax(x, dim=1)
        yield F.log_softmax(x, 1, dtype=torch.float64)
        yield torch.special.log_softmax(x, 1)
        yield x.logsumexp(1)
        yield torch.logsumexp(x, (0, 1))
        yield torch.logsumexp(x, dim=0, keepdim=True)
        yield torch.nn.CrossEntropyLoss()(x, T)
        yield torch.nn.NLLLoss()(x, T)
        yield torch.nn.Softmax(1)(x)
        yield torch.softmax(integers, 1, dtype=torch.float32)
        yield torch.softmax(torch.tensor(3.0), 0)
        yield torch.softmax(x.detach(), 1, out=out)
        yield x.to("meta").softmax(1).sum(0, keepdim=True) == 0
        yield layer(x[None], x[None], x[None])[0]
        yield torch.softmax(torch.empty(0, 3), 1)
        yield F.softmax(torch.randn(2, 3).to_sparse().to_dense() * 0, 1)

    weights = torch.nn.MultiheadAttention(4, 2, batch_first=True).state_dict()
    exact = list(results())
    with ours.installed():
        found = list(results())
        nodes = {
            type(x.softmax(1).grad_fn).__name__,
            type(F.cross_entropy(x, T).grad_fn).__name__,
        }
        assert nodes == {"_SoftmaxBackward", "CrossEntropyBackward"}
    for mine, theirs in zip(found, exact):
        assert mine.device == theirs.device
        if mine.device.type == "cpu":
            torch.testing.assert_close(mine, theirs)


def test_training_is_the_same():
    """A small network, beside PyTorch's own."""

    def losses():
        torch.manual_seed(6)
        model = torch.nn.Sequential(
            torch.nn.Linear(20, 32), torch.nn.ReLU(), torch.nn.Linear(32, 10)
        )
        optimizer = torch.optim.Adam(model.parameters(), 0.01)
        x, t = torch.randn(200, 20), torch.randint(10, (200,))
        for _ in range(30):
            optimizer.zero_grad()
            loss = torch.nn.CrossEntropyLoss(label_smoothing=0.1)(model(x), t)
            loss.backward()
            optimizer.step()
            yield loss.item()

    exact = list(losses())
    with ours.installed():
        found = list(losses())
    assert found == pytest.approx(exact, rel=1e-4)
    assert found[-1] < found[0] / 1.5


def test_threads_of_python():
    x, t = torch.randn(200, 50), torch.randint(50, (200,))
    exact = ours.cross_entropy(x.clone().requires_grad_(), t)
    wrong = []

    def work():
        for _ in range(100):
            y = x.clone().requires_grad_()
            loss = ours.cross_entropy(y, t)
            loss.backward()
            if loss != exact:
                wrong.append(loss)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def _child(x, t, queue):
    queue.put(ours.cross_entropy(x, t).item())


def test_fork():
    x, t = torch.randn(3000, 100), torch.randint(100, (3000,))
    exact = ours.cross_entropy(x, t).item()  # the parent's threads are there
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    child = context.Process(target=_child, args=(x, t, queue))
    child.start()
    assert queue.get(timeout=60) == exact
    child.join()

"""Many calls leave neither objects nor memory behind, whether they succeed or
raise."""

import gc
import pickle
import resource
import sys

import ml_dtypes
import numpy as np
import pytest

import swift_logits
from swift_logits import _core

X = np.zeros((2, 5), np.float32)
HALF = X.astype(ml_dtypes.bfloat16)
STRIDED = np.zeros((2, 10), np.float32)[:, ::2]
OUT = np.empty_like(X)
T = np.array([1, 4])
SUMMARY = swift_logits.evaluate(X, T)
WEIGHT = np.ones(5)

CALLS = {
    "softmax": lambda: swift_logits.softmax(X),
    "out": lambda: swift_logits.softmax(X, out=OUT),
    "half": lambda: swift_logits.softmax(HALF),
    "strided": lambda: swift_logits.softmax(STRIDED),
    "logsumexp": lambda: swift_logits.logsumexp(X),
    "kl_divergence": lambda: swift_logits.kl_divergence(X, OUT),
    "loss": lambda: swift_logits.cross_entropy(X, T, weight=WEIGHT),
    "gradient": lambda: swift_logits.cross_entropy(
        STRIDED, T, reduction="none", return_grad=True
    ),
    "linear": lambda: swift_logits.linear_cross_entropy(
        X, X, [0, 1], return_grad=True
    ),
    "evaluate": lambda: swift_logits.evaluate(X, T, bins=1),
    "summary": lambda: pickle.loads(pickle.dumps(SUMMARY + SUMMARY)).figures(),
    "calibration": lambda: SUMMARY.calibration(),
    "threads": lambda: _core.threads(0),
    "bad target": lambda: swift_logits.cross_entropy(X, T + 1),
    "bad shape": lambda: swift_logits.cross_entropy(X, T[:1]),
    "bad type": lambda: swift_logits.softmax(X.astype(">f4")),
    "bad axis": lambda: swift_logits.softmax(X, 7),
    "bad object": lambda: _core.softmax(X, -1, "a"),
    "bad option": lambda: swift_logits.cross_entropy(X, T, reduction="x"),
    "read-only": lambda: _core.softmax(X, -1, b"ab"),
    "bad number": lambda: _core.softmax(X, 2**70, OUT),
    "bad count": lambda: _core.softmax(X),
    "bad vector": lambda: _core.summary_figures(X, T, 15),
}


def tensor_calls():
    torch = pytest.importorskip("torch")
    import swift_logits.torch as ours

    x = torch.zeros(2, 5, requires_grad=True)
    t, upstream = torch.tensor([1, 4]), torch.rand(2)
    return {
        "tensor": lambda: ours.softmax(x.detach(), 1),
        "tensor gradient": lambda: ours.cross_entropy(x, t).backward(),
        "tensor layer": lambda: ours.linear_cross_entropy(
            x, torch.ones(5, 5), t, reduction="none"
        ).backward(upstream),
        "tensor that is no 1": lambda: _core.is_one(x.to("meta")),
        "tensor strided": lambda: ours.log_softmax(x.repeat(1, 2)[:, ::2], 0),
        "tensor bad target": lambda: ours.cross_entropy(x, t + 1),
        "tensor on another device": lambda: _core.softmax(
            x.to("meta"), 1, x.detach()
        ),
    }


def repeat(call, times):
    for _ in range(times):
        try:
            call()
        except (TypeError, ValueError, IndexError, OverflowError, BufferError):
            pass


def growth(call, times):
    """How many objects and bytes are more."""
    gc.collect()
    blocks = sys.getallocatedblocks()
    memory = resident_bytes()
    repeat(call, times)
    gc.collect()
    return sys.getallocatedblocks() - blocks, resident_bytes() - memory


def resident_bytes():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


def check(call, times):
    """Some is kept for next time, and once; a leak is one a call, each time."""
    repeat(call, 100)
    for _ in range(3):
        blocks, memory = growth(call, times)
        if blocks < times / 10 and memory < 16 * times + (1 << 18):
            return
    pytest.fail(f"{times} calls: {blocks} objects, {memory} bytes more")


@pytest.mark.parametrize("name", CALLS)
def test_arrays(name):
    slow = name in ("evaluate", "summary", "calibration")
    check(CALLS[name], 2000 if slow else 20_000)


def test_tensors():
    for call in tensor_calls().values():
        check(call, 5000)


def test_arguments_are_released():
    counts = [sys.getrefcount(x) for x in (X, HALF, STRIDED, OUT, T, WEIGHT)]
    for call in CALLS.values():
        repeat(call, 10)
    after = [sys.getrefcount(x) for x in (X, HALF, STRIDED, OUT, T, WEIGHT)]
    assert counts == after
    # Whose buffer is still held cannot be resized.
    held = bytearray(8)
    floats = memoryview(held).cast("f")
    swift_logits.softmax(floats, out=floats)
    floats.release()
    held.extend(b"12")

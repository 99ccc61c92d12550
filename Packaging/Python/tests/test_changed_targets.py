"""Another thread may change targets while a function that has checked them
reads them: the result is anybody's guess then, but nothing outside of the
arrays is touched. The index that the thread writes is terabytes away."""

import subprocess
import sys

import pytest

CODE = """
import sys, threading, time
import numpy as np
import swift_logits

samples, classes, kind, dtype = {case}
random = np.random.default_rng(1)
x = random.standard_normal((samples, classes)).astype(dtype)
targets = np.zeros(samples, np.int64)
options = dict(return_grad=True)
if "ignored" in kind:
    options["ignore_index"] = -100
if "weighted" in kind:
    options["weight"] = np.ones(classes)
if "linear" in kind:
    w = random.standard_normal((classes, classes)).astype(dtype)
    compute = lambda: swift_logits.linear_cross_entropy(
        x, w, targets, memory=1 << 16, **options)
elif "planes" in kind:
    x = x.T.copy()
    compute = lambda: swift_logits.cross_entropy(x, targets, axis=0, **options)
elif "evaluated" in kind:
    compute = lambda: swift_logits.evaluate(x, targets)
else:
    compute = lambda: swift_logits.cross_entropy(x, targets, **options)
done = threading.Event()


def change():
    while not done.is_set():
        targets[:] = 0
        if "ignored" in kind:
            targets[::3] = -100
        time.sleep(0.001)
        targets[:] = -100 if random.random() < 0.3 else 2**40


sys.setswitchinterval(1e-4)
thread = threading.Thread(target=change)
thread.start()
computed = 0
end = time.monotonic() + 1.5
while time.monotonic() < end:
    try:
        compute()
        computed += 1
    except IndexError:
        pass
done.set()
thread.join()
assert computed
"""


@pytest.mark.parametrize(
    "case",
    [
        (20_000, 10, "short", "f4"),
        (20_000, 10, "short, ignored", "f8"),
        (2000, 500, "long", "f4"),
        (2000, 500, "long, ignored", "f4"),
        (5000, 50, "weighted, ignored", "f4"),
        (5000, 50, "planes, ignored", "f4"),
        (2000, 500, "long", "f2"),
        (2000, 500, "evaluated", "f4"),
        (2000, 64, "linear", "f4"),
        (2000, 64, "linear, ignored, weighted", "f4"),
    ],
    ids=str,
)
def test_nothing_else_is_touched(case):
    code = CODE.format(case=case)
    subprocess.run([sys.executable, "-c", code], check=True)

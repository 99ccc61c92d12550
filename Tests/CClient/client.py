"""A program of someone else's: the installed library, by way of ctypes.

usage: client.py liblogits-c.so
"""

import ctypes
import math
import sys
import threading
from ctypes import (
    POINTER, c_double, c_float, c_int32, c_int64, c_size_t, c_uint16)


class Options(ctypes.Structure):
    _fields_ = [
        ("size", c_size_t),
        ("reduction", c_int32),
        ("has_ignore_index", c_int32),
        ("ignore_index", c_int64),
        ("class_weights", POINTER(c_double)),
        ("label_smoothing", c_double),
        ("z_loss", c_double),
        ("temperature", c_double),
        ("softcap", c_double),
        ("row_stride", c_int64),
        ("divisor", c_double),
    ]

    def __init__(self, **values):
        super().__init__(size=ctypes.sizeof(Options), **values)


library = ctypes.CDLL(sys.argv[1])
library.logits_version.restype = ctypes.c_char_p
library.logits_error_message.restype = ctypes.c_char_p
library.logits_set_thread_count.argtypes = [c_int64]
library.logits_set_thread_count.restype = None
for suffix, scalar in [("f32", c_float), ("f64", c_double)]:
    rows, shape = POINTER(scalar), [c_int64, c_int64]
    targets, options = POINTER(c_int64), POINTER(Options)
    for name, arguments in [
        ("softmax", [rows, *shape, rows]),
        ("log_softmax", [rows, *shape, rows]),
        ("argmax", [rows, *shape, targets]),
        (
            "cross_entropy",
            [rows, targets, *shape, options, POINTER(c_double)],
        ),
        (
            "cross_entropy_gradient",
            [rows, targets, *shape, options, rows, POINTER(c_double)],
        ),
    ]:
        getattr(library, f"logits_{name}_{suffix}").argtypes = arguments

failures = 0


def expect(holds, what):
    global failures
    if not holds:
        failures += 1
        print(f"client.py: {what}; last message: {message()}", file=sys.stderr)


def expect_near(found, exact, what):
    near = len(found) == len(exact) and all(
        math.isclose(a, b, abs_tol=1e-6) for a, b in zip(found, exact)
    )
    expect(near, f"{what}: {list(found)} instead of {exact}")


def message():
    return library.logits_error_message().decode()


def array(scalar, *values):
    return (scalar * len(values))(*values)


expect(message() == "", "a message before any error")
for scalar, suffix in [(c_float, "f32"), (c_double, "f64")]:
    softmax = getattr(library, f"logits_softmax_{suffix}")
    log_softmax = getattr(library, f"logits_log_softmax_{suffix}")
    argmax = getattr(library, f"logits_argmax_{suffix}")
    cross_entropy = getattr(library, f"logits_cross_entropy_{suffix}")
    gradient = getattr(library, f"logits_cross_entropy_gradient_{suffix}")

    logits = array(scalar, 1, 2, 3)
    output = array(scalar, 7, 7, 7)
    exact = [0.09003057, 0.24472848, 0.66524094]
    expect(softmax(logits, 1, 3, output) == 0, "softmax")
    expect_near(output, exact, "probabilities")
    expect(log_softmax(logits, 1, 3, logits) == 0, "log softmax in place")
    expect_near(logits, [math.log(p) for p in exact], "log probabilities")
    predictions = array(c_int64, -1)
    expect(argmax(output, 1, 3, predictions) == 0, "argmax")
    expect(predictions[0] == 2, "a prediction")

    logits = array(scalar, 0.1, 1, 2.1, 2, 1, 0.1, 0.1, 3, 0.1)
    classes = array(c_int64, 2, 0, 1)
    loss = array(c_double, 7, 7, 7)
    expect(cross_entropy(logits, classes, 3, 3, None, loss) == 0, "a loss")
    expect(round(loss[0], 4) == 0.3018, f"{loss[0]} instead of 0.3018")
    sums = Options(reduction=2, label_smoothing=0.5)
    equal, slopes = array(scalar, *[0] * 9), array(scalar, *[7] * 9)
    status = gradient(equal, classes, 3, 3, sums, slopes, loss)
    expect(status == 0, "losses and gradient")
    expect_near(loss, [math.log(3)] * 3, "losses of equal logits")
    expect_near(
        slopes,
        [1 / 6, 1 / 6, -1 / 3, -1 / 3, 1 / 6, 1 / 6, 1 / 6, -1 / 3, 1 / 6],
        "a gradient with smoothing",
    )

    loss[0] = 7
    expect(softmax(None, 1, 3, output) == 1, "a null pointer")
    expect(message() == "logits: a null pointer", "its message")
    expect(softmax(logits, 3, 0, output) == 2, "no classes")
    classes[1] = -100
    status = cross_entropy(logits, classes, 3, 3, None, loss)
    expect(status == 4, "a target that is no class")
    text = "row 1: target -100 is not a class from 0 to 2"
    expect(message() == text, "its message")
    ignoring = Options(has_ignore_index=1, ignore_index=-100)
    status = cross_entropy(logits, classes, 3, 3, ignoring, loss)
    expect(status == 0 and loss[0] != 7, "an ignored sample")
    expect(cross_entropy(logits, classes, 1, 3, Options(z_loss=-1), loss) == 5,
           "an option out of its range")

# Half precision: 1, 2 and 3, as their bits.
for suffix, bits in [
    ("f16", (0x3C00, 0x4000, 0x4200)),
    ("bf16", (0x3F80, 0x4000, 0x4040)),
]:
    halves = array(c_uint16, *bits)
    output = array(c_float, 7, 7, 7)
    softmax = getattr(library, f"logits_softmax_{suffix}")
    expect(softmax(halves, c_int64(1), c_int64(3), output) == 0, "halves")
    expect_near(output, [0.09003057, 0.24472848, 0.66524094], suffix)

# A message is its thread's: this thread has one, another has none yet.
found = []
thread = threading.Thread(target=lambda: found.append(message()))
thread.start()
thread.join()
expect(found == [""] and message() != "", "the message of another thread")
library.logits_set_thread_count(-1)

if failures == 0:
    print(f"client.py: logits-c {library.logits_version().decode()}")
sys.exit(failures != 0)

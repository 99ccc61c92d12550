"""A program of someone else's: the installed library, by way of ctypes.

usage: client.py liblogits-c.so
"""

import ctypes
import math
import sys
import threading
from ctypes import (
    POINTER, byref, c_char_p, c_double, c_float, c_int8, c_int32, c_int64,
    c_size_t, c_uint16)


class Buffer(ctypes.Structure):
    """logits_input and logits_output; of zeros, none."""

    _fields_ = [("data", ctypes.c_void_p), ("count", c_int64),
                ("stride", c_int64), ("type", c_int64)]


class Layout(ctypes.Structure):
    _fields_ = [("classes", c_int64), ("positions", c_int64)]


class Options(ctypes.Structure):
    _fields_ = [
        ("size", c_size_t),
        *((name, c_int32) for name in (
            "threads", "backend", "instruction_set",
            "negative_infinity_rows")),
        *((name, c_double) for name in (
            "temperature", "softcap", "label_smoothing", "z_loss")),
        *((name, c_int32) for name in (
            "input", "reduction", "divisor_kind", "empty_mean")),
        ("divisor", c_double),
        ("has_ignore_index", c_int32),
        ("checks_target_sums", c_int32),
        ("ignore_index", c_int64),
        ("target_sum_tolerance", c_double),
        ("class_weights", Buffer),
        ("sample_weights", Buffer),
        ("upstream", Buffer),
    ]

    def __init__(self, **values):
        super().__init__(size=ctypes.sizeof(Options), **values)


F32, F64, F16, BF16, I8, I64 = 1, 2, 3, 4, 5, 8
CODES = {c_float: F32, c_double: F64, c_int8: I8, c_int64: I64}
NONE = Buffer()

library = ctypes.CDLL(sys.argv[1])
library.logits_version.restype = c_char_p
library.logits_error_message.restype = c_char_p
library.logits_error_row.restype = c_int64
library.logits_error_value.restype = c_double
library.logits_set_thread_count.argtypes = [c_int64]
library.logits_set_thread_count.restype = None
options = POINTER(Options)
for name, arguments in {
    "softmax": [Buffer, Layout, options, Buffer],
    "log_softmax": [Buffer, Layout, options, Buffer],
    "argmax": [Buffer, Layout, options, Buffer],
    "cross_entropy": [Buffer, Layout, Buffer, options, Buffer, Buffer],
}.items():
    getattr(library, f"logits_{name}").argtypes = arguments

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


def array(element, *values):
    return (element * len(values))(*values)


def buffer(elements, code=None):
    return Buffer(ctypes.addressof(elements), len(elements), 0,
                  code or CODES[elements._type_])


expect(message() == "", "a message before any error")
rows = Layout(classes=3)
for scalar in (c_float, c_double):
    logits = array(scalar, 1, 2, 3)
    output = array(scalar, 7, 7, 7)
    exact = [0.09003057, 0.24472848, 0.66524094]
    status = library.logits_softmax(
        buffer(logits), rows, None, buffer(output))
    expect(status == 0, "softmax")
    expect_near(output, exact, "probabilities")
    status = library.logits_log_softmax(
        buffer(logits), rows, None, buffer(logits))
    expect(status == 0, "log softmax in place")
    expect_near(logits, [math.log(p) for p in exact], "log probabilities")
    predictions = array(c_int8, -1)
    status = library.logits_argmax(
        buffer(output), rows, None, buffer(predictions))
    expect(status == 0 and predictions[0] == 2, "a prediction")

    logits = array(scalar, 0.1, 1, 2.1, 2, 1, 0.1, 0.1, 3, 0.1)
    classes = array(c_int64, 2, 0, 1)
    losses = array(c_double, 7, 7, 7)
    loss = array(scalar, 7)

    def cross_entropy(options=None):
        return library.logits_cross_entropy(
            buffer(logits), rows, buffer(classes), options, buffer(loss), NONE)

    expect(cross_entropy() == 0, "a loss")
    expect(round(loss[0], 4) == 0.3018, f"{loss[0]} instead of 0.3018")
    sums = Options(reduction=2, label_smoothing=0.5)
    equal, slopes = array(scalar, *[0] * 9), array(scalar, *[7] * 9)
    status = library.logits_cross_entropy(
        buffer(equal), rows, buffer(classes), byref(sums), buffer(losses),
        buffer(slopes))
    expect(status == 0, "losses and gradient")
    expect_near(losses, [math.log(3)] * 3, "losses of equal logits")
    expect_near(
        slopes,
        [1 / 6, 1 / 6, -1 / 3, -1 / 3, 1 / 6, 1 / 6, 1 / 6, -1 / 3, 1 / 6],
        "a gradient with smoothing",
    )

    loss[0] = 7
    status = library.logits_softmax(NONE, rows, None, buffer(output))
    expect(status == 1, "a buffer left out")
    expect(message() == "logits: a null pointer", "its message")
    status = library.logits_softmax(
        buffer(logits), Layout(), None, buffer(output))
    expect(status == 2, "no classes")
    classes[1] = -100
    expect(cross_entropy() == 32, "a target that is no class")
    text = "row 1: target -100 is not a class from 0 to 2"
    expect(message() == text, "its message")
    expect(library.logits_error_row() == 1, "its row")
    expect(library.logits_error_value() == -100, "its value")
    ignoring = Options(has_ignore_index=1, ignore_index=-100)
    expect(cross_entropy(byref(ignoring)) == 0 and loss[0] != 7,
           "an ignored sample")
    expect(cross_entropy(byref(Options(z_loss=-1))) == 6,
           "an option out of its range")

# Half precision: 1, 2 and 3, as their bits.
for code, bits in [
    (F16, (0x3C00, 0x4000, 0x4200)),
    (BF16, (0x3F80, 0x4000, 0x4040)),
]:
    halves = array(c_uint16, *bits)
    output = array(c_float, 7, 7, 7)
    status = library.logits_softmax(
        buffer(halves, code), rows, None, buffer(output))
    expect(status == 0, "halves")
    expect_near(output, [0.09003057, 0.24472848, 0.66524094], "halves")

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

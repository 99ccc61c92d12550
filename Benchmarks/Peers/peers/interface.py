"""What the C interface takes (logits.h), for ctypes."""

import ctypes

import numpy as np

TYPES = {np.dtype(np.float32): 1, np.dtype(np.float64): 2,
         np.dtype(np.int64): 8}
REDUCTION_NONE = 2


class Buffer(ctypes.Structure):
    """logits_input and logits_output; of zeros, none."""

    _fields_ = [("data", ctypes.c_void_p), ("count", ctypes.c_int64),
                ("stride", ctypes.c_int64), ("type", ctypes.c_int64)]


class Layout(ctypes.Structure):
    _fields_ = [("classes", ctypes.c_int64), ("positions", ctypes.c_int64)]


class Options(ctypes.Structure):
    """The first fields of logits_options; the rest have their defaults."""

    _fields_ = [("size", ctypes.c_size_t),
                *((name, ctypes.c_int32) for name in (
                    "threads", "backend", "instruction_set",
                    "negative_infinity_rows")),
                *((name, ctypes.c_double) for name in (
                    "temperature", "softcap", "label_smoothing", "z_loss")),
                *((name, ctypes.c_int32) for name in (
                    "input", "reduction", "divisor_kind", "empty_mean")),
                ("divisor", ctypes.c_double),
                *((name, ctypes.c_int32) for name in (
                    "has_ignore_index", "checks_target_sums")),
                ("ignore_index", ctypes.c_int64)]

    def __init__(self, **values):
        super().__init__(size=ctypes.sizeof(Options), **values)


def buffer(array):
    return Buffer(array.ctypes.data, array.size, 0, TYPES[array.dtype])

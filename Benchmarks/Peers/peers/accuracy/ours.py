"""swift-logits by its C interface, in float and in double."""

import ctypes

import numpy as np

from ..way import OURS

SUFFIXES = {np.dtype(np.float32): "f32", np.dtype(np.float64): "f64"}
REDUCTION_NONE = 2


class Options(ctypes.Structure):
    """The first fields of logits_options; the rest have their defaults."""

    _fields_ = [("size", ctypes.c_size_t), ("reduction", ctypes.c_int32),
                ("has_ignore_index", ctypes.c_int32),
                ("ignore_index", ctypes.c_int64),
                ("class_weights", ctypes.c_void_p),
                *((name, ctypes.c_double) for name in (
                    "label_smoothing", "z_loss", "temperature", "softcap")),
                ("row_stride", ctypes.c_int64)]


class Ours:
    name = OURS

    def __init__(self, path):
        self.library = ctypes.CDLL(path)
        self.library.logits_version.restype = ctypes.c_char_p
        self.library.logits_error_message.restype = ctypes.c_char_p
        self.version = self.library.logits_version().decode()

    def softmax(self, logits):
        return self.rows("softmax", logits)

    def log_softmax(self, logits):
        return self.rows("log_softmax", logits)

    def losses(self, logits, targets):
        """Of the samples, and their mean."""
        options = Options(
            size=ctypes.sizeof(Options), reduction=REDUCTION_NONE)
        losses, mean = np.empty(len(logits)), np.empty(1)
        self.call("cross_entropy", logits, targets, *sizes(logits),
                  ctypes.byref(options), losses)
        self.call("cross_entropy", logits, targets, *sizes(logits), None, mean)
        return losses, mean

    def gradient(self, logits, targets):
        gradient = np.empty_like(logits)
        self.call("cross_entropy_gradient", logits, targets, *sizes(logits),
                  None, gradient, None)
        return gradient

    def rows(self, name, logits):
        output = np.empty_like(logits)
        self.call(name, logits, *sizes(logits), output)
        return output

    def call(self, name, logits, *arguments):
        function = self.library[f"logits_{name}_{SUFFIXES[logits.dtype]}"]
        if function(*map(argument, (logits, *arguments))):
            raise RuntimeError(self.library.logits_error_message())


def sizes(logits):
    return map(ctypes.c_int64, logits.shape)


def argument(value):
    if isinstance(value, np.ndarray):
        return ctypes.c_void_p(value.ctypes.data)
    return value

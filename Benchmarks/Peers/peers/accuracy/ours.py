"""swift-logits by its C interface, in float and in double."""

import ctypes

import numpy as np

from ..way import OURS

TYPES = {np.dtype(np.float32): 1, np.dtype(np.float64): 2,
         np.dtype(np.int64): 8}
REDUCTION_NONE = 2


class Buffer(ctypes.Structure):
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
                ("input", ctypes.c_int32), ("reduction", ctypes.c_int32)]


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
        for options, results in (ctypes.byref(options), losses), (None, mean):
            self.call("cross_entropy", logits, buffer(targets), options,
                      buffer(results), Buffer())
        return losses, mean

    def gradient(self, logits, targets):
        gradient = np.empty_like(logits)
        self.call("cross_entropy", logits, buffer(targets), None, Buffer(),
                  buffer(gradient))
        return gradient

    def rows(self, name, logits):
        output = np.empty_like(logits)
        self.call(name, logits, None, buffer(output))
        return output

    def call(self, name, logits, *arguments):
        function = self.library[f"logits_{name}"]
        layout = Layout(logits.shape[1], 0)
        if function(buffer(logits), layout, *arguments):
            raise RuntimeError(self.library.logits_error_message())


def buffer(array):
    return Buffer(array.ctypes.data, array.size, 0, TYPES[array.dtype])

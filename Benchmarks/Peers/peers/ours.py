"""swift-logits by its C interface, into buffers that are there."""

import ctypes
from ctypes import c_char_p, c_int, c_int64

import numpy as np

from .batch import IGNORED
from .interface import Buffer, Layout, Options, buffer
from .way import GRADIENT, LOG_SOFTMAX, LOSS, OURS, SOFTMAX, Way


class Ours:
    name = OURS
    prefix = "logits"

    def __init__(self, path, threads):
        self.library = library = ctypes.CDLL(path)
        library.logits_version.restype = c_char_p
        library.logits_error_message.restype = c_char_p
        library.logits_set_thread_count.argtypes = [c_int64]
        library.logits_set_thread_count(threads)
        self.version = library.logits_version().decode()

    def empty_call(self):
        """What it costs to call anything at all from here."""
        self.library.logits_version()

    def ways(self, operation, batch):
        loss = np.empty(1)
        logits = buffer(batch.logits), Layout(
            batch.classes, batch.positions)
        output = buffer(batch.output)
        options = ctypes.byref(Options(
            has_ignore_index=1, ignore_index=IGNORED)
        ) if batch.ignored else None
        name, arguments, result = {
            SOFTMAX: (
                "softmax", (*logits, None, output), lambda: batch.output),
            LOG_SOFTMAX: (
                "log_softmax", (*logits, None, output), lambda: batch.output),
            LOSS: (
                "cross_entropy",
                (*logits, buffer(batch.targets), options, buffer(loss),
                 Buffer()),
                lambda: loss[0]),
            GRADIENT: (
                "cross_entropy",
                (*logits, buffer(batch.targets), options, buffer(loss), output),
                lambda: (loss[0], batch.output)),
        }[operation]
        return {"C interface": self.way(name, arguments, result)}

    def way(self, name, arguments, result):
        function = self.library[f"{self.prefix}_{name}"]
        function.restype = c_int

        def call():
            if function(*arguments):
                raise RuntimeError(self.library.logits_error_message())

        return Way(call, result)

"""swift-logits by its C interface, into buffers that are there."""

import ctypes
from ctypes import POINTER, c_char_p, c_double, c_int, c_int64, c_void_p

from .way import GRADIENT, LOG_SOFTMAX, LOSS, OURS, SOFTMAX, Way


class Ours:
    name = OURS

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
        loss = c_double()
        to_loss = POINTER(c_double)(loss)
        shape = c_int64(batch.samples), c_int64(batch.classes)
        logits = c_void_p(batch.logits.ctypes.data)
        targets = c_void_p(batch.targets.ctypes.data)
        output = c_void_p(batch.output.ctypes.data)
        name, arguments, result = {
            SOFTMAX: (
                "softmax", (logits, *shape, output), lambda: batch.output),
            LOG_SOFTMAX: (
                "log_softmax", (logits, *shape, output), lambda: batch.output),
            LOSS: (
                "cross_entropy",
                (logits, targets, *shape, None, to_loss),
                lambda: loss.value),
            GRADIENT: (
                "cross_entropy_gradient",
                (logits, targets, *shape, None, output, to_loss),
                lambda: (loss.value, batch.output)),
        }[operation]
        return {"C interface": self.way(name, arguments, result)}

    def way(self, name, arguments, result):
        function = self.library[f"logits_{name}_f32"]
        function.restype = c_int

        def call():
            if function(*arguments):
                raise RuntimeError(self.library.logits_error_message())

        return Way(call, result)

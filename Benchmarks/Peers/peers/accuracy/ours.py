"""swift-logits by its C interface, in float and in double."""

import ctypes

import numpy as np

from ..interface import REDUCTION_NONE, Buffer, Layout, Options, buffer
from ..way import OURS


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
        options = Options(reduction=REDUCTION_NONE)
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

"""What the memory gives: no loss can be quicker than a bare read of the
logits, nothing that writes as much quicker than a copy."""

import ctypes
from ctypes import c_float, c_int, c_size_t, c_void_p

from .way import LOSS, ROOF, Way


class Roof:
    name = ROOF

    def __init__(self, path, threads):
        self.threads = threads
        self.library = ctypes.CDLL(path)
        self.library.roof_read.restype = c_float

    def ways(self, operation, batch):
        """Small batches are quicker on one thread, so both are tried."""
        return {
            f"{self.what(operation)}, {threads} threads": Way(
                self.call(operation, batch, threads))
            for threads in range(1, self.threads + 1)}

    @staticmethod
    def what(operation):
        return "read" if operation == LOSS else "copy"

    def call(self, operation, batch, threads):
        count = c_size_t(batch.elements), c_int(threads)
        logits = c_void_p(batch.logits.ctypes.data)
        output = c_void_p(batch.output.ctypes.data)
        if operation == LOSS:
            read = self.library.roof_read
            return lambda: read(logits, *count)
        copy = self.library.roof_copy
        return lambda: copy(output, logits, *count)

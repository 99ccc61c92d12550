"""The bare products by OpenBLAS: nobody who takes them from it can be
quicker, and nothing else is done."""

import ctypes
from ctypes import c_float, c_int, c_void_p

from ..way import LINEAR_LOSS, ROOF, Way

LIBRARY = "libopenblas.so.0"
ROW_MAJOR, PLAIN, TRANSPOSED = 101, 111, 112


class Products:
    name = ROOF

    def __init__(self, threads):
        self.threads = threads
        self.library = ctypes.CDLL(LIBRARY)

    def ways(self, operation, batch):
        """Small products are quicker on one thread, so both are tried."""
        logits = batch.logits()
        of_x, of_weight, _ = batch.gradients
        n, d, c = batch.samples, batch.features, batch.classes
        calls = [self.product(
            logits, (batch.x, PLAIN, d), (batch.weight, TRANSPOSED, d), d)]
        if operation != LINEAR_LOSS:
            # The logits stand for their gradient, which has their size.
            calls += [
                self.product(
                    of_x, (logits, PLAIN, c), (batch.weight, PLAIN, d), c),
                self.product(
                    of_weight, (logits, TRANSPOSED, c), (batch.x, PLAIN, d), n)]
        return {f"{len(calls)} × cblas_sgemm, {threads} threads":
                Way(self.call(calls, threads))
                for threads in range(1, self.threads + 1)}

    def product(self, result, left, right, depth):
        """result = left × right: their arrays, transposed or not, and the
        lengths of their rows."""
        multiply = self.library.cblas_sgemm
        rows, columns = result.shape
        (a, of_a, length_a), (b, of_b, length_b) = left, right

        def pointer(array):
            return c_void_p(array.ctypes.data)

        arguments = (
            *map(c_int, (ROW_MAJOR, of_a, of_b, rows, columns, depth)),
            c_float(1), pointer(a), c_int(length_a), pointer(b),
            c_int(length_b), c_float(0), pointer(result), c_int(columns))
        # The arrays live as long as what is called.
        return lambda keep=(result, a, b): multiply(*arguments)

    def call(self, calls, threads):
        set_threads = self.library.openblas_set_num_threads

        def call():
            set_threads(c_int(threads))
            for each in calls:
                each()

        return call

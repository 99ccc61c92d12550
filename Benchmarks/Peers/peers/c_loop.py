"""A single row in plain C, called as our library is."""

import ctypes

from .ours import Ours


class CLoop(Ours):
    name = "C loop"
    version = "-O3 -march=native"
    prefix = "loop"

    def __init__(self, path):
        self.library = ctypes.CDLL(path)

    def ways(self, operation, batch):
        return super().ways(operation, batch) if batch.samples == 1 else {}

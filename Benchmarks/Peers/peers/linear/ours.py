"""swift-logits by its C interface: the logits are made a block at a time."""

from pathlib import Path

import numpy as np

from ..interface import Buffer, Layout, buffer
from ..ours import Ours
from ..way import LINEAR_GRADIENTS, LINEAR_LOSS, OURS


class LinearOurs(Ours):
    """Called OURS with OpenBLAS, otherwise what says that it has it not."""

    def __init__(self, path, threads, name):
        if (b"libopenblas" in Path(path).read_bytes()) != (name == OURS):
            raise SystemExit(f"{path} is not {name}.")
        super().__init__(path, threads)
        self.name = name

    def ways(self, operation, batch):
        loss = np.empty(1)
        x, weight, bias = map(buffer, batch.inputs)
        gradients, result = {
            LINEAR_LOSS: ([Buffer()] * 3, lambda: loss[0]),
            LINEAR_GRADIENTS: (
                map(buffer, batch.gradients),
                lambda: (loss[0], batch.gradients)),
        }[operation]
        arguments = (
            x, Layout(batch.features, 0), weight, bias, buffer(batch.targets),
            None, buffer(loss), *gradients)
        return {"C interface": self.way(
            "linear_cross_entropy", arguments, result)}

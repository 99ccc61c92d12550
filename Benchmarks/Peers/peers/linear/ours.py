"""swift-logits by its C interface: the logits are made a block at a time."""

from ctypes import POINTER, c_double, c_int, c_int64, c_void_p
from pathlib import Path

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
        loss = c_double()
        inputs = [c_void_p(array.ctypes.data) for array in
                  (*batch.inputs, batch.targets)]
        shape = [c_int64(size) for size in
                 (batch.samples, batch.features, batch.classes)]
        gradients = [c_void_p(array.ctypes.data) for array in batch.gradients]
        to_loss = POINTER(c_double)(loss)
        name, outputs, result = {
            LINEAR_LOSS: (
                "linear_cross_entropy", [to_loss], lambda: loss.value),
            LINEAR_GRADIENTS: (
                "linear_cross_entropy_gradient",
                [c_int(0), *gradients, to_loss],
                lambda: (loss.value, batch.gradients)),
        }[operation]
        arguments = (*inputs, *shape, None, *outputs)
        return {"C interface": self.way(name, arguments, result)}

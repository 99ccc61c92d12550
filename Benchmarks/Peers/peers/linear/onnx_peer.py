"""ONNX Runtime, reading and writing the buffers of the batch (IOBinding)."""

import numpy as np

from ..batch import aligned
from ..onnx_peer import CROSS_ENTROPY, ONNXRuntime, less_one_hot, node
from ..way import LINEAR_LOSS, Way


class LinearONNXRuntime(ONNXRuntime):
    def ways(self, operation, batch):
        loss = aligned((), np.float32)
        inputs = {"x": batch.x, "w": batch.weight, "b": batch.bias,
                  "t": batch.targets}
        outputs = {"loss": loss}
        layer = node("Gemm", "x w b", "z", transB=1)
        if operation == LINEAR_LOSS:
            nodes = [layer, node(CROSS_ENTROPY, "z t", "loss")]
            return {f"Gemm, {CROSS_ENTROPY}": Way(
                self.call(nodes, inputs, outputs), lambda: float(loss))}
        # Builds for inference have no gradients, so they are composed.
        nodes = [
            layer, node(CROSS_ENTROPY, "z t", "loss l"), node("Exp", "l", "p"),
            *less_one_hot("g"),
            node("MatMul", "g w", "dx"), node("Gemm", "g x", "dw", transA=1),
            node("ReduceSum", "g rows", "db", keepdims=0)]
        outputs |= dict(zip(("dx", "dw", "db"), batch.gradients))
        return {"Gemm, Exp of log-softmax, ScatterElements, Gemm": Way(
            self.call(nodes, inputs, outputs),
            lambda: (float(loss), batch.gradients))}

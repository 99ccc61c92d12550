"""ONNX Runtime, reading and writing the buffers of the batch (IOBinding)."""

import numpy as np
import onnxruntime
from onnx import helper, numpy_helper

from .batch import IGNORED, aligned
from .way import GRADIENT, LOG_SOFTMAX, LOSS, SOFTMAX, Way

CROSS_ENTROPY = "SoftmaxCrossEntropyLoss"


class ONNXRuntime:
    name = "ONNX Runtime"
    version = onnxruntime.__version__

    def __init__(self, threads):
        self.options = options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Its threads spin within a run, but not into the next peer's.
        options.add_session_config_entry("session.force_spinning_stop", "1")

    def ways(self, operation, batch):
        # What the gradient is composed of ignores no targets.
        if batch.ignored and operation == GRADIENT:
            return {}
        ignoring = {"ignore_index": IGNORED} if batch.ignored else {}
        graphs = {
            SOFTMAX: {"Softmax": [node("Softmax", "x", "output", axis=1)]},
            LOG_SOFTMAX: {
                "LogSoftmax": [node("LogSoftmax", "x", "output", axis=1)]},
            LOSS: {CROSS_ENTROPY: [
                node(CROSS_ENTROPY, "x t", "loss", **ignoring)]},
            # Builds for inference have no gradients, so it is composed.
            GRADIENT: {
                "Softmax, ScatterElements, loss apart": [
                    node(CROSS_ENTROPY, "x t", "loss"),
                    node("Softmax", "x", "p", axis=1), *less_one_hot()],
                "Exp of the loss's log-softmax, ScatterElements": [
                    node(CROSS_ENTROPY, "x t", "loss l"),
                    node("Exp", "l", "p"), *less_one_hot()],
            },
        }[operation]
        loss = aligned((), np.float32)
        inputs = {"x": batch.logits}
        outputs = {}
        if operation in (LOSS, GRADIENT):
            inputs["t"] = batch.targets
            outputs["loss"] = loss
        if operation != LOSS:
            outputs["output"] = batch.output
        result = {
            LOSS: lambda: float(loss),
            GRADIENT: lambda: (float(loss), batch.output),
        }.get(operation, lambda: batch.output)
        return {label: Way(self.call(nodes, inputs, outputs), result)
                for label, nodes in graphs.items()}

    def call(self, nodes, inputs, outputs):
        session = onnxruntime.InferenceSession(
            model(nodes, inputs, outputs).SerializeToString(),
            self.options, providers=["CPUExecutionProvider"])
        binding = session.io_binding()
        for arrays, bind in [
            (inputs, binding.bind_input), (outputs, binding.bind_output),
        ]:
            for name, array in arrays.items():
                bind(name, "cpu", 0, array.dtype, array.shape,
                     array.ctypes.data)
        return lambda: session.run_with_iobinding(binding)


def node(operator, inputs, outputs, **attributes):
    return helper.make_node(
        operator, inputs.split(), outputs.split(), **attributes)


def less_one_hot(output="output"):
    """p / samples, less 1 / samples at the targets."""
    return [
        node("Mul", "p scale", "scaled"),
        node("Unsqueeze", "t axes", "columns"),
        node("ScatterElements", "scaled columns subtrahend", output,
             axis=1, reduction="add"),
    ]


def model(nodes, inputs, outputs):
    samples = len(inputs["x"])

    def describe(arrays):
        return [
            helper.make_tensor_value_info(
                name, helper.np_dtype_to_tensor_dtype(array.dtype),
                array.shape)
            for name, array in arrays.items()]

    constants = {
        "scale": np.float32(1 / samples),
        "axes": np.array([1], np.int64),
        "rows": np.array([0], np.int64),
        "subtrahend": np.full((samples, 1), -1 / samples, np.float32),
    }
    used = {name for each in nodes for name in each.input}
    graph = helper.make_graph(
        nodes, "batch", describe(inputs), describe(outputs),
        [numpy_helper.from_array(np.asarray(value), name)
         for name, value in constants.items() if name in used])
    return helper.make_model(
        graph, ir_version=9, opset_imports=[helper.make_opsetid("", 17)])

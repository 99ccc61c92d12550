"""ONNX's own cases for the operators that NumPy's functions are."""

import re
import warnings

import numpy as np
import pytest

import swift_logits

onnx = pytest.importorskip("onnx")

from onnx.backend.test.loader import load_model_tests

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    CASES = [
        case
        for case in load_model_tests(kind="node")
        if re.match("test_(softmax|logsoftmax|sce|nllloss)_", case.name)
        # Those as several other operators are about these.
        and "expanded" not in case.name
    ]


def softmax(x, axis=-1):
    return (swift_logits.softmax(x, axis),)


def log_softmax(x, axis=-1):
    return (swift_logits.log_softmax(x, axis),)


def loss(x, y, weight=None, ignore_index=None, reduction=b"mean", **options):
    return swift_logits.cross_entropy(
        x,
        y,
        axis=1,
        weight=weight,
        ignore_index=ignore_index,
        reduction=reduction.decode(),
        **options,
    )


def nll_loss(*inputs, **options):
    return (loss(*inputs, input="log_probabilities", **options),)


def cross_entropy(x, *inputs, **options):
    return loss(x, *inputs, **options), swift_logits.log_softmax(x, 1)


OPERATORS = {
    "Softmax": softmax,
    "LogSoftmax": log_softmax,
    "NegativeLogLikelihoodLoss": nll_loss,
    "SoftmaxCrossEntropyLoss": cross_entropy,
}


def test_there_are_cases():
    operators = {case.model.graph.node[0].op_type for case in CASES}
    assert operators == OPERATORS.keys()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case):
    (node,) = case.model.graph.node
    options = {
        a.name: onnx.helper.get_attribute_value(a) for a in node.attribute
    }
    for inputs, outputs in case.data_sets:
        found = OPERATORS[node.op_type](*inputs, **options)
        for result, exact in zip(found, outputs):
            assert np.shape(result) == exact.shape
            np.testing.assert_allclose(result, exact, case.rtol, case.atol)

"""Makes undefined.json: what PyTorch gives where mathematics gives little.
Python 3.11.7, NumPy 2.4.6, PyTorch 2.13.0 (CPU), in float64.

Under `losses`: cross_entropy of rows with infinities and NaN, of rows that
are all ignored, of weights that sum to 0, of no rows at all, with each
reduction, and the gradient for an upstream of 1. Under `functions`: softmax,
log_softmax, logsumexp, argmax, max and topk of single rows, and the
gradients for an upstream of 1, 2, 3….

What is not finite is a string: "nan", "inf", "-inf". float32 gives the same
kinds of value everywhere but beyond its range, which this script checks.
"""

import json
import math
import pathlib

import torch
from torch.nn.functional import cross_entropy

folder = pathlib.Path(__file__).parent
inf, nan = math.inf, math.nan
torch.set_num_threads(1)


def encoded(values):
    return [v if math.isfinite(v) else str(v) for v in values]


def kinds(values):
    """NaN, an infinity, a zero or a number of either sign."""
    return [
        str(v) if not math.isfinite(v) else (v > 0) - (v < 0) for v in values
    ]


def loss_and_gradient(case, reduction, dtype):
    rows = case["rows"]
    classes = len(rows[0]) if rows else 3
    logits = torch.tensor(rows, dtype=dtype).reshape(-1, classes)
    logits.requires_grad_()
    if "probabilities" in case:
        targets = torch.tensor(case["probabilities"], dtype=dtype)
        targets = targets.reshape(-1, classes)
    else:
        targets = torch.tensor(case["targets"], dtype=torch.int64)
    weight = case.get("weights")
    loss = cross_entropy(
        logits,
        targets,
        weight=None if weight is None else torch.tensor(weight, dtype=dtype),
        ignore_index=case.get("ignoreIndex", -100),
        label_smoothing=case.get("labelSmoothing", 0.0),
        reduction=reduction,
    )
    loss.sum().backward()
    return (
        loss.detach().reshape(-1).tolist(),
        logits.grad.flatten().tolist(),
    )


def finished_case(name, case, reduction):
    losses, gradient = loss_and_gradient(case, reduction, torch.float64)
    single = loss_and_gradient(case, reduction, torch.float32)
    if "beyond" not in name:
        assert kinds(losses) == kinds(single[0]), name
        assert kinds(gradient) == kinds(single[1]), name
    rows = case["rows"]
    probabilities = case.get("probabilities")
    weights = case.get("weights")
    return {
        "name": name,
        "samples": len(rows),
        "classes": len(rows[0]) if rows else 3,
        "logits": encoded(sum(rows, [])),
        "classTargets": case.get("targets"),
        "targetProbabilities": (
            None if probabilities is None
            else encoded(sum(probabilities, []))
        ),
        "classWeights": None if weights is None else encoded(weights),
        "ignoreIndex": case.get("ignoreIndex"),
        "labelSmoothing": case.get("labelSmoothing", 0.0),
        "reduction": reduction,
        "losses": encoded(losses),
        "gradient": encoded(gradient),
    }


# Beside the odd row there is a common one, where that tells something.
common = [0.5, 1.0, -0.25]
lone = [-inf, -inf, -inf]
masked = [-inf, 0.0, 1.0]
ignored = {"ignoreIndex": -100}
CASES = {
    "all rows ignored": {
        "rows": [common, common], "targets": [-100, -100]} | ignored,
    "all rows ignored, smoothing": {
        "rows": [common, common], "targets": [-100, -100],
        "labelSmoothing": 0.125} | ignored,
    "all rows ignored, weights": {
        "rows": [common, common], "targets": [-100, -100],
        "weights": [1.0, 2.0, 3.0]} | ignored,
    "no rows, indices": {"rows": [], "targets": []},
    "no rows, probabilities": {"rows": [], "probabilities": []},
    "a row of -inf": {"rows": [lone, common], "targets": [0, 1]},
    "a row of -inf, probabilities": {
        "rows": [lone, common],
        "probabilities": [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]},
    "-inf at the target": {"rows": [masked, common], "targets": [0, 1]},
    "-inf beside the target": {"rows": [masked, common], "targets": [1, 1]},
    "+inf at the target": {
        "rows": [[0.0, inf, 1.0], common], "targets": [1, 1]},
    "+inf beside the target": {
        "rows": [[0.0, inf, 1.0], common], "targets": [0, 1]},
    "NaN": {"rows": [[0.0, nan, 1.0], common], "targets": [0, 1]},
    "NaN, ignored": {
        "rows": [[0.0, nan, 1.0], common], "targets": [-100, 1]} | ignored,
    "NaN, ignored, smoothing": {
        "rows": [[0.0, nan, 1.0], common], "targets": [-100, 1],
        "labelSmoothing": 0.125} | ignored,
    "NaN, ignored by a class": {
        "rows": [[0.0, nan, 1.0], common], "targets": [0, 1],
        "ignoreIndex": 0},
    "+inf, ignored": {
        "rows": [[0.0, inf, 1.0], common], "targets": [-100, 1]} | ignored,
    "a row of -inf, ignored": {
        "rows": [lone, common], "targets": [-100, 1]} | ignored,
    "-inf, ignored, smoothing": {
        "rows": [masked, common], "targets": [-100, 1],
        "labelSmoothing": 0.125} | ignored,
    "NaN, weight 0": {
        "rows": [[0.0, nan, 1.0], common], "targets": [0, 1],
        "weights": [0.0, 1.0, 1.0]},
    "-inf at the target, weight 0": {
        "rows": [masked, common], "targets": [0, 1],
        "weights": [0.0, 1.0, 1.0]},
    "-inf where the probability is 0": {
        "rows": [masked, common],
        "probabilities": [[0.0, 0.75, 0.25], [0.0, 1.0, 0.0]]},
    "-inf where the probability is not 0": {
        "rows": [masked, common],
        "probabilities": [[0.25, 0.75, 0.0], [0.0, 1.0, 0.0]]},
    "-inf where the probability is not 0, weight 0": {
        "rows": [masked, common],
        "probabilities": [[0.25, 0.75, 0.0], [0.0, 1.0, 0.0]],
        "weights": [0.0, 1.0, 1.0]},
    "-inf, smoothing": {
        "rows": [masked, common], "targets": [1, 1],
        "labelSmoothing": 0.125},
    "-inf, smoothing, weight 0": {
        "rows": [masked, common], "targets": [1, 1],
        "labelSmoothing": 0.125, "weights": [0.0, 1.0, 1.0]},
    "-inf, smoothing, probabilities": {
        "rows": [masked, common], "labelSmoothing": 0.125,
        "probabilities": [[0.0, 0.75, 0.25], [0.0, 1.0, 0.0]]},
    "-inf at the target, all smoothing": {
        "rows": [[0.0, 1.0, 2.0], masked], "targets": [0, 0],
        "labelSmoothing": 1.0},
    "NaN probability": {
        "rows": [[0.5, 0.0, 1.0], common],
        "probabilities": [[nan, 0.5, 0.5], [0.0, 1.0, 0.0]]},
    "inf probability": {
        "rows": [[0.5, 0.0, 1.0], common],
        "probabilities": [[inf, 0.5, 0.5], [0.0, 1.0, 0.0]]},
    "weights sum to 0": {
        "rows": [common, common], "targets": [0, 0],
        "weights": [0.0, 1.0, 1.0]},
    "weights sum to 0, smoothing": {
        "rows": [common, common], "targets": [0, 0],
        "weights": [0.0, 1.0, 1.0], "labelSmoothing": 0.125},
    "all weights 0, probabilities": {
        "rows": [common, common], "weights": [0.0, 0.0, 0.0],
        "probabilities": [[0.0, 1.0, 0.0], [0.0, 1.0, 0.0]]},
    "NaN weight of another class": {
        "rows": [common, common], "targets": [1, 2],
        "weights": [nan, 1.0, 1.0]},
    "one class": {"rows": [[3.5], [-2.0]], "targets": [0, 0]},
    "one class, smoothing": {
        "rows": [[3.5], [-2.0]], "targets": [0, 0], "labelSmoothing": 0.25},
    "one class, probabilities": {
        "rows": [[3.5], [-2.0]], "probabilities": [[1.0], [0.5]]},
    "one class, -inf": {"rows": [[-inf], [0.0]], "targets": [0, 0]},
    "one class, +inf": {"rows": [[inf], [0.0]], "targets": [0, 0]},
    "a difference beyond float64": {
        "rows": [[1.5e308, -1.5e308, 0.0], common], "targets": [1, 1]},
}

ROWS = {
    "-inf alone": lone,
    "-inf and numbers": masked,
    "+inf once": [0.0, inf, 1.0],
    "+inf twice": [inf, 0.0, inf],
    "+inf and -inf": [-inf, inf, 0.0],
    "+inf alone": [inf, inf, inf],
    "NaN once": [2.0, nan, 1.0],
    "NaN twice": [2.0, nan, nan],
    "NaN and +inf": [inf, nan, 1.0],
    "NaN and -inf": [-inf, nan, -inf],
    "equal": [1.0, 1.0, 1.0],
    "zeros of both signs": [-0.0, 0.0, -0.0],
    "one class": [3.5],
    "one class, -inf": [-inf],
    "one class, +inf": [inf],
    "one class, NaN": [nan],
    "a difference beyond float64": [1.5e308, -1.5e308, 0.0],
}


def of_functions(row, dtype):
    upstream = torch.arange(1, len(row) + 1, dtype=dtype)
    x = torch.tensor(row, dtype=dtype)
    top = torch.topk(x, min(2, len(row)))
    result = {
        "softmax": torch.softmax(x, 0).tolist(),
        "logSoftmax": torch.log_softmax(x, 0).tolist(),
        "logSumExp": [torch.logsumexp(x, 0).item()],
        "max": [x.max().item()],
        "topValues": top.values.tolist(),
    }
    for name, function in [
        ("softmaxGradient", torch.softmax),
        ("logSoftmaxGradient", torch.log_softmax),
    ]:
        x = torch.tensor(row, dtype=dtype, requires_grad=True)
        function(x, 0).backward(upstream)
        result[name] = x.grad.tolist()
    x = torch.tensor(row, dtype=dtype, requires_grad=True)
    torch.logsumexp(x, 0).backward()
    result["logSumExpGradient"] = x.grad.tolist()
    return result, x.argmax().item(), top.indices.tolist()


def finished_row(name, row):
    result, argmax, indices = of_functions(row, torch.float64)
    if "beyond" not in name:
        single, other_argmax, other_indices = of_functions(
            row, torch.float32
        )
        assert {k: kinds(v) for k, v in result.items()} == {
            k: kinds(v) for k, v in single.items()
        }, name
        assert (argmax, indices) == (other_argmax, other_indices), name
    case = {"name": name, "logits": encoded(row)}
    case |= {key: encoded(value) for key, value in result.items()}
    return case | {"argmax": argmax, "topIndices": indices}


def lines(items):
    return ",\n".join(json.dumps(i, separators=(",", ":")) for i in items)


losses = lines(
    finished_case(name, case, reduction)
    for name, case in CASES.items()
    for reduction in ["mean", "sum", "none"]
)
functions = lines(finished_row(name, row) for name, row in ROWS.items())
(folder / "undefined.json").write_text(
    f'{{"losses":[\n{losses}\n],\n"functions":[\n{functions}\n]}}\n'
)

"""Checks values.json. Python 3.11.7, PyTorch 2.13.0 (CPU).

values.json holds the figures that other libraries print in the examples of
their documentation: inputs, outputs, `decimals` (of the coarsest figure), and
where they are from. `rows` are logits or, if `what` says so, probabilities;
`output` says what `expected` is. A `mean` is over the samples, whatever their
weights.

`tolerance` is half a unit of the last decimal; where a library prints a
float32 in full, it is some roundings of float32 more. This script computes
all figures in float64 and in float32 and reports the worst in tolerances.
"""

import json
import pathlib

import torch

folder = pathlib.Path(__file__).parent


def computed(value, dtype):
    rows = torch.tensor(value["rows"], dtype=dtype, requires_grad=True)
    if value["output"] == "softmax":
        return torch.softmax(rows, 1)
    logarithms = torch.log_softmax(rows, 1)
    if value["output"] == "logSoftmax":
        return logarithms
    if value["what"] == "probabilities":
        logarithms = rows.log()
    if value["classTargets"] is not None:
        targets = torch.tensor(value["classTargets"])
        losses = -logarithms[torch.arange(len(rows)), targets]
    else:
        targets = torch.tensor(value["targetProbabilities"], dtype=dtype)
        losses = -torch.xlogy(targets, logarithms.exp()).sum(1)
    if value["sampleWeights"] is not None:
        losses = losses * torch.tensor(value["sampleWeights"], dtype=dtype)
    if value["output"] == "gradient":
        losses.sum().backward()
        return rows.grad
    if value["reduction"] == "none":
        return losses
    return getattr(losses, value["reduction"])()


for value in json.loads((folder / "values.json").read_text()):
    expected = torch.tensor(value["expected"], dtype=torch.float64)
    errors = []
    for dtype in [torch.float64, torch.float32]:
        found = computed(value, dtype).detach().double().reshape(-1)
        errors.append(((found - expected).abs().max() / value["tolerance"]))
    worst = max(errors).item()
    print(f"{worst:6.3f}  {value['source']}, {value['output']}")
    assert worst <= 1

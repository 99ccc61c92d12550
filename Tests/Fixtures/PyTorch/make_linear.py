"""Makes linear.json: the loss of a linear layer's outputs, and its gradients.
Python 3.11.7, PyTorch 2.13.0 (CPU), in float64.

80 seeded combinations of sizes and options. The logits are
torch.nn.functional.linear(features, weight, bias); of these the loss is that
of make_losses.py for class indices:

    z = softcap·tanh(logits / softcap) / temperature
    loss = s·((1 - ε)·w[t]·(-l[t]) + ε/C·Σ w[c]·(-l[c]) + λ·logsumexp(z)²)

with l = log_softmax(z), and 0 for a target that is `ignoreIndex`. `mean`
divides the sum by Σ s·w[t]. The gradients are those of Σ upstream·losses for
`none`, and of upstream[0]·loss otherwise. Where all options are PyTorch's own
it is checked that the formula agrees with torch.nn.functional.cross_entropy.

Everything that goes in is a multiple of 1/64, so that Float holds it exactly.
"""

import json
import pathlib
import random

import torch
from torch.nn.functional import cross_entropy, linear

folder = pathlib.Path(__file__).parent
choice = random.Random(20261122)
torch.set_num_threads(1)


def numbers(count, low, high):
    return [choice.randint(low, high) / 64 for _ in range(count)]


def tensor(values, *shape):
    return torch.tensor(values, dtype=torch.float64).reshape(*shape)


def losses(logits, targets, case):
    z = logits
    if case["softcap"] is not None:
        z = case["softcap"] * torch.tanh(z / case["softcap"])
    z = z / case["temperature"]
    log_p = torch.log_softmax(z, 1)
    n, classes = logits.shape
    w = torch.ones(classes, dtype=torch.float64)
    if case["classWeights"] is not None:
        w = tensor(case["classWeights"], classes)
    s = torch.ones(n, dtype=torch.float64)
    if case["sampleWeights"] is not None:
        s = tensor(case["sampleWeights"], n)
    counted = targets != case["ignoreIndex"]
    t = torch.where(counted, targets, 0)
    e = case["labelSmoothing"]
    of_target = -log_p.gather(1, t[:, None])[:, 0] * w[t]
    smooth = (-log_p * w).sum(1) / classes
    squares = case["zLoss"] * torch.logsumexp(z, 1) ** 2
    all_losses = s * ((1 - e) * of_target + e * smooth + squares)
    zero = torch.zeros((), dtype=torch.float64)
    return (torch.where(counted, all_losses, zero),
            torch.where(counted, s * w[t], zero).sum())


def case(index):
    n, d = choice.choice([1, 2, 7, 20, 33]), choice.choice([1, 2, 5, 9, 17])
    classes = choice.choice([1, 2, 3, 10, 17, 40])
    options = {name for name in (
        "bias", "classWeights", "ignored", "labelSmoothing", "zLoss",
        "temperature", "softcap", "sampleWeights") if choice.random() < 0.4}
    targets = [choice.randrange(classes) for _ in range(n)]
    if "ignored" in options:
        targets = [-100 if choice.random() < 0.3 else t for t in targets]
    result = {
        "samples": n, "features": d, "classes": classes,
        "x": numbers(n * d, -64, 64), "weight": numbers(classes * d, -64, 64),
        "bias": numbers(classes, -64, 64) if "bias" in options else None,
        "targets": targets, "ignoreIndex": -100,
        "classWeights":
            numbers(classes, 16, 128) if "classWeights" in options else None,
        "sampleWeights":
            numbers(n, 16, 128) if "sampleWeights" in options else None,
        "labelSmoothing": 0.125 if "labelSmoothing" in options else 0,
        "zLoss": 0.0625 if "zLoss" in options else 0,
        "temperature": 0.5 if "temperature" in options else 1,
        "softcap": 2 if "softcap" in options else None,
        "reduction": choice.choice(["mean", "sum", "none"]),
        "upstream": numbers(n, -128, 128),
    }
    x, w = tensor(result["x"], n, d), tensor(result["weight"], classes, d)
    b = tensor(result["bias"] or [0.0] * classes, classes)
    for leaf in (x, w, b):
        leaf.requires_grad_()
    t = torch.tensor(targets)
    upstream = tensor(result["upstream"], n)
    all_losses, divisor = losses(linear(x, w, b), t, result)
    if result["reduction"] == "mean":
        loss = all_losses.sum() / divisor
    else:
        loss = all_losses.sum()
    if not options & {"zLoss", "temperature", "softcap", "sampleWeights"}:
        weights = result["classWeights"]
        torch.testing.assert_close(
            cross_entropy(
                linear(x, w, b), t,
                weight=None if weights is None else tensor(weights, classes),
                label_smoothing=result["labelSmoothing"],
                reduction="mean" if result["reduction"] == "mean" else "sum"),
            loss, rtol=1e-13, atol=1e-13, equal_nan=True)
    if result["reduction"] == "none":
        (upstream * all_losses).sum().backward()
    else:
        (upstream[0] * loss).backward()
    result["losses"] = (
        all_losses.tolist() if result["reduction"] == "none"
        else [loss.item()])
    result["featureGradient"] = x.grad.flatten().tolist()
    result["weightGradient"] = w.grad.flatten().tolist()
    result["biasGradient"] = b.grad.tolist()
    return result


cases = [case(index) for index in range(120)]
# A mean of nothing is NaN, and so is its gradient there: see undefined.json.
cases = [one for one in cases if one["losses"][0] == one["losses"][0]][:80]
lines = ",\n".join(json.dumps(one) for one in cases)
(folder / "linear.json").write_text(f"[\n{lines}\n]\n")

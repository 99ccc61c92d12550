#!/usr/bin/env python3
"""Writes partial.json: what PyTorch 2.13 gives, in float64, for the losses of rows
whose classes are cut into chunks, and their gradient.

    pip install torch==2.13.0+cpu
    python3 make_partial.py > partial.json

PyTorch sees whole rows; `chunks` says how many classes each chunk has. With
z = softcap·tanh(logits / softcap) / temperature, the loss of a sample is

    sampleWeight·(cross_entropy(z, target) + zLoss·logsumexp(z)²)

with PyTorch's class weights, label smoothing and ignored index; an ignored
sample has none. `loss` is their sum, or their mean: the sum over that of
sampleWeight·classWeight[target]. The gradient is that of upstream[0]·loss,
or of Σ upstream·losses where nothing is reduced. Where only PyTorch's own
options are in use it is checked that the mean is that of cross_entropy.

Logits are held exactly by float16, bfloat16 and whatever is wider.
"""
import json
import random

import torch
import torch.nn.functional as F

from make_losses import SoftCap

assert torch.__version__.startswith("2.13"), torch.__version__
torch.manual_seed(21)
random.seed(21)
DOUBLE = torch.float64


def fractions(shape, low, high, denominator):
    """Multiples of 1 / denominator, from low to high, both included."""
    count = torch.randint(low * denominator, high * denominator + 1, shape)
    return count.to(DOUBLE) / denominator


def case(chunk_count):
    samples = random.choice([1, 2, 3, 5])
    classes = random.choice([4, 5, 8, 17, 40, 100])
    cuts = sorted(random.sample(range(1, classes), chunk_count - 1))
    targets = torch.randint(classes, (samples,))
    # At most 256 steps from 0: 8 bits.
    largest = random.choice([2, 8, 32])
    x = fractions((samples, classes), -largest, largest, 256 // largest)
    options, result = {}, {
        "reduction": random.choice(["none", "mean", "sum"]),
        "classes": classes,
        "chunks": [b - a for a, b in zip([0] + cuts, cuts + [classes])],
        "logits": x.flatten().tolist(),
    }

    def perhaps(name, value):
        if random.random() < 0.4:
            result[name] = value.tolist() if torch.is_tensor(value) else value
            return value

    weight = perhaps("classWeights", fractions((classes,), 1, 3, 64) / 2)
    smoothing = perhaps("labelSmoothing", random.choice([0.125, 0.3, 1.0]))
    ignored = perhaps("ignoreIndex", random.choice([-100, 255, 0]))
    z_loss = perhaps("zLoss", random.choice([1e-3, 0.125]))
    temperature = perhaps("temperature", random.choice([0.5, 1.25, 2.0]))
    softcap = perhaps("softcap", random.choice([5.0, 30.0]))
    sample_weights = perhaps("sampleWeights", fractions((samples,), 1, 16, 1) / 8)
    if ignored is not None:
        targets[torch.rand(samples) < 0.3] = ignored
        options["ignore_index"] = ignored
    if weight is not None:
        options["weight"] = weight
    if smoothing is not None:
        options["label_smoothing"] = smoothing
    counts = targets != ignored if ignored is not None else targets >= 0
    if not counts.any():
        # A mean of no samples is another test's.
        return case(chunk_count)
    result["targets"] = targets.tolist()

    x.requires_grad_(True)
    z = x if softcap is None else softcap * SoftCap.apply(x / softcap)
    z = z / (temperature or 1)
    losses = F.cross_entropy(z, targets, reduction="none", **options)
    if z_loss is not None:
        squares = z_loss * torch.logsumexp(z, 1) ** 2
        losses = losses + torch.where(counts, squares, 0)
    ones = torch.ones(classes, dtype=DOUBLE)
    divisors = (ones if weight is None else weight)[targets * counts]
    if sample_weights is not None:
        losses, divisors = sample_weights * losses, sample_weights * divisors
    result["losses"] = losses.tolist()
    if result["reduction"] == "none":
        upstream = fractions((samples,), -2, 2, 64)
        value = (upstream * losses).sum()
    else:
        upstream = torch.tensor([random.choice([1.0, 0.25, -3.0])], dtype=DOUBLE)
        loss = losses.sum()
        if result["reduction"] == "mean":
            loss = loss / divisors[counts].sum()
        if z_loss is None and sample_weights is None:
            theirs = F.cross_entropy(
                z, targets, reduction=result["reduction"], **options)
            assert torch.allclose(loss, theirs, rtol=1e-13)
        result["loss"] = loss.item()
        value = upstream[0] * loss
    result["upstream"] = upstream.tolist()
    value.backward()
    result["gradient"] = x.grad.flatten().tolist()
    return result


cases = [case(chunk_count) for chunk_count in (2, 3, 4) for _ in range(40)]
print('{"torch": "%s", "cases": [' % torch.__version__)
print(",\n".join(json.dumps(case) for case in cases))
print("]}")

#!/usr/bin/env python3
"""Writes partial.json: what PyTorch 2.13 gives, in float64, for the loss of rows
whose classes are cut into chunks, and its gradient.

    pip install torch==2.13.0+cpu
    python3 make_partial.py > partial.json

PyTorch sees whole rows. `chunks` is where each chunk begins. With a z-loss the
value is `cross_entropy` plus z times the squared logsumexp of each row.
"""
import json
import random

import torch
import torch.nn.functional as F

assert torch.__version__.startswith("2.13"), torch.__version__
torch.manual_seed(21)
random.seed(21)
DOUBLE = torch.float64
TYPES = {"double": None, "float16": torch.float16, "bfloat16": torch.bfloat16}


def random_numbers(*shape):
    """Multiples of 1/64, which a Float holds as well."""
    return (64 * torch.randn(shape, dtype=DOUBLE)).round() / 64


def numbers(tensor):
    return [float("%.15g" % x) if isinstance(x, float) else x
            for x in tensor.reshape(-1).tolist()]


def case(name, chunk_count):
    samples = random.choice([1, 3, 8])
    classes = random.choice([4, 7, 20, 50])
    x = random.choice([0.5, 3, 20]) * random_numbers(samples, classes)
    if TYPES[name] is not None:
        x = x.to(TYPES[name]).to(DOUBLE)
    chunks = [0] + sorted(random.sample(range(1, classes), chunk_count - 1))
    targets = torch.randint(classes, (samples,))
    reduction = random.choice(["none", "mean", "sum"])
    options = {}
    if random.random() < 0.5:
        options["weight"] = (random_numbers(classes).abs() + 1) / 2
    if random.random() < 0.5:
        options["label_smoothing"] = random.choice([0.1, 0.3])
    if random.random() < 0.5:
        options["ignore_index"] = random.choice([-100, 255])
        ignored = torch.rand(samples) < 0.3
        # A mean of no samples is another test's.
        ignored[0] = False
        targets[ignored] = options["ignore_index"]
    z = random.choice([0, 0, 0.01]) if "weight" not in options else 0
    temperature = random.choice([1, 1, 2])
    result = {"type": name, "classes": classes, "chunks": chunks,
              "logits": numbers(x), "targets": numbers(targets),
              "reduction": reduction, "z_loss": z, "temperature": temperature}
    for key, option in options.items():
        result[key] = numbers(option) if key == "weight" else option
    x.requires_grad_(True)
    logits = x / temperature
    losses = F.cross_entropy(logits, targets, reduction="none", **options)
    counts = targets != options.get("ignore_index", -100)
    losses = losses + z * torch.where(
        counts, torch.logsumexp(logits, 1) ** 2, torch.zeros((), dtype=DOUBLE))
    if reduction == "none":
        value, upstream = losses, random_numbers(samples)
    else:
        value, upstream = losses.sum(), torch.tensor(0.25, dtype=DOUBLE)
        if reduction == "mean":
            weight = options.get("weight", torch.ones(classes, dtype=DOUBLE))
            value = value / weight[targets[counts]].sum()
            if z == 0:
                theirs = F.cross_entropy(logits, targets, **options)
                assert torch.allclose(value, theirs, rtol=1e-13)
    value.backward(upstream)
    result["values"] = numbers(value)
    result["upstream"] = numbers(upstream)
    result["gradient"] = numbers(x.grad)
    return result


cases = [case(name, chunk_count) for name in TYPES for chunk_count in (2, 3, 4)
         for _ in range(14)]
print('{"torch": "%s", "cases": [' % torch.__version__)
print(",\n".join(json.dumps(case) for case in cases))
print("]}")

"""Makes cross_entropy.json. Python 3.11.7, NumPy 2.4.6, PyTorch 2.13.0 (CPU).

Losses and gradients (autograd) in float64, for class indices and for target
probabilities, of rows whose logits lie up to `spread` apart.
"""

import json
import pathlib

import torch
from torch.nn.functional import cross_entropy

generator = torch.Generator().manual_seed(20261121)


def case(samples, classes, spread, reduction, soft):
    logits = torch.rand(
        samples, classes, generator=generator, dtype=torch.float64
    )
    # Multiples of 1/64, so that Float holds them as well.
    logits = torch.round(logits * spread * 64) / 64
    logits.requires_grad_()
    if soft:
        targets = torch.rand(
            samples, classes, generator=generator, dtype=torch.float64
        )
        targets = torch.round(targets * 256) / 256
    else:
        targets = torch.randint(classes, (samples,), generator=generator)
    loss = cross_entropy(logits, targets, reduction=reduction)
    loss.sum().backward()
    return {
        "samples": samples,
        "classes": classes,
        "reduction": reduction,
        "logits": logits.detach().flatten().tolist(),
        "classTargets": None if soft else targets.tolist(),
        "targetProbabilities": targets.flatten().tolist() if soft else None,
        "losses": loss.detach().reshape(-1).tolist(),
        "gradient": logits.grad.flatten().tolist(),
    }


cases = [
    case(samples, classes, spread, reduction, soft)
    for samples, classes in [(1, 2), (3, 5), (5, 10), (2, 17), (4, 33)]
    for spread in [1, 20, 300]
    for reduction in ["mean", "sum", "none"]
    for soft in [False, True]
]
folder = pathlib.Path(__file__).parent
(folder / "cross_entropy.json").write_text(json.dumps(cases) + "\n")

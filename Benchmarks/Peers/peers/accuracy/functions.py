"""PyTorch's exp and log by themselves, in ulps of the exact result rounded."""

import numpy as np
import torch

from .exact import Wide

# From here to 0 the power of a Float is 1.
NEAREST = np.float32(-(2.0**-25))
LEAST = {np.float32: np.float32(-87.33), np.float64: -708.39}
DOUBLES = 10_000_000
BLOCK = 2**22


def floats():
    """All from just below 0 to the least whose power is normal, by blocks."""
    first, last = (int(x.view(np.uint32)) for x in (
        NEAREST, LEAST[np.float32]))
    for start in range(first, last + 1, BLOCK):
        end = min(start + BLOCK, last + 1)
        yield np.arange(start, end, dtype=np.uint32).view(np.float32)


def doubles(curves):
    """Random points of curves from 0 to 1, as many of each."""
    random = np.random.default_rng(20_260_101)
    for curve in curves:
        for start in range(0, DOUBLES // len(curves), BLOCK):
            count = min(BLOCK, DOUBLES // len(curves) - start)
            yield curve(random.random(count))


# The same curves as those of the sweep (Points+Stratified.swift).
EXPONENTS = [
    lambda t: LEAST[np.float64] * t,
    lambda t: np.maximum(LEAST[np.float64], -np.exp2(-60 + 70 * t)),
]
POSITIVE_NUMBERS = [
    lambda t: np.exp2(-1074 + 2098 * t),
    lambda t: 0.5 + 1.5 * t,
    lambda t: 1 + np.exp2(-53 + 53 * t),
    lambda t: 1 - np.exp2(-54 + 53 * t),
]


def measured(function, type_, blocks, compute, exact):
    points, total, largest, at = 0, 0.0, -1.0, None
    for x in blocks:
        true = exact(x)
        ulp = np.spacing(np.abs(true.astype(x.dtype)))
        error = np.abs(compute(torch.from_numpy(x)).numpy() - true) / ulp
        worst = error.argmax()
        if error[worst] > largest:
            largest, at = float(error[worst]), float(x[worst])
        points += x.size
        total += float(error.sum())
    return {"peer": "PyTorch", "function": function, "type": type_,
            "points": points, "largest": largest, "at": at,
            "mean": total / points}


def of_torch():
    torch.set_num_threads(1)
    return [
        measured("exp", "Float", floats(), torch.exp,
                 lambda x: np.exp(x.astype(np.float64))),
        measured("exp", "Double", doubles(EXPONENTS), torch.exp,
                 lambda x: np.exp(x.astype(Wide))),
        measured("log", "Double", doubles(POSITIVE_NUMBERS), torch.log,
                 lambda x: np.log(x.astype(Wide))),
    ]

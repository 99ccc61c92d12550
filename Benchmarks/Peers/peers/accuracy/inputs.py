"""Logits that are hard on a softmax, and their targets, by name."""

from dataclasses import dataclass
from typing import Callable

import numpy as np

SEED = 20_260_101
TYPES = {"Float": np.float32, "Double": np.float64}
CLASSES = [2, 10, 100, 1000, 32_000, 131_072, 1_048_576]
ORDINARY = "normal × 4"


@dataclass
class Draw:
    """What a distribution is drawn from: numbers of Python's precision, which
    are rounded to the type afterwards. So they are exact as they are read."""

    random: np.random.Generator
    samples: int
    classes: int
    dtype: type

    @property
    def shape(self):
        return self.samples, self.classes

    def normal(self):
        return self.random.standard_normal(self.shape)

    def places(self):
        """A class for each sample."""
        return self.random.integers(0, self.classes, self.samples)

    def with_peaks(self, x, gap):
        """One logit of each row is by `gap` above the largest other."""
        rows, places = np.arange(self.samples), self.places()
        x[rows, places] = -np.inf
        x[rows, places] = x.max(axis=1) + gap
        return x, places


def one_above(draw, x, gap):
    return draw.with_peaks(x, gap)[0], draw.places()


def alternating(draw):
    signs = np.where(np.arange(draw.classes) % 2, -1, 1)
    return signs * np.abs(4 * draw.normal()), draw.places()


def below_normal(draw):
    least = np.log(float(np.finfo(draw.dtype).tiny))
    x = draw.random.uniform(least - 17, least + 7, draw.shape)
    x[np.arange(draw.samples), draw.places()] = 0
    return x, draw.places()


def target_far_below(draw):
    x, targets = 4 * draw.normal(), draw.places()
    x[np.arange(draw.samples), targets] -= 1e4
    return x, targets


def spread(draw, width):
    return draw.random.uniform(-width, width, draw.shape), draw.places()


def offset(draw, by):
    return 4 * draw.normal() + by, draw.places()


# Logits and targets. A target is any class where the name says nothing of it.
DISTRIBUTIONS: dict[str, Callable[[Draw], tuple]] = {
    ORDINARY: lambda draw: offset(draw, 0),
    "alternating signs": alternating,
    "all equal": lambda draw: (
        np.repeat(4 * draw.normal()[:, :1], draw.classes, 1), draw.places()),
    "one larger by 1e-3": lambda draw: one_above(
        draw, np.full(draw.shape, 8.0), 8e-3),
    "one 30 above": lambda draw: one_above(draw, draw.normal(), 30),
    "uniform in ±80": lambda draw: spread(draw, 80),
    "uniform in ±1e4": lambda draw: spread(draw, 1e4),
    "offset +1e8": lambda draw: offset(draw, 1e8),
    "offset −1e8": lambda draw: offset(draw, -1e8),
    "powers below normal": below_normal,
    "target 5 to 40 above": lambda draw: draw.with_peaks(
        draw.normal(), draw.random.uniform(5, 40, draw.samples)),
    "target 1e4 below": target_far_below,
}


def batch(name, classes, dtype, elements):
    """Logits and targets, the same in every run."""
    draw = Draw(
        np.random.default_rng([SEED, classes, *name.encode()]),
        max(2, elements // classes), classes, dtype)
    logits, targets = DISTRIBUTIONS[name](draw)
    return np.ascontiguousarray(logits, dtype), targets.astype(np.int64)

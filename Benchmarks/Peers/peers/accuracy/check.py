"""Compares the reference with decimal arithmetic, on a row of each
distribution: neither shares anything with the other."""

from decimal import Decimal, localcontext

import numpy as np

from . import inputs
from .exact import Exact

CLASSES = 10
DIGITS = 60
# What is left of 1 − δ and of its logarithm, if δ is tiny.
LEAST = Decimal(10) ** -40
# Of the roundings to 64 bits.
ROUNDING = Decimal(2) ** -64


def reference():
    for dtype in inputs.TYPES.values():
        for name in inputs.DISTRIBUTIONS:
            logits, targets = inputs.batch(name, CLASSES, dtype, CLASSES)
            with localcontext(prec=DIGITS, Emin=-10**6):
                compare(Exact(logits[:1], targets[:1]), logits[0], targets[0])


def compare(exact, logits, target):
    x = [Decimal(float(logit)) for logit in logits]
    powers = [(each - max(x)).exp() for each in x]
    p = [power / sum(powers) for power in powers]
    # An error of x − m is one of its power, relative to that.
    tolerance = (8 + max(x) - min(x)) * ROUNDING
    smallest = decimal(np.finfo(np.longdouble).tiny)
    for found, true, least in [
            (exact.probabilities[0], p, smallest),
            (exact.logs[0], [each.ln() for each in p], LEAST),
            (exact.losses, [-p[target].ln()], LEAST),
            (exact.gradient()[0],
             [each - (c == target) for c, each in enumerate(p)], LEAST)]:
        for one, other in zip(found, true, strict=True):
            error = abs(decimal(one) - other)
            assert error <= tolerance * abs(other) + least, (one, other)


def decimal(number):
    """With all digits: two doubles have those of 64 bits."""
    fraction, exponent = np.frexp(number)
    high = float(fraction)
    low = float(fraction - np.longdouble(high))
    return (Decimal(high) + Decimal(low)) * Decimal(2) ** int(exponent)

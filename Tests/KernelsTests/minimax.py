"""Minimax coefficients of e^r = 1 + r + r^2 q(r) on |r| <= ln2/2, by Remez exchange.

Prints q's coefficients, lowest degree first, rounded to the type that uses them,
and the relative error of the rounded polynomial. Needs mpmath.
"""
import struct
from mpmath import mp, mpf, exp, log, matrix, lu_solve, cos, pi, nstr

mp.prec = 200
EDGE = log(2) / 2 * mpf("1.0001")


def to_float(x):
    return mpf(struct.unpack("f", struct.pack("f", float(x)))[0])


def to_double(x):
    return mpf(float(x))


def target(r):
    if abs(r) < mpf("1e-20"):
        return mpf(1) / 2
    return (exp(r) - 1 - r) / r**2


def weight(r):
    # A relative error of e^r, not of q.
    return r**2 / exp(r)


def remez(degree):
    """q of the given degree, fixed sample grid exchange."""
    n = degree + 2
    nodes = [EDGE * cos(pi * (2 * i + 1) / (2 * n)) for i in range(n)]
    grid = [EDGE * (mpf(2 * i) / 4000 - 1) for i in range(4001)]
    for _ in range(40):
        rows = matrix(n, n)
        right = matrix(n, 1)
        for i, r in enumerate(nodes):
            for k in range(degree + 1):
                rows[i, k] = r**k
            w = weight(r)
            rows[i, degree + 1] = (-1) ** i / w if w > mpf("1e-12") else mpf(0)
            right[i] = target(r)
        solution = lu_solve(rows, right)
        q = [solution[k] for k in range(degree + 1)]
        errors = [
            (sum(c * r**k for k, c in enumerate(q)) - target(r)) * weight(r)
            for r in grid
        ]
        # Local extrema, then the n largest that alternate in sign.
        picks = []
        for i, e in enumerate(errors):
            left = errors[i - 1] if i else mpf(0)
            after = errors[i + 1] if i + 1 < len(errors) else mpf(0)
            if abs(e) >= abs(left) and abs(e) >= abs(after):
                if picks and (errors[picks[-1]] > 0) == (e > 0):
                    if abs(e) > abs(errors[picks[-1]]):
                        picks[-1] = i
                else:
                    picks.append(i)
        while len(picks) > n:
            picks.remove(min((picks[0], picks[-1]), key=lambda i: abs(errors[i])))
        if len(picks) < n:
            break
        new = [grid[i] for i in picks]
        if max(abs(a - b) for a, b in zip(sorted(new), sorted(nodes))) < mpf("1e-9"):
            break
        nodes = new
    return q


def error_of(q):
    grid = [EDGE * (mpf(2 * i) / 2000 - 1) for i in range(2001)]
    return max(
        abs((1 + r + r**2 * sum(c * r**k for k, c in enumerate(q))) / exp(r) - 1)
        for r in grid
    )


for name, degree, rounding in [
    ("Float", 4, to_float), ("Double", 10, to_double)
]:
    q = [rounding(c) for c in remez(degree)]
    print(name, "degree of q:", degree, "relative error:", nstr(error_of(q), 3))
    for c in q:
        print("  ", float(c).hex() if name == "Double" else repr(float(c)))

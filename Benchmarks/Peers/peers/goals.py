"""What swift-logits sets out to reach, and whether it did."""

from .errors import EPSILON
from .way import (
    GRADIENT, LINEAR_OPERATIONS, LOSS, NO_PEERS, OURS, ROOF, SOFTMAX)

TORCH = "PyTorch"
# Batches below this stay in the caches, where the memory is no roof.
LARGE = 16_000_000


def wanted(operation, samples, classes):
    """The ratio to the fastest peer, and the share of the roof; or None."""
    large = samples * classes * 4 >= LARGE
    if operation == LOSS:
        ratio = 4 if classes <= 10 else 3 if classes <= 1000 else 2.5
        return ratio, 0.85 if classes >= 32_000 else None
    share = 0.6 if classes >= 1000 and large else None
    if operation == GRADIENT:
        return 4, share
    if classes <= 10:
        return 3, share
    if (samples, classes) == (32, 1000):
        return 1.8, share
    return 1.3 if classes >= 32_000 else None, share


def wanted_of_linear(samples, features, classes):
    """The ratio to the fastest peer, and the time over that of the bare
    products; or None."""
    ratio = 3 if (samples, features, classes) == (4096, 64, 10) else 1.1
    return ratio, 1.1 if features >= 512 else None


def wanted_of_planes(operation):
    """The ratio to the fastest peer, or None."""
    return {SOFTMAX: 2, GRADIENT: 3}.get(operation)


def fastest(case):
    """The name of the fastest peer, and its time over ours, both from the
    same rounds."""
    peers = {name: peer for name, peer in case["peers"].items()
             if name not in NO_PEERS}
    name = min(peers, key=lambda name: peers[name]["ns"])
    return name, peers[name]["time over ours"]


def check(case):
    """What was wanted, what it is, and whether that will do."""
    samples, classes = case["samples"], case["classes"]
    share = products = None
    if case["operation"] in LINEAR_OPERATIONS:
        ratio, products = wanted_of_linear(samples, case["features"], classes)
    elif "axes" in case:
        ratio = wanted_of_planes(case["operation"])
    else:
        ratio, share = wanted(case["operation"], samples, classes)
    peers = case["peers"]
    goals = []

    def goal(kind, value, limit, met):
        goals.append(
            {"kind": kind, "value": value, "limit": limit, "met": met})

    if ratio:
        value = fastest(case)[1]
        goal("ratio", value, ratio, value >= ratio)
    if share:
        value = peers[ROOF]["time over ours"]
        goal("share", value, share, value >= share)
    if products:
        value = 1 / peers[ROOF]["time over ours"]
        goal("products", value, products, value <= products)
    theirs = peers.get(TORCH, {}).get("errors") or {}
    for measure, error in peers[OURS]["errors"].items():
        if measure in theirs:
            limit = theirs[measure]
            goal(f"{measure} error, PyTorch's", error, limit, error <= limit)
        if classes >= 128_256:
            goal(f"{measure} error, 4ε", error, 4 * EPSILON,
                 error <= 4 * EPSILON)
    return goals

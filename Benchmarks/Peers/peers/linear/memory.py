"""The memory of a loss and its gradients, above inputs and outputs."""

from ..way import OURS, OURS_SWIFT

SHAPE = 4096, 768, 32000
# Of the call that comes before.
SMALL = 64, 32, 100
MEASURED = [
    (OURS, "C interface"),
    (OURS_SWIFT, "C interface"),
    ("PyTorch", "linear, cross_entropy, backward"),
    ("PyTorch chunked", "chunks of its own choice"),
    ("PyTorch chunked", "chunks of 64 MB"),
    ("JAX", "value_and_grad of log_softmax"),
    ("JAX", "value_and_grad of logsumexp"),
]
MB = 2**20
MOST = 64  # MB


OWN = {OURS, OURS_SWIFT}


def judged(found):
    """With what was wanted of ours, what it is, and whether that will do."""
    value = found["bytes"] / MB
    goal = {"kind": "memory", "value": value, "limit": MOST,
            "met": value <= MOST}
    return {**found, "goals": [goal] if found["peer"] == OURS else []}

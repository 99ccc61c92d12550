"""What a peer offers for an operation: one or more ways, of which the fastest
is measured."""

from typing import Callable, NamedTuple

SOFTMAX = "softmax"
LOG_SOFTMAX = "log-softmax"
LOSS = "loss"
GRADIENT = "loss + gradient"
# Of a linear layer's outputs.
LINEAR_LOSS = "linear loss"
LINEAR_GRADIENTS = "linear loss + gradients"
OURS, ROOF = "swift-logits", "roof"
# Where products matter, OURS has OpenBLAS, and this one has it not.
OURS_SWIFT = "swift-logits (Swift products)"
# The Python package.
OURS_NUMPY, OURS_TORCH, OURS_JAX = (
    "swift_logits", "swift_logits.torch", "swift_logits.jax")
NO_PEERS = {OURS, OURS_SWIFT, OURS_NUMPY, OURS_TORCH, OURS_JAX, ROOF}
WITHOUT_TARGETS = {SOFTMAX, LOG_SOFTMAX}
OPERATIONS = [SOFTMAX, LOG_SOFTMAX, LOSS, GRADIENT]
LINEAR_OPERATIONS = [LINEAR_LOSS, LINEAR_GRADIENTS]


class Way(NamedTuple):
    """`call` returns when the work is done. `result` is what the last call
    computed: an array, a number, or for gradients both, the number first."""

    call: Callable[[], object]
    result: Callable[[], object] = lambda: None


def kept(compute, convert):
    """A way that returns what it computes, and keeps it until the next call,
    as one who uses it would."""
    last = [None]

    def call():
        last[0] = compute()

    return Way(call, lambda: convert(last[0]))

"""What a peer offers for an operation: one or more ways, of which the fastest
is measured."""

from typing import Callable, NamedTuple

SOFTMAX = "softmax"
LOG_SOFTMAX = "log-softmax"
LOSS = "loss"
GRADIENT = "loss + gradient"
OURS, ROOF = "swift-logits", "roof"
OPERATIONS = [SOFTMAX, LOG_SOFTMAX, LOSS, GRADIENT]


class Way(NamedTuple):
    """`call` returns when the work is done. `result` is what the last call
    computed: an array, a number, or for GRADIENT both, the number first."""

    call: Callable[[], object]
    result: Callable[[], object] = lambda: None


def kept(compute, convert):
    """A way that returns what it computes, and keeps it until the next call,
    as one who uses it would."""
    last = [None]

    def call():
        last[0] = compute()

    return Way(call, lambda: convert(last[0]))

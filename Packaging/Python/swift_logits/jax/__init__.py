"""Softmax and optax's cross-entropies for JAX on a CPU: its signatures, and
gradients.

    from swift_logits.jax import softmax_cross_entropy_with_integer_labels

The functions take arrays of float32, float64, float16 or bfloat16, along any
axis, where they lie. They may be compiled, mapped and differentiated backwards
any number of times (`jax.jit`, `jax.vmap`, `jax.grad`); forward-mode
differentiation (`jax.jvp`, `jax.jacfwd`, `jax.hessian`) is a TypeError. Halves
are computed in float32, and rounded once. On another device than a CPU XLA has
no such functions, and says so.

XLA calls the library on its own threads, where that shares large batches out
to threads of its own: to as many as `swift_logits.threads` says where a
function is traced, by default as many as the process may use processors.
"""

try:
    import jax.ffi
except ImportError as error:
    raise ImportError(
        "swift_logits.jax needs JAX, of version 0.6 or newer: pip install jax"
    ) from error

from ._losses import softmax_cross_entropy
from ._losses import softmax_cross_entropy_with_integer_labels
from ._softmax import log_softmax, logsumexp, softmax

__all__ = [
    "log_softmax",
    "logsumexp",
    "softmax",
    "softmax_cross_entropy",
    "softmax_cross_entropy_with_integer_labels",
]

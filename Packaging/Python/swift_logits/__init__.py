"""Softmax and cross-entropy over batches of logits, on a CPU.

Arrays are NumPy's, of float32, float64, float16 or ml_dtypes.bfloat16, or
anything else with the buffer protocol or that `numpy.asarray` takes. One axis
has the classes, by default the last; the others are the samples'. An array is
used where it lies if its classes are side by side, or if it is contiguous;
otherwise it is copied first.

Errors are TypeError, ValueError and IndexError, raised before anything is
written. The functions may be called from any threads at once; they release the
GIL.

`swift_logits.torch` has the same with PyTorch's signatures and gradients,
`swift_logits.transformers` the loss of transformers' language models,
`swift_logits.jax` softmax and optax's cross-entropies.
"""

from ._linear import linear_cross_entropy
from ._log_loss import log_loss
from ._loss import cross_entropy
from ._softmax import kl_divergence, log_softmax, logsumexp, softmax
from ._summary import Summary, evaluate
from ._threads import threads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._results import CalibrationBin, Figures, LinearGradients

__version__ = "0.1.0"

__all__ = [
    "CalibrationBin",
    "Figures",
    "LinearGradients",
    "Summary",
    "cross_entropy",
    "evaluate",
    "kl_divergence",
    "linear_cross_entropy",
    "log_loss",
    "log_softmax",
    "logsumexp",
    "softmax",
    "threads",
]


def __getattr__(name: str) -> object:
    if name not in ("CalibrationBin", "Figures", "LinearGradients"):
        raise AttributeError(f"swift_logits has no {name}")
    from . import _results

    return getattr(_results, name)

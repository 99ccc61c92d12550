"""PyTorch's losses and softmax on a CPU: its signatures, defaults and
gradients.

    from swift_logits.torch import cross_entropy

The functions take tensors of float32, float64, float16 or bfloat16 on the CPU,
and compute on as many threads as `torch.get_num_threads()` says. Strided
tensors, channels-last ones among them, are used where they lie if they are rows
or planes of classes, and copied otherwise. Halves are computed in float32, and
rounded once.

Softmax, log-softmax and logsumexp can be differentiated any number of times, a
loss once, and nothing in forward mode: those raise. PyTorch itself serves empty
tensors, targets and class weights that require a gradient, and kl_div.
"""

from .. import _core

_core.accept_tensors()

from ._cross_entropy import cross_entropy, nll_loss
from ._install import install, installed, uninstall
from ._kl_div import kl_div
from ._linear import linear_cross_entropy
from ._logsumexp import logsumexp
from ._modules import CrossEntropyLoss, KLDivLoss, LinearCrossEntropyLoss
from ._modules import LogSoftmax, NLLLoss, Softmax
from ._softmax import log_softmax, softmax

__all__ = [
    "CrossEntropyLoss",
    "KLDivLoss",
    "LinearCrossEntropyLoss",
    "LogSoftmax",
    "NLLLoss",
    "Softmax",
    "cross_entropy",
    "install",
    "installed",
    "kl_div",
    "linear_cross_entropy",
    "log_softmax",
    "logsumexp",
    "nll_loss",
    "softmax",
    "uninstall",
]

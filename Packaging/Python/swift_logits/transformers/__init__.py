"""The loss of transformers' causal language models, on a CPU.

    from swift_logits.transformers import apply_to

    apply_to(model)  # and train it, with Trainer or without

`apply_to` puts the loss of this package in the place of a model's own, and
`restore` puts that back. `causal_lm_loss` is the function itself.
"""

try:
    import transformers as _
except ImportError as error:
    raise ImportError(
        "swift_logits.transformers needs transformers: pip install transformers"
    ) from error

from ._apply import apply_to, restore
from ._loss import causal_lm_loss

__all__ = ["apply_to", "causal_lm_loss", "restore"]

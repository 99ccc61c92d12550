from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Optional, Union

import torch.nn.functional as F
from torch import Tensor, nn

from ..torch import cross_entropy, linear_cross_entropy
from ..torch._tensors import COMPUTED, is_plain


def causal_lm_loss(
    logits: Tensor,
    labels: Tensor,
    vocab_size: int,
    num_items_in_batch: Union[Tensor, int, None] = None,
    ignore_index: int = -100,
    shift_labels: Optional[Tensor] = None,
    **kwargs: Any,
) -> Tensor:
    """transformers' `ForCausalLMLoss`: the cross-entropy of each token's logits
    with the next token.

    logits: (..., length, vocab_size); halves are widened as they are read,
        without a copy, and the loss is float32.
    labels: (..., length), tokens or ignore_index.
    num_items_in_batch: what the sum is divided by; by default the number of
        tokens that count.
    shift_labels: the next tokens themselves, in the place of labels.

    Other keyword arguments are not looked at. Errors are those of
    `swift_logits.torch.cross_entropy`.
    """
    loss = functools.partial(
        cross_entropy,
        logits.reshape(-1, vocab_size),
        _next_tokens(labels, ignore_index, shift_labels),
        ignore_index=ignore_index,
        dtype=COMPUTED.get(logits.dtype),
    )
    return _divided(loss, num_items_in_batch)


def causal_lm_head_loss(
    hidden: Tensor,
    head: nn.Linear,
    labels: Tensor,
    softcap: Optional[float],
    num_items_in_batch: Union[Tensor, int, None] = None,
    ignore_index: int = -100,
    shift_labels: Optional[Tensor] = None,
    **kwargs: Any,
) -> Tensor:
    """`causal_lm_loss` of what the head makes of hidden states."""
    loss = functools.partial(
        linear_cross_entropy,
        hidden.reshape(-1, hidden.shape[-1]),
        head.weight,
        _next_tokens(labels, ignore_index, shift_labels),
        linear_bias=head.bias,
        ignore_index=ignore_index,
        softcap=softcap,
        dtype=COMPUTED.get(hidden.dtype),
    )
    return _divided(loss, num_items_in_batch)


def _next_tokens(
    labels: Tensor, ignore_index: int, shift_labels: Optional[Tensor]
) -> Tensor:
    """The label after each one; nothing comes after the last."""
    if shift_labels is None:
        shift_labels = F.pad(labels, (0, 1), value=ignore_index)[..., 1:]
    return shift_labels.reshape(-1)


def _divided(
    loss: Callable[..., Tensor], count: Union[Tensor, int, None]
) -> Tensor:
    """The mean, the divisor of which is the count if there is one."""
    if count is None:
        return loss()
    if is_plain():
        return loss(divisor=float(count))
    # What the compiler follows has no number to give to the kernel.
    return loss(reduction="sum") / count

"""A model's loss replaced, and with it the head."""

from __future__ import annotations

import functools
from collections.abc import Callable
from types import MethodType
from typing import Any, Optional

from torch import nn
from transformers import PreTrainedModel
from transformers.loss.loss_utils import ForCausalLMLoss
from transformers.modeling_outputs import CausalLMOutputWithCrossAttentions

from ._loss import causal_lm_head_loss, causal_lm_loss

# The models whose logits are what their head, a linear layer, makes of the last
# hidden state, but for a softcap; and the attribute with what is below the
# head.
_BODIES = {
    "GPT2LMHeadModel": "transformer",
    "Gemma2ForCausalLM": "model",
    "Gemma3ForCausalLM": "model",
    "GemmaForCausalLM": "model",
    "LlamaForCausalLM": "model",
    "MistralForCausalLM": "model",
    "Qwen2ForCausalLM": "model",
    "Qwen3ForCausalLM": "model",
}


def apply_to(model: PreTrainedModel, fused: bool = True) -> PreTrainedModel:
    """Makes a causal language model compute its loss with this package; returns
    the model.

    model: one whose loss is transformers' ForCausalLMLoss, before it is wrapped
        by PEFT, accelerate or torch.compile.
    fused: whether the loss is computed from the last hidden states and the
        weight of the head, and with the model's softcap, while the model is
        training and has labels: all logits are never there, and the output has
        none. Without labels, in evaluation, with logits_to_keep, and with a
        head that has become something else than a linear layer, logits are as
        before.

    Raises TypeError for what is no such model, one whose loss has been replaced
    by something else among them; and for fused=True with one whose forward has
    been, or whose logits are not just the outputs of its head.
    """
    if not isinstance(model, PreTrainedModel):
        raise TypeError(
            "model: a model of transformers is needed, before it is wrapped, "
            f"not {type(model).__name__}"
        )
    restore(model)
    name = type(model).__name__
    if model.loss_function is not ForCausalLMLoss or _head(model) is None:
        raise TypeError(
            "model: a causal language model with transformers' own loss and a "
            f"linear head is needed, which this {name} is not"
        )
    if fused and "forward" in vars(model):
        raise TypeError(
            f"model: the forward of this {name} has been replaced by something "
            "else; undo that first"
        )
    is_own = type(model).__module__.startswith("transformers.models.")
    if fused and not (is_own and name in _BODIES):
        raise TypeError(
            f"model: fused=True is for {', '.join(_BODIES)} of transformers, "
            f"not for {name}; fused=False takes it"
        )
    model.loss_function = causal_lm_loss
    if fused:
        forward = _fused(type(model).forward, _BODIES[name])
        model.forward = MethodType(forward, model)
    return model


def restore(model: PreTrainedModel) -> None:
    """Undoes `apply_to`; does nothing to a model that it was not applied to.

    Raises TypeError if the model's forward has been wrapped since, as accelerate
    does for mixed precision.
    """
    own = vars(model)
    forward = getattr(own.get("forward"), "__func__", own.get("forward"))
    if _is_fused(forward):
        del own["forward"]
    while forward is not None:
        forward = getattr(forward, "__wrapped__", None)
        if _is_fused(forward):
            raise TypeError(
                "model: its forward has been wrapped by something else; undo "
                "that first"
            )
    if own.get("_loss_function") is causal_lm_loss:
        del own["_loss_function"]


def _head(model: PreTrainedModel) -> Optional[nn.Linear]:
    """The layer that makes the logits, if it does nothing else."""
    head = model.get_output_embeddings()
    is_linear = (
        type(head) is nn.Linear
        and "forward" not in vars(head)
        and not head._forward_hooks
        and not head._forward_pre_hooks
    )
    return head if is_linear else None


def _fused(forward: Callable[..., Any], body: str) -> Callable[..., Any]:
    """The forward of a model without logits where only the loss is needed."""

    @functools.wraps(forward)
    def fused(self: Any, *arguments: Any, **options: Any) -> Any:
        head = _head(self)
        # By position there may be anything beside the tokens.
        if head is None or arguments[1:] or _needs_logits(self, options):
            return forward(self, *arguments, **options)
        labels = options.pop("labels")
        for name in "logits_to_keep", "return_dict":
            options.pop(name, None)
        outputs = dict(getattr(self, body)(*arguments, **options))
        loss = causal_lm_head_loss(
            outputs.pop("last_hidden_state"),
            head,
            labels,
            getattr(self.config, "final_logit_softcapping", None),
            **options,
        )
        return CausalLMOutputWithCrossAttentions(loss=loss, **outputs)

    fused._fused = fused  # type: ignore[attr-defined]
    return fused


def _is_fused(forward: Any) -> bool:
    """Whether it is one of ours itself; what wraps one has its attributes."""
    return forward is not None and getattr(forward, "_fused", None) is forward


def _needs_logits(model: PreTrainedModel, options: dict[str, Any]) -> bool:
    """Whether the caller of forward gets logits, or a tuple."""
    if not model.training or options.get("labels") is None:
        return True
    keep = options.get("logits_to_keep", 0)
    if not isinstance(keep, int) or keep != 0:
        return True
    returns_dict = options.get("return_dict")
    if returns_dict is None:
        returns_dict = model.config.return_dict
    return not returns_dict

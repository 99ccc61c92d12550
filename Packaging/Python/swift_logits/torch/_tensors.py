"""Which tensors are served, and how the extension is called with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Optional

import torch
from torch import Tensor

HALVES = frozenset((torch.float16, torch.bfloat16))
FLOATS = HALVES | {torch.float32, torch.float64}
# The type that results of each sample can be written in.
COMPUTED = {
    torch.float16: torch.float32,
    torch.bfloat16: torch.float32,
    torch.float32: torch.float32,
    torch.float64: torch.float64,
}


def is_plain() -> bool:
    """Whether tensors have memory, rather than being followed by the compiler,
    by functorch or by another mode."""
    return not (
        torch.compiler.is_compiling()
        or torch._C._are_functorch_transforms_active()
        or torch._C._len_torch_dispatch_stack()
    )


def is_traced() -> bool:
    """Whether torch.jit records what happens, which only PyTorch's own
    operators let it do."""
    return torch._C._get_tracing_state() is not None


def refuse_devices(**tensors: Tensor) -> None:
    """Raises TypeError for a tensor that is on another device."""
    for name, x in tensors.items():
        if not x.is_cpu:
            raise TypeError(
                f"{name}: a tensor on the CPU is needed, not on {x.device}"
            )


def is_served(input: Tensor) -> bool:
    """Whether the tensor is one of ours to compute; raises TypeError for one
    that is on another device."""
    if not input.is_cpu:
        refuse_devices(input=input)
    return input.dtype in FLOATS and input.numel() != 0 and not is_traced()


def needs_graph(input: Tensor) -> bool:
    """Whether the result is a node of a graph; under forward-mode
    differentiation it is, so that a tangent raises rather than vanishes."""
    return (input.requires_grad and torch.is_grad_enabled()) or (
        torch.autograd.forward_ad._current_level >= 0
    )


def lean(function: type[torch.autograd.Function]) -> Callable[..., Any]:
    """The function's apply without what is for functorch, which takes as long
    as all the rest; for where is_plain() has been asked."""
    return super(torch.autograd.Function, function).apply


def loss_dtype(input: Tensor) -> torch.dtype:
    """The type of a loss: that of the logits, but for halves under autocast."""
    if input.dtype in HALVES and torch.is_autocast_enabled("cpu"):
        return torch.float32
    return input.dtype


def call(
    function: Callable[..., Any],
    inputs: tuple[Any, ...],
    outputs: tuple[Optional[Tensor], ...],
    order: Callable[..., tuple[Any, ...]],
) -> None:
    """Calls a function of the extension; with copies, if tensors lie in a way
    that it does not serve.

    `order(*inputs, *outputs)` is what it is called with.
    """
    if function(*order(*inputs, *outputs)) is not NotImplemented:
        return
    copies = [dense(x) if isinstance(x, Tensor) else x for x in inputs]
    places = [None if x is None else dense(x) for x in outputs]
    function(*order(*copies, *places))
    for output, place in zip(outputs, places):
        if output is not None and place is not None:
            output.copy_(place)


def dense(x: Tensor) -> Tensor:
    """A tensor with the elements side by side in the order of the axes."""
    return x.detach().resolve_neg().contiguous()

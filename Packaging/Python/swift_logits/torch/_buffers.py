"""The memory of a large gradient, kept for the next step: the system gives it
page by page, which takes longer than to compute what goes there."""

from __future__ import annotations

import threading
from math import prod
from typing import Optional

import torch
from torch import Tensor

# In bytes; glibc keeps what is smaller itself.
_LARGE = 1 << 25


class _Kept(threading.local):
    memory: Optional[Tensor] = None


_kept = _Kept()


def _owners(memory: Tensor) -> int:
    """How many share the memory, this question among them."""
    return torch._C._storage_Use_Count(memory.untyped_storage()._cdata)


_ALONE = _owners(torch.empty(0))


def empty_like(input: Tensor) -> Tensor:
    """A tensor like the input whose memory nobody else has. Once it is gone,
    the next one of this thread may have it."""
    size = input.nbytes
    if size < _LARGE or not input.is_contiguous():
        return torch.empty_like(input)
    memory = _kept.memory
    if memory is None or memory.nbytes < size or _owners(memory) != _ALONE:
        memory = _kept.memory = torch.empty(size, dtype=torch.uint8)
    shape = input.shape
    return memory.view(input.dtype)[: prod(shape)].view(shape)

"""Putting the functions of this package in the place of PyTorch's own."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from ._cross_entropy import cross_entropy, nll_loss
from ._kl_div import kl_div
from ._linear import linear_cross_entropy
from ._logsumexp import logsumexp
from ._softmax import log_softmax, softmax
from ._tensors import FLOATS, is_traced

Function = Callable[..., Any]


def _dim_dtype(ours: Function) -> Function:
    """With the arguments of torch.softmax in the place of F.softmax's."""

    def function(input: Tensor, dim: int, dtype: Any = None) -> Tensor:
        return ours(input, dim, dtype=dtype)

    return function


_REPLACED: list[tuple[Any, str, Function]] = [
    (F, "cross_entropy", cross_entropy),
    (F, "nll_loss", nll_loss),
    (F, "linear_cross_entropy", linear_cross_entropy),
    (F, "kl_div", kl_div),
    (F, "softmax", softmax),
    (F, "log_softmax", log_softmax),
    *(
        (place, name, function)
        for place in (torch, torch.Tensor, torch.special)
        for name, function in (
            ("softmax", _dim_dtype(softmax)),
            ("log_softmax", _dim_dtype(log_softmax)),
            ("logsumexp", logsumexp),
        )
    ),
]
_originals: list[tuple[Any, str, Function]] = []


def install() -> None:
    """Makes PyTorch's cross_entropy, nll_loss, linear_cross_entropy, kl_div,
    softmax, log_softmax and logsumexp those of this package for tensors on the
    CPU, in the whole process: those of torch, torch.special,
    torch.nn.functional and Tensor, and so the modules that call them.

    Whatever is not served here stays PyTorch's. A second call does nothing.
    """
    if _originals:
        return
    for place, name, ours in _REPLACED:
        original = getattr(place, name)
        _originals.append((place, name, original))
        setattr(place, name, _replacement(original, ours))


def uninstall() -> None:
    """Puts PyTorch's own functions back."""
    while _originals:
        place, name, original = _originals.pop()
        setattr(place, name, original)


@contextmanager
def installed() -> Iterator[None]:
    """`with installed():` is install(), and uninstall() at its end unless it
    was installed before."""
    was_installed = bool(_originals)
    install()
    try:
        yield
    finally:
        if not was_installed:
            uninstall()


def _replacement(original: Function, ours: Function) -> Function:
    @functools.wraps(original)
    def function(*arguments: Any, **options: Any) -> Any:
        input = arguments[0] if arguments else options.get("input")
        if _is_ours(input) and "out" not in options:
            return ours(*arguments, **options)
        return original(*arguments, **options)

    return function


def _is_ours(input: Any) -> bool:
    return (
        type(input) in (Tensor, torch.nn.Parameter)
        and input.is_cpu
        and input.dtype in FLOATS
        and input.layout is torch.strided
        and input.ndim != 0
        and input.numel() != 0
        and not is_traced()
    )

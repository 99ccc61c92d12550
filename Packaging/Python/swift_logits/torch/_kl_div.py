from __future__ import annotations

import warnings
from typing import Optional

import torch
from torch import Tensor
from torch.nn import _reduction
from torch.overrides import handle_torch_function, has_torch_function_variadic

from ._tensors import refuse_devices


def kl_div(
    input: Tensor,
    target: Tensor,
    size_average: Optional[bool] = None,
    reduce: Optional[bool] = None,
    reduction: str = "mean",
    log_target: bool = False,
) -> Tensor:
    """`torch.nn.functional.kl_div` on the CPU.

    input: any shape, log-probabilities.
    target: a shape that can be broadcast with the input's, probabilities, or
        their logarithms with log_target=True.
    reduction: "batchmean" is the divergence of a sample; "mean" divides by the
        number of elements, and warns.

    The library has nothing for target (log target - input), whose input need
    not be a distribution: PyTorch's operator computes it, in its own time, and
    can be differentiated in every way.

    Raises TypeError for a tensor on another device, ValueError for a reduction
    that there is not, RuntimeError for shapes that do not fit.
    """
    if has_torch_function_variadic(input, target):
        return handle_torch_function(
            kl_div,
            (input, target),
            input,
            target,
            size_average=size_average,
            reduce=reduce,
            reduction=reduction,
            log_target=log_target,
        )
    refuse_devices(input=input, target=target)
    is_per_sample = reduction == "batchmean"
    if size_average is not None or reduce is not None:
        reduction = _reduction.legacy_get_string(size_average, reduce)
    elif is_per_sample:
        reduction = "sum"
    elif reduction == "mean":
        warnings.warn(
            "kl_div: reduction='mean' divides by the number of elements; the "
            "divergence is 'batchmean', which divides by that of samples",
            stacklevel=2,
        )
    code = _reduction.get_enum(reduction)
    loss = torch.kl_div(input, target, code, log_target=log_target)
    return loss / input.size(0) if is_per_sample and input.ndim else loss

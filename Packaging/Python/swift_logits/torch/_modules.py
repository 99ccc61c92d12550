"""PyTorch's modules, with the functions of this package in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

import torch
from torch import Tensor, nn

from ._cross_entropy import cross_entropy, nll_loss
from ._kl_div import kl_div
from ._linear import linear_cross_entropy
from ._softmax import log_softmax, softmax

if TYPE_CHECKING:
    from .._options import Divisor


class CrossEntropyLoss(nn.CrossEntropyLoss):
    """`torch.nn.CrossEntropyLoss`, with the keyword arguments of
    `cross_entropy` beside its own."""

    def __init__(
        self,
        weight: Optional[Tensor] = None,
        size_average: Optional[bool] = None,
        ignore_index: int = -100,
        reduce: Optional[bool] = None,
        reduction: str = "mean",
        label_smoothing: float = 0.0,
        *,
        z_loss: float = 0.0,
        softcap: Optional[float] = None,
        divisor: Divisor = None,
        dtype: Optional[torch.dtype] = None,
        inplace_backward: bool = False,
    ) -> None:
        super().__init__(
            weight,
            size_average,
            ignore_index,
            reduce,
            reduction,
            label_smoothing,
        )
        self.z_loss = z_loss
        self.softcap = softcap
        self.divisor = divisor
        self.dtype = dtype
        self.inplace_backward = inplace_backward

    def forward(
        self,
        input: Tensor,
        target: Tensor,
        *,
        sample_weight: Optional[Tensor] = None,
    ) -> Tensor:
        return cross_entropy(
            input,
            target,
            self.weight,
            ignore_index=self.ignore_index,
            reduction=self.reduction,
            label_smoothing=self.label_smoothing,
            z_loss=self.z_loss,
            softcap=self.softcap,
            divisor=self.divisor,
            sample_weight=sample_weight,
            dtype=self.dtype,
            inplace_backward=self.inplace_backward,
        )


class NLLLoss(nn.NLLLoss):
    """`torch.nn.NLLLoss`."""

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        return nll_loss(
            input,
            target,
            self.weight,
            ignore_index=self.ignore_index,
            reduction=self.reduction,
        )


class KLDivLoss(nn.KLDivLoss):
    """`torch.nn.KLDivLoss`."""

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        return kl_div(
            input, target, reduction=self.reduction, log_target=self.log_target
        )


class Softmax(nn.Softmax):
    """`torch.nn.Softmax`."""

    def forward(self, input: Tensor) -> Tensor:
        return softmax(input, self.dim, _stacklevel=5)


class LogSoftmax(nn.LogSoftmax):
    """`torch.nn.LogSoftmax`."""

    def forward(self, input: Tensor) -> Tensor:
        return log_softmax(input, self.dim, _stacklevel=5)


class LinearCrossEntropyLoss(nn.LinearCrossEntropyLoss):
    """`torch.nn.LinearCrossEntropyLoss`."""

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        shape = self.num_classes, *self.out_features
        bias = self.linear.bias
        return linear_cross_entropy(
            input,
            self.linear.weight.reshape(*shape, self.linear.in_features),
            target,
            linear_bias=None if bias is None else bias.reshape(shape),
            weight=self.weight,
            reduction=self.reduction,
            ignore_index=self.ignore_index,
            label_smoothing=self.label_smoothing,
        )

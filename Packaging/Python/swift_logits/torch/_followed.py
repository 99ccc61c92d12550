"""The functions where tensors are followed rather than computed: autograd's
functions over the operators, which torch.compile and functorch can take
apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

import torch
from torch import Tensor

from . import _operators
from ._softmax import differentiable_gradient

if TYPE_CHECKING:
    from .._options import Options
    from ._linear import Layer


class _Softmax(torch.autograd.Function):
    generate_vmap_rule = True

    @staticmethod
    def forward(
        input: Tensor, dim: int, dtype: torch.dtype, is_log: bool
    ) -> Tensor:
        return _operators.softmax(input, dim, dtype, is_log)

    @staticmethod
    def setup_context(ctx: Any, inputs: Any, output: Tensor) -> None:
        input, dim, _, is_log = inputs
        ctx.save_for_backward(output)
        ctx.options = dim, input.dtype, is_log

    @staticmethod
    def backward(ctx: Any, upstream: Tensor) -> Any:
        (output,) = ctx.saved_tensors
        gradient = differentiable_gradient(output, upstream, *ctx.options)
        return gradient, None, None, None


class _LogSumExp(torch.autograd.Function):
    generate_vmap_rule = True

    @staticmethod
    def forward(input: Tensor, dim: int) -> Tensor:
        return _operators.logsumexp(input, dim)

    @staticmethod
    def setup_context(ctx: Any, inputs: Any, output: Tensor) -> None:
        ctx.save_for_backward(inputs[0])
        ctx.dim = inputs[1]

    @staticmethod
    def backward(ctx: Any, upstream: Tensor) -> Any:
        (input,) = ctx.saved_tensors
        probabilities = softmax(input, ctx.dim, input.dtype, False)
        return probabilities * upstream.unsqueeze(ctx.dim), None


class _CrossEntropy(torch.autograd.Function):
    generate_vmap_rule = True

    @staticmethod
    def forward(
        input: Tensor,
        target: Tensor,
        weight: Optional[Tensor],
        sample_weight: Optional[Tensor],
        ignore_index: Optional[int],
        label_smoothing: float,
        z_loss: float,
        softcap: Optional[float],
        reduction: str,
        divisor: Optional[str],
        divisor_value: float,
        kind: str,
        dtype: torch.dtype,
    ) -> tuple[Tensor, Tensor]:
        # Written out, since the compiler takes the context for one of *options.
        return _operators.cross_entropy(
            input,
            target,
            weight,
            sample_weight,
            ignore_index,
            label_smoothing,
            z_loss,
            softcap,
            reduction,
            divisor,
            divisor_value,
            kind,
            dtype,
        )

    @staticmethod
    def setup_context(ctx: Any, inputs: Any, output: Any) -> None:
        ctx.save_for_backward(inputs[0], output[1])
        ctx.mark_non_differentiable(output[1])
        ctx.options = len(inputs) - 1

    @staticmethod
    def backward(ctx: Any, upstream: Tensor, _: Any) -> Any:
        input, gradient = ctx.saved_tensors
        gradient = _Scaled.apply(gradient, upstream, input)
        return (gradient,) + (None,) * ctx.options


class _Scaled(torch.autograd.Function):
    """The gradient of the loss, which depends on the logits, though it has been
    computed before: to differentiate it again raises."""

    generate_vmap_rule = True

    @staticmethod
    def forward(gradient: Tensor, upstream: Tensor, input: Tensor) -> Tensor:
        return _operators.cross_entropy_backward(gradient, upstream)

    @staticmethod
    def setup_context(ctx: Any, inputs: Any, output: Tensor) -> None:
        pass

    @staticmethod
    def backward(ctx: Any, *upstream: Tensor) -> Any:
        raise RuntimeError(
            "the gradient of swift_logits' cross-entropy cannot be "
            "differentiated"
        )


class _LinearCrossEntropy(torch.autograd.Function):
    """As the lean one: a reduced loss keeps its gradients, losses of samples
    keep the layer."""

    generate_vmap_rule = True

    @staticmethod
    def forward(
        input: Tensor,
        linear_weight: Tensor,
        linear_bias: Optional[Tensor],
        target: Tensor,
        weight: Optional[Tensor],
        sample_weight: Optional[Tensor],
        upstream: Optional[Tensor],
        ignore_index: int,
        label_smoothing: float,
        z_loss: float,
        softcap: Optional[float],
        reduction: str,
        divisor: Optional[str],
        divisor_value: float,
        has_gradients: bool,
        dtype: torch.dtype,
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        return _operators.linear_cross_entropy(
            input,
            linear_weight,
            linear_bias,
            target,
            weight,
            sample_weight,
            upstream,
            ignore_index,
            label_smoothing,
            z_loss,
            softcap,
            reduction,
            divisor,
            divisor_value,
            has_gradients,
            dtype,
        )

    @staticmethod
    def setup_context(ctx: Any, inputs: Any, output: Any) -> None:
        ctx.save_for_backward(*inputs[:6], *output[1:])
        ctx.mark_non_differentiable(*output[1:])
        ctx.options = inputs[7:]

    @staticmethod
    def backward(ctx: Any, *upstreams: Tensor) -> Any:
        upstream, arguments = upstreams[0], ctx.saved_tensors[:6]
        gradients = ctx.saved_tensors[6:]
        if ctx.options[4] == "none":
            _, *gradients = _LinearGradients.apply(
                *arguments, upstream, *ctx.options
            )
        else:
            gradients = [
                _Scaled.apply(gradient, upstream, arguments[0])
                for gradient in gradients
            ]
        if arguments[2] is None:
            gradients[2] = None
        return *gradients, *(None,) * 13


class _LinearGradients(_LinearCrossEntropy):
    """The gradients for upstream ones of samples: to differentiate them again
    raises, too."""

    setup_context = staticmethod(_Scaled.setup_context)
    backward = staticmethod(_Scaled.backward)


def softmax(
    input: Tensor, dim: int, dtype: torch.dtype, is_log: bool
) -> Tensor:
    return _Softmax.apply(input, dim, dtype, is_log)


def logsumexp(input: Tensor, dim: int) -> Tensor:
    return _LogSumExp.apply(input, dim)


def cross_entropy(
    input: Tensor, target: Tensor, settings: Options, dtype: torch.dtype
) -> Tensor:
    loss, _ = _CrossEntropy.apply(input, target, *_flat(settings), dtype)
    return loss


def linear_cross_entropy(
    layer: Layer, target: Tensor, settings: Options, dtype: torch.dtype
) -> Tensor:
    weight, sample_weight, *flat, _ = _flat(settings)
    loss, *_ = _LinearCrossEntropy.apply(
        *layer,
        target,
        weight,
        sample_weight,
        None,
        *flat,
        torch.is_grad_enabled(),
        dtype,
    )
    return loss


def _flat(settings: Options) -> Options:
    """The options in the order and the types of an operator's."""
    weight, sample_weight, _, ignore_index, smoothing, z_loss = settings[:6]
    _, softcap, reduction, divisor, kind = settings[6:]
    is_number = divisor is not None and not isinstance(divisor, str)
    return (
        weight,
        sample_weight,
        ignore_index,
        smoothing,
        z_loss,
        softcap,
        reduction,
        "value" if is_number else divisor,
        divisor if is_number else 0.0,
        kind,
    )

"""Random tensors: of any type, strides and device, views of many kinds.
Whatever a function is given, it raises or computes, and writes nothing but its
outputs."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

import swift_logits.torch as ours
from test_arguments import CASES, ERRORS, Arguments, call, fuzz


# Of tensors that PyTorch does not like to make.
pytestmark = pytest.mark.filterwarnings("ignore")


class Subclass(torch.Tensor):
    pass


class Tensors(Arguments):
    """The same arguments, most of the arrays as tensors over their memory."""

    # What PyTorch refuses itself, and what is no tensor, too.
    errors = ERRORS + (
        RuntimeError,
        NotImplementedError,
        AttributeError,
        AssertionError,
    )

    def array(self, shape, dtype, classes=None):
        array = super().array(shape, dtype, classes)
        if array is None or self.chance(0.03):
            return array
        try:
            tensor = tensor_of(array)
        except (TypeError, ValueError):  # strides below 0, other types
            return array
        tensor.array = array
        if self.chance(0.05):
            return self.odd_tensor(tensor)
        if self.chance(0.05) and tensor.is_floating_point():
            tensor.requires_grad_()
        return tensor

    def odd_tensor(self, tensor):
        choose = self.random.choice
        view = choose(
            [
                lambda x: x.to("meta"),
                torch._neg_view,
                torch.Tensor.to_sparse,
                lambda x: x.to(choose([torch.bool, torch.complex64])),
                lambda x: x.to(choose([torch.float8_e5m2, torch.int8])),
                lambda x: torch.empty(0).expand(3, 0),
                lambda x: x[:1].expand(4, *x.shape[1:]),
                lambda x: x.as_subclass(Subclass),
                lambda x: torch.nn.Parameter(x.float()),
                lambda x: torch.view_as_complex(x.repeat(2, 1).T).imag,
                lambda x: torch.sparse_csr_tensor([0, 1], [0], x[:1]),
                lambda x: torch.quantize_per_tensor(x, 1, 0, torch.quint8),
            ]
        )
        try:
            odd = view(tensor)
        except (RuntimeError, TypeError, ValueError, IndexError):
            return tensor
        odd.array = tensor.array
        return odd

    @staticmethod
    def place(output):
        if not isinstance(output, torch.Tensor):
            return Arguments.place(output)
        return getattr(output, "array", None)


def tensor_of(array):
    if array.dtype.name == "bfloat16":
        return torch.from_numpy(array.view(np.uint16)).view(torch.bfloat16)
    return torch.from_numpy(array)


def call_public(a):
    """Calls one of PyTorch's functions, and its backward pass."""
    name = a.random.choice(
        ["cross_entropy", "nll_loss", "softmax", "log_softmax", "logsumexp"]
        + ["linear_cross_entropy"]
    )
    x = a.logits()
    axis = a.axis()
    targets = a.targets()
    choose = a.random.choice
    options = {
        "reduction": a.odd(choose(["mean", "sum", "none"])),
        "ignore_index": a.odd(choose([-100, 0, 1])),
    }
    if a.chance(0.3):
        options["weight"] = a.odd(a.array([a.classes()], a.float))
    if name != "nll_loss" and a.chance(0.3):
        options["label_smoothing"] = a.odd(0.1)
    features = a.shape[-1] if a.shape else 1
    weight = a.odd(a.array([a.classes(), features], a.float))
    upstream = a.logits()

    def run():
        if isinstance(x, torch.Tensor) and x.is_leaf and x.is_floating_point():
            x.requires_grad_()
        if name == "linear_cross_entropy":
            result = ours.linear_cross_entropy(x, weight, targets, **options)
        elif "cross" in name or "nll" in name:
            result = getattr(ours, name)(x, targets, **options)
        else:
            result = getattr(ours, name)(x, axis)
        if result.requires_grad:
            result.backward(upstream if result.ndim else None)

    return run, []


@pytest.mark.parametrize("part", range(2))
def test_nothing_else_is_written(part):
    errors = fuzz(part, Tensors, call)
    assert 0 < errors < 0.9 * CASES


def test_public_functions_write_nothing():
    errors = fuzz("public", Tensors, call_public)
    assert 0 < errors < 0.95 * CASES

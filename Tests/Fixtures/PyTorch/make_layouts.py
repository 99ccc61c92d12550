#!/usr/bin/env python3
"""Writes layouts.json: what PyTorch 2.13 gives, in float64, for batches with the
classes on any axis, for logits rounded to half precision, for each function.

    pip install torch==2.13.0+cpu
    python3 make_layouts.py > layouts.json

A case has `outer × classes × positions` logits. Everything that has one number
per sample is in the order outer × positions.
"""
import json
import random
import sys

import torch
import torch.nn.functional as F

assert torch.__version__.startswith("2.13"), torch.__version__
torch.manual_seed(20)
random.seed(20)
DOUBLE = torch.float64
TYPES = {"double": None, "float16": torch.float16, "bfloat16": torch.bfloat16}
FUNCTIONS = [
    "softmax", "logSoftmax", "logSumExp", "argmax", "softmaxGradient",
    "logSoftmaxGradient", "loss", "losses", "softLoss", "softLosses",
    "likelihood", "likelihoods", "divergence",
]


def rounded(tensor, name):
    """The same numbers, as a type of half precision holds them."""
    return tensor if TYPES[name] is None else tensor.to(TYPES[name]).to(DOUBLE)


def random_numbers(*shape):
    """Multiples of 1/64, which a Float holds as well."""
    return (64 * torch.randn(shape, dtype=DOUBLE)).round() / 64


def numbers(tensor):
    return [float("%.15g" % x) if isinstance(x, float) else x
            for x in tensor.reshape(-1).tolist()]


def case(function, name):
    outer = random.choice([1, 1, 2, 3])
    classes = random.choice([1, 2, 3, 5, 10, 17])
    positions = random.choice([1, 1, 2, 3, 7, 17])
    shape = (outer, classes, positions)
    scale = random.choice([0.5, 3, 30])
    x = rounded(scale * random_numbers(*shape), name)
    result = {"function": function, "type": name, "outer": outer,
              "classes": classes, "positions": positions,
              "logits": numbers(x)}
    x.requires_grad_(True)

    def backward(value, upstream=None):
        value.backward(upstream)
        result["gradient"] = numbers(x.grad)

    def others(tensor):
        tensor = rounded(tensor, name)
        result["others"] = numbers(tensor)
        return tensor

    if function == "softmax":
        result["values"] = numbers(F.softmax(x, 1))
    elif function == "logSoftmax":
        result["values"] = numbers(F.log_softmax(x, 1))
    elif function == "logSumExp":
        result["values"] = numbers(torch.logsumexp(x, 1))
    elif function == "argmax":
        result["values"] = numbers(torch.max(x, 1).indices)
    elif function in ("softmaxGradient", "logSoftmaxGradient"):
        forward = F.softmax if function == "softmaxGradient" else F.log_softmax
        # The backward of what is given, which may be rounded.
        given = others(forward(x.detach(), 1))
        g = x.detach()
        if function == "softmaxGradient":
            gradient = given * (g - (g * given).sum(1, keepdim=True))
            exact = torch._softmax_backward_data(g, given, 1, DOUBLE)
        else:
            gradient = g - given.exp() * g.sum(1, keepdim=True)
            exact = torch._log_softmax_backward_data(g, given, 1, DOUBLE)
        assert torch.allclose(gradient, exact, rtol=1e-12, atol=1e-12)
        result["gradient"] = numbers(exact)
    elif function == "divergence":
        y = others(x.detach() + random_numbers(*shape) / 4)
        p, q = F.log_softmax(x, 1), F.log_softmax(y, 1)
        result["values"] = numbers(
            F.kl_div(q, p, reduction="none", log_target=True).sum(1))
    else:
        losses_of(function, x, result, others, backward)
    return result


def losses_of(function, x, result, others, backward):
    outer, classes, positions = x.shape
    is_soft = function.startswith("soft")
    is_likelihood = function.startswith("likelihood")
    reduction = "none" if function.endswith("s") and function != "loss" else \
        random.choice(["mean", "sum"])
    options = {}
    if random.random() < 0.5:
        # PyTorch takes negative ones, too.
        options["weight"] = (random_numbers(classes) + 1) / 2
    if not is_likelihood and random.random() < 0.5:
        options["label_smoothing"] = random.choice([0.1, 0.3])
    if is_soft:
        target = others(
            (F.softmax(random_numbers(*x.shape), 1) * 256).round() / 256)
    else:
        target = torch.randint(classes, (outer, positions))
        if random.random() < 0.5:
            options["ignore_index"] = random.choice([-100, -1, 255])
            ignored = torch.rand(target.shape) < 0.3
            # A mean of no samples is another test's.
            ignored.view(-1)[0] = False
            target[ignored] = options["ignore_index"]
        result["targets"] = numbers(target)
    upstream = random_numbers(outer, positions) if reduction == "none" \
        else torch.tensor(
            random.choice([1.0, 0.25]), dtype=DOUBLE)
    call = F.nll_loss if is_likelihood else F.cross_entropy
    value = call(x, target, reduction=reduction, **options)
    result["values"] = numbers(value)
    result["reduction"] = reduction
    result["upstream"] = numbers(upstream)
    for key, option in options.items():
        result[key] = option.tolist() if key == "weight" else option
    backward(value, upstream)


def finite_case(function, name):
    """One whose weights do not sum to 0."""
    while "NaN" in json.dumps(found := case(function, name)):
        pass
    return found


cases = [finite_case(function, name) for function in FUNCTIONS
         for name in TYPES for _ in range(26)]
print(f"{len(cases)} cases", file=sys.stderr)
print('{"torch": "%s", "cases": [' % torch.__version__)
print(",\n".join(json.dumps(case) for case in cases))
print("]}")

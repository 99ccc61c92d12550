"""Makes losses.json and softmax_gradients.json.
Python 3.11.7, NumPy 2.4.6, PyTorch 2.13.0 (CPU), all in float64.

losses.json: 400 seeded combinations of every option of the loss. With
z = softcap·tanh(logits / softcap) / temperature and l = log_softmax(z), a
counted sample (one whose target is not `ignoreIndex`) costs

    indices        a = (1 - ε)·w[t]·(-l[t]) + ε/C·Σ w[c]·(-l[c])    b = w[t]
    probabilities  a = Σ w[c]·((1 - ε)·y[c] + ε/C)·(-l[c])          b = 1

    loss = s·(a + λ·logsumexp(z)²)

where s is the weight of the sample. Of these losses, `none` is the list,
with a 0 for a sample that is not counted, `sum` the sum, and `mean` the sum
over a divisor: Σ s·b ("weights"), the number of counted samples ("samples")
or a number. The gradient is that of Σ upstream·losses.

Where only PyTorch's own options are in use (`plain`) the figures are those of
torch.nn.functional.cross_entropy, after a check that the formula agrees with
it. Everything that goes in is a multiple of 1/64 (logits) or 1/256, so that
Float holds it exactly.

softmax_gradients.json: the vector-Jacobian products of softmax and
log_softmax.
"""

import json
import pathlib
import random

import torch
from torch.nn.functional import cross_entropy

folder = pathlib.Path(__file__).parent
choice = random.Random(20261122)
torch.set_num_threads(1)

CLASSES = [1, 2, 3, 5, 10, 16, 17, 33, 40, 64, 100]
OPTIONS = [
    "classWeights", "ignoreIndex", "labelSmoothing", "temperature",
    "softcap", "zLoss", "sampleWeights", "divisor", "upstream",
]
OF_PYTORCH = ["classWeights", "ignoreIndex", "labelSmoothing", "upstream"]


class SoftCap(torch.autograd.Function):
    """tanh, whose derivative keeps its digits where tanh is nearly 1.

    PyTorch's is 1 - tanh², of which little is left at x / softcap = 12.
    """

    @staticmethod
    def forward(context, x):
        context.save_for_backward(x)
        return torch.tanh(x)

    @staticmethod
    def backward(context, upstream):
        (x,) = context.saved_tensors
        return upstream / torch.cosh(x) ** 2


def tensor(values, *shape):
    result = torch.tensor(values, dtype=torch.float64)
    return result.reshape(shape) if shape else result


def fractions(count, low, high, denominator=256):
    """Multiples of 1 / denominator, from low to high, both included."""
    return [
        choice.randint(int(low * denominator), int(high * denominator))
        / denominator
        for _ in range(count)
    ]


def random_logits(count, spread):
    low = choice.choice([-spread, -spread / 2, 0])
    return fractions(count, low, low + spread, 64)


def random_distribution(classes):
    """256ths that sum to 1."""
    counts = [0] * classes
    for _ in range(256):
        counts[int(classes * choice.random() ** 2)] += 1
    choice.shuffle(counts)
    return [count / 256 for count in counts]


def random_case(options):
    """The inputs of a case in which these options are in use."""
    samples = choice.randint(1, 6)
    classes = choice.choice(CLASSES)
    # Probabilities know no class to ignore.
    soft = choice.random() < 0.45 and options != {"ignoreIndex"}
    spread = choice.choices([1, 20, 60, 300], [30, 40, 25, 5])[0]
    reduction = choice.choice(["mean", "sum", "none"])
    if "divisor" in options:
        reduction = "mean"
    case = {
        "samples": samples,
        "classes": classes,
        "kind": "probabilities" if soft else "indices",
        "logits": random_logits(samples * classes, spread),
        "classTargets": None,
        "targetProbabilities": None,
        "classWeights": None,
        "ignoreIndex": None,
        "labelSmoothing": 0.0,
        "reduction": reduction,
        "temperature": 1.0,
        "softcap": None,
        "zLoss": 0.0,
        "sampleWeights": None,
        "divisorKind": "weights",
        "divisorValue": None,
        "upstream": [1.0] * (samples if reduction == "none" else 1),
    }
    if soft:
        # PyTorch does not ask that a row sum to 1, and nor does the formula.
        normalized = choice.random() < 0.5
        case["targetProbabilities"] = sum(
            (
                random_distribution(classes) if normalized
                else fractions(classes, 0, 1)
                for _ in range(samples)
            ),
            [],
        )
    else:
        case["classTargets"] = [
            choice.randrange(classes) for _ in range(samples)
        ]
    if "ignoreIndex" in options and not soft:
        if choice.random() < 0.5:
            case["ignoreIndex"] = choice.choice(case["classTargets"])
        else:
            case["ignoreIndex"] = -100
            for i in range(samples):
                if choice.random() < 0.4:
                    case["classTargets"][i] = -100
    if "classWeights" in options:
        case["classWeights"] = fractions(classes, 1 / 256, 3)
        if choice.random() < 0.3:
            case["classWeights"][choice.randrange(classes)] = 0.0
    if "labelSmoothing" in options:
        case["labelSmoothing"] = choice.choice([0.125, 0.25, 1.0])
    if "temperature" in options:
        case["temperature"] = choice.choice([0.5, 2.0, 1.25])
    if "softcap" in options:
        case["softcap"] = choice.choice([5.0, 30.0])
    if "zLoss" in options:
        case["zLoss"] = choice.choice([1 / 1024, 1 / 8])
    if "sampleWeights" in options:
        case["sampleWeights"] = fractions(samples, 0, 2)
    if "divisor" in options:
        case["divisorKind"] = choice.choice(["samples", "number"])
        if case["divisorKind"] == "number":
            case["divisorValue"] = choice.choice([0.75, 3.0, 7.5, 64.0])
    if "upstream" in options:
        case["upstream"] = fractions(len(case["upstream"]), -2, 2)
    return case


def counted(case):
    if case["classTargets"] is None:
        return [True] * case["samples"]
    return [target != case["ignoreIndex"] for target in case["classTargets"]]


def formula(case, tanh=SoftCap.apply):
    """Losses, gradient, divisor, and the size of the terms of the sum."""
    samples, classes = case["samples"], case["classes"]
    logits = tensor(case["logits"], samples, classes).requires_grad_()
    z = logits
    if case["softcap"] is not None:
        z = case["softcap"] * tanh(z / case["softcap"])
    z = z / case["temperature"]
    weights = tensor(case["classWeights"] or [1.0] * classes)
    sample_weights = tensor(case["sampleWeights"] or [1.0] * samples)
    smoothing = case["labelSmoothing"]
    keep = counted(case)
    if case["kind"] == "indices":
        # Any class will do for a sample that is not counted.
        targets = torch.tensor(
            [t if k else 0 for t, k in zip(case["classTargets"], keep)]
        )
        shares = (1 - smoothing) * torch.nn.functional.one_hot(
            targets, classes
        ).double()
        base = weights[targets]
    else:
        targets = tensor(case["targetProbabilities"], samples, classes)
        shares = (1 - smoothing) * targets
        base = torch.ones(samples, dtype=torch.float64)
    shares = weights * (shares + smoothing / classes)
    normalizer = torch.logsumexp(z, 1)
    losses = sample_weights * (
        (shares * -torch.log_softmax(z, 1)).sum(1)
        + case["zLoss"] * normalizer**2
    )
    keep = torch.tensor(keep)
    losses = torch.where(keep, losses, torch.zeros_like(losses))
    divisor = {
        "weights": (sample_weights * base)[keep].sum().item(),
        "samples": float(keep.sum()),
        "number": case["divisorValue"],
    }[case["divisorKind"]]
    result = losses
    if case["reduction"] != "none":
        result = losses.sum().reshape(1)
    if case["reduction"] == "mean":
        result = result / divisor
    (result * tensor(case["upstream"])).sum().backward()
    terms = sample_weights * (
        (shares * (normalizer.abs()[:, None] + z.abs())).sum(1)
        + case["zLoss"] * normalizer**2
    )
    size = terms[keep].sum().item() if keep.any() else 0.0
    if case["reduction"] == "mean":
        size /= divisor or 1
    return result.detach(), logits.grad, divisor, size


def of_pytorch(case):
    """The same by torch.nn.functional.cross_entropy."""
    samples, classes = case["samples"], case["classes"]
    logits = tensor(case["logits"], samples, classes).requires_grad_()
    options = {
        "reduction": case["reduction"],
        "label_smoothing": case["labelSmoothing"],
    }
    if case["classWeights"] is not None:
        options["weight"] = tensor(case["classWeights"])
    if case["ignoreIndex"] is not None:
        options["ignore_index"] = case["ignoreIndex"]
    if case["kind"] == "indices":
        targets = torch.tensor(case["classTargets"])
    else:
        targets = tensor(case["targetProbabilities"], samples, classes)
    result = cross_entropy(logits, targets, **options).reshape(-1)
    (result * tensor(case["upstream"])).sum().backward()
    return result.detach(), logits.grad


def is_plain(case):
    return (
        case["temperature"] == 1
        and case["softcap"] is None
        and case["zLoss"] == 0
        and case["sampleWeights"] is None
        and case["divisorKind"] == "weights"
    )


def largest(values):
    return values.abs().max().item()


def finished_case(options):
    """A case with its figures: new inputs until they say something."""
    while True:
        case = random_case(options)
        if not any(counted(case)):
            continue
        losses, gradient, divisor, size = formula(case)
        if divisor == 0:
            continue
        # A sum that nearly vanishes beside its terms has no relative error
        # worth a test. A lone class is exempt: its loss is 0.
        scalar = case["reduction"] != "none"
        if scalar and losses.item() < 1e-3 * size and case["classes"] > 1:
            continue
        break
    assert torch.isfinite(losses).all() and torch.isfinite(gradient).all()
    if case["softcap"] is not None:
        _, other, _, _ = formula(case, torch.tanh)
        assert largest(gradient - other) <= 1e-14 * (1 + largest(gradient))
    plain = is_plain(case)
    if plain:
        found = of_pytorch(case)
        assert largest(losses - found[0]) <= 1e-14 * max(
            largest(losses), size
        )
        assert largest(gradient - found[1]) <= 1e-14 * max(
            1, largest(gradient)
        )
        losses, gradient = found
    case["losses"] = losses.tolist()
    case["gradient"] = gradient.flatten().tolist()
    case["plain"] = plain
    return case


def options_of_cases():
    for i in range(60):
        yield set(choice.sample(OF_PYTORCH, choice.randint(0, 4)))
    for option in OPTIONS:
        for i in range(6):
            yield {option}
    for i in range(176):
        yield set(choice.sample(OPTIONS, choice.randint(2, 3)))
    for i in range(110):
        yield set(choice.sample(OPTIONS, choice.randint(4, 9)))


def softmax_case(classes, spread):
    samples = choice.randint(1, 4)
    logits = random_logits(samples * classes, spread)
    upstream = fractions(samples * classes, -2, 2)
    case = {
        "samples": samples,
        "classes": classes,
        "logits": logits,
        "upstream": upstream,
    }
    for name, function in [
        ("softmaxGradient", torch.softmax),
        ("logSoftmaxGradient", torch.log_softmax),
    ]:
        x = tensor(logits, samples, classes).requires_grad_()
        function(x, 1).backward(tensor(upstream, samples, classes))
        case[name] = x.grad.flatten().tolist()
    return case


def write(name, cases):
    lines = [json.dumps(case, separators=(",", ":")) for case in cases]
    text = "[\n" + ",\n".join(lines) + "\n]\n"
    (folder / name).write_text(text)


if __name__ == "__main__":
    write("losses.json", [finished_case(o) for o in options_of_cases()])
    write(
        "softmax_gradients.json",
        [
            softmax_case(classes, spread)
            for classes in [1, 2, 10, 17, 33, 100]
            for spread in [1, 4, 20, 60, 300]
        ],
    )

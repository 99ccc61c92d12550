"""What functions return with several parts. It is imported when it is needed,
since that takes longer than the rest of the package."""

from __future__ import annotations

from typing import Any, NamedTuple


class LinearGradients(NamedTuple):
    """The gradients of a linear layer's loss, each like what it belongs to."""

    features: Any
    linear_weight: Any
    bias: Any


class Figures(NamedTuple):
    """What a summary says. Without samples, figures are NaN; bounds hold the
    figure of all samples there are with a probability of 95 %."""

    samples: int
    ignored_samples: int
    non_finite_samples: int
    correct: int
    loss_sum: float
    weight: float
    loss: float
    loss_standard_error: float
    loss_lower: float
    loss_upper: float
    perplexity: float
    bits_per_token: float
    accuracy: float
    accuracy_standard_error: float
    accuracy_lower: float
    accuracy_upper: float
    mean_entropy: float
    brier: float
    expected_calibration_error: float
    top_accuracies: dict[int, float]


class CalibrationBin(NamedTuple):
    """The samples whose confidence lies between two numbers, of which the lower
    one belongs to the bin."""

    lower: float
    upper: float
    samples: int
    correct: int
    confidence_sum: float

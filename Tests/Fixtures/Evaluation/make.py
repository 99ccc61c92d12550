"""Makes evaluation.json. Python 3.11.7, NumPy 2.4.6, PyTorch 2.13.0 (CPU),
scikit-learn 1.9.1, torchmetrics 1.9.0.

Figures of twelve seeded batches, in float64. Of each sample: the
cross-entropy, logsumexp, the prediction (the first of the largest logits),
the rank of the target (how many classes come before it when a stable sort
puts large logits first), the confidence (the largest probability), the
entropy in nats and the Brier score Σ(p - y)². Of each batch: their means, the
accuracy, the share of ranks below 5, the calibration error, and the standard
error of the mean loss (n - 1 in the variance, over √n). A single sample would
have none: 0 / 0.

The calibration error is torchmetrics' `MulticlassCalibrationError` of 15 bins
with the norm l1: Σ |accuracy - mean confidence| · share of samples. How it
counts, in its version 1.9.0:

- The edges are linspace(0, 1, 16). A confidence c is in bin k if
  edge[k] <= c < edge[k + 1]: a bin holds its lower edge, not its upper one.
- So a confidence of exactly 1 (or, by rounding, more) is in no bin of the 15
  but in a sixteenth of its own. `calibrationErrorOneInLastBin` is the figure
  if the last bin is closed instead: it differs where there are both samples
  of confidence 1 and others from 14/15 up.
- An empty bin adds nothing. A batch without samples is NaN.
- A NaN confidence goes to the sixteenth bin, whose mean confidence becomes
  NaN and is then taken for 0, so that it does not show in the result.
- Rows that all lie within 0...1 are taken for probabilities, not logits. It
  is given probabilities here.
- It casts confidences to float32, whatever it is given. The figures here are
  of its inner function, which keeps float64; the outer one agrees to 1e-6.
- Of its edges, 11/15 is an ulp above 11 / 15 in float64, and float32 has more
  of these. No confidence here is nearer than 1e-4 to an inner edge; one that
  is not exactly 1, in float32 and in float64, is at most 1 - 1e-4.
"""

import json
import pathlib

import numpy as np
import torch
from sklearn.metrics import (
    accuracy_score, brier_score_loss, log_loss, top_k_accuracy_score,
)
from torchmetrics.classification import MulticlassCalibrationError
from torchmetrics.functional.classification.calibration_error import (
    _ce_compute,
)

folder = pathlib.Path(__file__).parent
generator = np.random.Generator(np.random.PCG64(20261123))
torch.set_num_threads(1)
BINS = 15


def is_clear(row):
    """Whether rounding cannot move the confidence into another bin."""
    confidence = torch.softmax(torch.tensor(row), 0).max().item()
    single = torch.softmax(torch.tensor(row).float(), 0).max().item()
    if confidence == 1 or single == 1:
        return confidence == single
    edges = np.arange(1, BINS) / BINS
    return confidence <= 1 - 1e-4 and np.abs(edges - confidence).min() > 1e-4


def random_row(classes, spread, step, right):
    """A row of logits and its target, whose logit is likely to be large.

    If `right`, it is the largest.
    """
    while True:
        row = np.round(generator.random(classes) * spread / step) * step
        target = int(row.argmax() if right else generator.integers(classes))
        if not right and generator.random() < 0.6:
            row[target] += np.round(spread / 2 / step) * step
        row -= np.round(spread / 3 / step) * step
        if is_clear(row):
            return row, target


def calibration_error(confidences, hits):
    edges = torch.linspace(0, 1, BINS + 1, dtype=torch.float64)
    bins = torch.bucketize(confidences, edges, right=True) - 1
    bins = bins.clamp(max=BINS - 1)
    return sum(
        abs((hits[bins == k] - confidences[bins == k]).sum().item())
        for k in range(BINS)
    ) / len(hits)


def batch(samples, classes, spread, step=1 / 64, right=None):
    """With `right`, every other row has that spread and is right."""
    rows, targets = zip(*(
        random_row(classes, right, step, True) if right and i % 2
        else random_row(classes, spread, step, False)
        for i in range(samples)
    ))
    array = np.array(rows)
    assert (array * 64 == np.round(array * 64)).all()
    logits, labels = torch.from_numpy(array), torch.tensor(targets)
    probabilities = torch.softmax(logits, 1)
    losses = torch.nn.functional.cross_entropy(
        logits, labels, reduction="none"
    )
    order = np.argsort(-array, axis=1, kind="stable")
    ranks = np.argmax(order == np.array(targets)[:, None], axis=1)
    own = array[np.arange(samples), targets][:, None]
    before = np.arange(classes) < np.array(targets)[:, None]
    assert (ranks == ((array > own) | ((array == own) & before)).sum(1)).all()
    confidences, predictions = probabilities.max(1)
    assert (predictions.numpy() == order[:, 0]).all()
    hits = (predictions == labels).double()
    entropies = torch.distributions.Categorical(logits=logits).entropy()
    one_hot = torch.nn.functional.one_hot(labels, classes)
    briers = ((probabilities - one_hot) ** 2).sum(1)

    error = _ce_compute(confidences, hits, BINS, norm="l1").item()
    metric = MulticlassCalibrationError(classes, n_bins=BINS, norm="l1")
    assert abs(metric(probabilities, labels).item() - error) < 1e-6
    closed = calibration_error(confidences, hits)
    assert abs(closed - error) < 1e-14 or (confidences == 1).any()

    figures = {
        "loss": losses.mean().item(),
        "accuracy": hits.mean().item(),
        "topFiveAccuracy": float((ranks < 5).mean()),
        "calibrationError": error,
        "calibrationErrorOneInLastBin": closed,
        "brier": briers.mean().item(),
        "entropy": entropies.mean().item(),
        "standardError": losses.numpy().std(ddof=1).item() / samples**0.5,
    }
    # The same by scikit-learn, where it can tell.
    names, p = range(classes), probabilities.numpy()
    assert figures["accuracy"] == accuracy_score(targets, predictions)
    brier = brier_score_loss(targets, p, labels=names, scale_by_half=False)
    assert abs(figures["brier"] - brier) < 1e-14
    if p.min() > 1e-15:
        loss = log_loss(targets, p, labels=names)
        assert abs(figures["loss"] - loss) < 1e-12 * (1 + loss)
    if classes > 5 and step < 1:
        top = top_k_accuracy_score(targets, array, k=5, labels=names)
        assert abs(figures["topFiveAccuracy"] - top) < 1e-15
    return {
        "samples": samples,
        "classes": classes,
        "logits": array.flatten().tolist(),
        "targets": list(targets),
        "losses": losses.tolist(),
        "logSumExps": torch.logsumexp(logits, 1).tolist(),
        "predictions": predictions.tolist(),
        "ranks": ranks.tolist(),
        "confidences": confidences.tolist(),
        "entropies": entropies.tolist(),
        "briers": briers.tolist(),
    } | figures


batches = [
    batch(64, 2, 6),
    batch(200, 2, 2),
    batch(50, 3, 8),
    batch(150, 3, 3),
    # Confidences of exactly 1, right and wrong, beside others that are right.
    batch(80, 3, 600, right=8),
    batch(100, 10, 12),
    batch(200, 10, 6),
    # Whole numbers, of which many are equal.
    batch(60, 10, 4, step=1.0),
    batch(40, 100, 10),
    batch(60, 100, 4),
    batch(8, 1000, 12),
    batch(10, 1000, 24),
]
lines = [json.dumps(one, separators=(",", ":")) for one in batches]
(folder / "evaluation.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")

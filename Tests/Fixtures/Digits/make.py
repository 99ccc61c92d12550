"""Makes the files of this folder. Versions: see README.md.

The logits are those of a multinomial logistic regression, fitted on the even
rows, for all rows. The expected figures are PyTorch's, in float64, of the
float32 logits as they are stored.

The optimum of that regression is in logistic_regression.json, in float64 and by
Newton's method: the figures of scikit-learn's objective, divided by the number of
samples, with what says how near another solution must be.
"""

import json
import pathlib

import numpy as np
import torch
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression

folder = pathlib.Path(__file__).parent
digits = load_digits()
images = digits.data.astype(np.uint8)
labels = digits.target.astype(np.int64)

model = LogisticRegression(C=1.0, max_iter=10_000, tol=1e-8)
model.fit(images[::2] / 16, labels[::2])
logits = model.decision_function(images / 16).astype(np.float32)

np.save(folder / "images.npy", images)
np.save(folder / "labels.npy", labels)
np.save(folder / "logits.npy", logits)

exact = torch.from_numpy(logits).double()
targets = torch.from_numpy(labels)
loss = torch.nn.functional.cross_entropy(exact, targets)
expected = {
    "loss": loss.item(),
    "perplexity": loss.exp().item(),
    "accuracy": (exact.argmax(1) == targets).double().mean().item(),
}
(folder / "expected.json").write_text(json.dumps(expected, indent=2) + "\n")

images = images / 16
inputs, targets = images[::2], labels[::2]
optimum = LogisticRegression(C=1.0, solver="newton-cholesky", tol=1e-12)
optimum.fit(inputs, targets)
weight, bias = optimum.coef_, optimum.intercept_
samples, classes = len(inputs), len(weight)


def log_probabilities(rows):
    return optimum.predict_log_proba(rows)


def loss_of(rows, digits):
    return -log_probabilities(rows)[np.arange(len(rows)), digits].mean()


penalty = 1 / samples
probabilities = np.exp(log_probabilities(inputs))
with_one = np.column_stack([inputs, np.ones(samples)])
gradient = (probabilities - np.eye(classes)[targets]).T @ with_one / samples
gradient[:, :-1] += penalty * weight

# The second derivatives, by class and input twice. One direction is flat: all
# biases may grow alike.
curvature = np.empty((classes, with_one.shape[1]) * 2)
for a in range(classes):
    for b in range(classes):
        factor = probabilities[:, a] * ((a == b) - probabilities[:, b])
        curvature[a, :, b] = with_one.T @ (with_one * factor[:, None]) / samples
pixels = np.arange(inputs.shape[1])
for a in range(classes):
    curvature[a, pixels, a, pixels] += penalty
curvatures = np.linalg.eigvalsh(curvature.reshape(gradient.size, -1))

regression = {
    "objective": loss_of(inputs, targets) + penalty / 2 * (weight**2).sum(),
    "trainingLoss": loss_of(inputs, targets),
    "heldOutLoss": loss_of(images[1::2], labels[1::2]),
    "heldOutAccuracy": optimum.score(images[1::2], labels[1::2]),
    "gradientNorm": np.linalg.norm(gradient),
    "smallestCurvature": curvatures[1],
}
assert regression["gradientNorm"] < 1e-14
(folder / "logistic_regression.json").write_text(
    json.dumps(regression, indent=2) + "\n"
)

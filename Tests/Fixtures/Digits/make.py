"""Makes the files of this folder. Versions: see README.md.

The logits are those of a multinomial logistic regression, fitted on the even
rows, for all rows. The expected figures are PyTorch's, in float64, of the
float32 logits as they are stored.
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

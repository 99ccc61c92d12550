"""A small network on scikit-learn's digits."""

import torch
from sklearn.datasets import load_digits
from torch import nn


class Digits:
    def __init__(self, quick):
        images, labels = load_digits(return_X_y=True)
        order = torch.randperm(
            len(images), generator=torch.Generator().manual_seed(1)
        )
        self.images = torch.tensor(images / 16, dtype=torch.float32)[order]
        self.labels = torch.tensor(labels)[order]
        self.steps = 30 if quick else 300
        self.batch = 125
        self.about = {"samples": self.batch, "classes": 10, "features": 128}

    def model(self):
        return nn.Sequential(nn.Linear(64, 128), nn.ReLU()), nn.Linear(128, 10)

    def inputs(self, step):
        start = step * self.batch % (len(self.images) - self.batch)
        part = slice(start, start + self.batch)
        return self.images[part], self.labels[part]

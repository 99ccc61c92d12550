"""A linear layer's inputs, and room for the gradients of its loss."""

from dataclasses import dataclass, field

import numpy as np

from ..batch import aligned

SEED = 20_260_101


@dataclass
class LinearBatch:
    samples: int
    features: int
    classes: int
    x: np.ndarray = field(init=False)
    weight: np.ndarray = field(init=False)
    bias: np.ndarray = field(init=False)
    targets: np.ndarray = field(init=False)
    # With respect to x, weight and bias.
    gradients: tuple = field(init=False)

    def __post_init__(self):
        random = np.random.default_rng(SEED)

        def normal(*shape, scale=1):
            array = aligned(shape, np.float32)
            random.standard_normal(dtype=np.float32, out=array)
            array *= np.float32(scale)
            return array

        self.x = normal(self.samples, self.features)
        # The logits are as wide as those of the other batches.
        self.weight = normal(
            self.classes, self.features, scale=4 / self.features**0.5)
        self.bias = normal(self.classes, scale=0.1)
        self.targets = aligned(self.samples, np.int64)
        self.targets[:] = random.integers(0, self.classes, self.samples)
        self.gradients = tuple(
            aligned(array.shape, np.float32) for array in self.inputs)

    @property
    def inputs(self):
        return self.x, self.weight, self.bias

    def clear(self):
        for gradient in self.gradients:
            gradient.fill(np.nan)

    def logits(self):
        """Room for all logits, as those who do not take blocks need it."""
        return aligned((self.samples, self.classes), np.float32)

    @property
    def name(self):
        return f"{self.samples}×{self.features}×{self.classes}"

    @property
    def sizes(self):
        return {"samples": self.samples, "features": self.features,
                "classes": self.classes}

    @property
    def elements(self):
        """Of the logits."""
        return self.samples * self.classes

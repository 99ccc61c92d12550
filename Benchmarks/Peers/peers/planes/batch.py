"""The same logits as those of rows, but classes are on axis 1 of three."""

import numpy as np

from ..batch import Batch, aligned


class PlanesBatch(Batch):
    def __init__(self, images, classes, height, width):
        self.axes = images, classes, height, width
        self.positions = height * width
        super().__init__(images * self.positions, classes)
        planes = aligned((images, classes, self.positions), np.float32)
        planes[:] = self.logits.reshape(
            images, self.positions, classes).transpose(0, 2, 1)
        self.logits = planes
        self.targets = self.targets.reshape(images, self.positions)
        self.output = aligned(planes.shape, np.float32)

    @property
    def name(self):
        return "×".join(map(str, self.axes))

    @property
    def sizes(self):
        return {"samples": self.samples, "classes": self.classes,
                "axes": self.name}

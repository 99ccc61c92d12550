"""What all peers compute on: the same bytes, at the same addresses."""

from dataclasses import dataclass, field

import numpy as np

# The target of a sample that does not count; PyTorch's ignore_index.
IGNORED = -100


def aligned(shape, dtype):
    """An array at a multiple of 64 bytes, whose pages the system has given."""
    bytes_ = int(np.prod(shape)) * np.dtype(dtype).itemsize
    memory = np.zeros(bytes_ + 64, np.uint8)
    memory.fill(1)
    start = -memory.ctypes.data % 64
    return memory[start : start + bytes_].view(dtype).reshape(shape)


@dataclass
class Batch:
    samples: int
    classes: int
    # The percentage of the targets that are ignored, scattered.
    ignored: int = 0
    logits: np.ndarray = field(init=False)
    targets: np.ndarray = field(init=False)
    output: np.ndarray = field(init=False)
    # Of each class of a stack of planes; 0 for rows.
    positions = 0

    def __post_init__(self):
        shape = (self.samples, self.classes)
        random = np.random.default_rng(20_260_101)
        self.logits = aligned(shape, np.float32)
        # As wide as a language model's logits, and narrow enough for the
        # naive way not to overflow.
        random.standard_normal(dtype=np.float32, out=self.logits)
        self.logits *= 4
        self.targets = aligned(self.samples, np.int64)
        self.targets[:] = random.integers(0, self.classes, self.samples)
        self.targets[random.random(self.samples) < self.ignored / 100] = IGNORED
        self.output = aligned(shape, np.float32)

    def clear(self):
        self.output.fill(np.nan)

    @property
    def name(self):
        return f"{self.samples}×{self.classes}" + (
            f"-{self.ignored}%" if self.ignored else "")

    @property
    def sizes(self):
        return {"samples": self.samples, "classes": self.classes,
                "ignored %": self.ignored}

    @property
    def elements(self):
        return self.samples * self.classes

"""An evaluation as a metric, for training loops and torchmetrics."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from .. import _core
from .._options import dense_options, options
from .._summary import Summary
from ._loss import class_axis
from ._tensors import dense

try:
    from torchmetrics import Metric
except ImportError:

    class Metric(torch.nn.Module):  # type: ignore[no-redef]
        """What of torchmetrics' Metric is needed without it."""

        def __init__(self, **options: Any) -> None:
            super().__init__()
            if options:
                raise TypeError(f"{', '.join(options)}: torchmetrics is needed")
            self._defaults: dict[str, Tensor] = {}

        def add_state(
            self, name: str, default: Tensor, dist_reduce_fx: str
        ) -> None:
            self.register_buffer(name, default.clone(), persistent=False)
            self._defaults[name] = default

        def reset(self) -> None:
            for name, default in self._defaults.items():
                getattr(self, name).copy_(default)


class Evaluation(Metric):
    """Loss, perplexity, accuracy, calibration and more of all batches.

    Its state is one tensor of int64, which is added up over processes: figures
    are the same bits for any number of them. With torchmetrics it is one of its
    metrics; without, `all_reduce` of `vector` does the same.
    """

    higher_is_better = None
    is_differentiable = False
    full_state_update = False
    vector: Tensor

    def __init__(
        self,
        top_k: Sequence[int] = (1, 5),
        bins: int = 15,
        ignore_index: int | None = -100,
        loss_options: dict[str, Any] | None = None,
        **metric: Any,
    ) -> None:
        """top_k, bins, ignore_index and what `loss_options` has are options of
        `swift_logits.evaluate`; the rest is torchmetrics'."""
        super().__init__(**metric)
        self.top_k, self.bins = tuple(top_k), bins
        self.options = {"ignore_index": ignore_index, **(loss_options or {})}
        empty = torch.zeros(len(Summary(self.top_k, bins)._vector)).long()
        self.add_state("vector", default=empty, dist_reduce_fx="sum")

    def update(self, input: Tensor, target: Tensor) -> None:
        """Adds a batch: logits (C), (N, C) or (N, C, d1, ...) on the CPU, and
        class indices, as those of `cross_entropy`.

        Raises what `swift_logits.evaluate` does, and has added nothing then.
        """
        batch = Summary(self.top_k, self.bins)
        settings = options(**self.options)
        place = class_axis(input), *batch._arguments
        arguments = input.detach(), target, *place, *settings
        if _core.evaluate(*arguments) is NotImplemented:
            settings = dense_options(settings)
            _core.evaluate(dense(input), dense(target), *place, *settings)
        vector = (self.summary() + batch)._vector
        self.vector = torch.tensor(vector, dtype=torch.int64)

    def summary(self) -> Summary:
        """All that has been added."""
        vector = array("q", self.vector.tolist())
        return Summary.from_array(vector, self.top_k, self.bins)

    def compute(self) -> dict[str, Tensor]:
        """The figures, by their names."""
        figures = self.summary().figures()._asdict()
        accuracies = figures.pop("top_accuracies")
        figures |= {f"top_{k}_accuracy": a for k, a in accuracies.items()}
        return {
            name: torch.tensor(
                value,
                dtype=torch.float64
                if isinstance(value, float)
                else torch.int64,
            )
            for name, value in figures.items()
        }

from __future__ import annotations

from . import _core
from ._arrays import as_array, as_logits, dense, numpy
from ._options import dense_options, options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from array import array
    from collections.abc import Sequence
    from typing import Any, Literal

    from ._results import CalibrationBin, Figures

__all__ = ["Summary", "evaluate"]


def _array(code: Literal["q", "d"], numbers: Any) -> array[Any]:
    # Imported here, since it takes a third of the package's time.
    from array import array

    return array(code, numbers)


class Summary:
    """The figures of many samples, which add up exactly: in any order and any
    grouping of the samples a sum is the same bits.

    `a + b` is the summary of both; they must have the same top_k and bins.
    Summaries can be pickled and compared.
    """

    __slots__ = ("_bins", "_top_k", "_vector")

    def __init__(self, top_k: Sequence[int] = (1, 5), bins: int = 15) -> None:
        """A summary of no samples.

        Raises ValueError for a k below 1, or bins not from 1 to 65536.
        """
        if any(k < 1 for k in top_k):
            raise ValueError(f"each k of top_k must be 1 or more: {top_k}")
        self._top_k = _array("q", top_k)
        self._bins = bins
        count = _core.summary_count(None, self._top_k, bins)
        self._vector = _array("q", bytes(8 * count))

    @property
    def top_k(self) -> tuple[int, ...]:
        return tuple(self._top_k)

    @property
    def bins(self) -> int:
        return self._bins

    @classmethod
    def from_array(
        cls, vector: Any, top_k: Sequence[int] = (1, 5), bins: int = 15
    ) -> Summary:
        """The summary of a vector that `to_array` gave, or of a sum of such
        vectors, of up to 2^30.

        Raises ValueError if samples cannot have made its numbers.
        """
        summary = cls(top_k, bins)
        summary._add(_array("q", memoryview(vector).cast("B").cast("q")))
        return summary

    def to_array(self) -> Any:
        """The summary as one vector of int64. Vectors may be added up by
        whatever adds integers (numpy.sum, all_reduce), and read by
        `from_array`."""
        return numpy().array(self._vector, numpy().int64)

    def figures(self) -> Figures:
        """Loss, perplexity, accuracy, calibration and more."""
        from ._results import Figures

        places = _array("d", bytes(8 * len(self._top_k)))
        _core.summary_top_accuracies(*self._arguments, places)
        top_accuracies = dict(zip(self._top_k, places))
        figures = _core.summary_figures(*self._arguments)
        return Figures._make((*figures, top_accuracies))

    def calibration(self) -> list[CalibrationBin]:
        """The bins of the confidences."""
        from ._results import CalibrationBin

        bins = _core.summary_calibration(*self._arguments)
        return [CalibrationBin(*numbers) for numbers in bins]

    def __add__(self, other: Summary) -> Summary:
        if not isinstance(other, Summary):
            return NotImplemented
        if (self._top_k, self._bins) != (other._top_k, other._bins):
            raise ValueError("summaries of different top_k or bins")
        summary = Summary(self._top_k, self._bins)
        summary._vector[:] = self._vector
        summary._add(other._vector)
        return summary

    def __radd__(self, other: Any) -> Summary:
        """So that `sum()` adds summaries."""
        return self if other == 0 else NotImplemented

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Summary) and (
            (self._top_k, self._bins, self._vector)
            == (other._top_k, other._bins, other._vector)
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        figures = self.figures()
        return (
            f"Summary(samples={figures.samples}, loss={figures.loss:.6g}, "
            f"accuracy={figures.accuracy:.6g})"
        )

    def __reduce__(self) -> Any:
        return Summary._from_state, (
            tuple(self._top_k),
            self._bins,
            self._vector.tobytes(),
        )

    @staticmethod
    def _from_state(
        top_k: tuple[int, ...], bins: int, vector: bytes
    ) -> Summary:
        return Summary.from_array(vector, top_k, bins)

    @property
    def _arguments(self) -> tuple[Any, Any, int]:
        return self._vector, self._top_k, self._bins

    def _add(self, vector: Any) -> None:
        _core.summary_add(*self._arguments, vector)


def evaluate(
    logits: Any,
    targets: Any,
    *,
    axis: int = -1,
    top_k: Sequence[int] = (1, 5),
    bins: int = 15,
    weight: Any = None,
    sample_weight: Any = None,
    ignore_index: int | None = None,
    label_smoothing: float = 0.0,
    z_loss: float = 0.0,
    temperature: float = 1.0,
    softcap: float | None = None,
) -> Summary:
    """Evaluates each sample in one sweep, and adds the samples up exactly.

    targets: class indices, of the shape of the logits without the axis of the
        classes.
    top_k: for which k to count the samples whose target is among the k largest
        logits.
    bins: the number of bins that confidences are counted in, from 1 to 65536.

    The other options and the errors are those of `cross_entropy`.
    """
    logits, targets = as_logits(logits), as_array(targets)
    summary = Summary(top_k, bins)
    settings = options(
        weight,
        sample_weight,
        None,
        ignore_index,
        label_smoothing,
        z_loss,
        temperature,
        softcap,
    )
    vector = summary._arguments
    if (
        _core.evaluate(logits, targets, axis, *vector, *settings)
        is NotImplemented
    ):
        _core.evaluate(
            dense(logits),
            dense(targets),
            axis,
            *vector,
            *dense_options(settings),
        )
    return summary

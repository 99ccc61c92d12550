import copy
import math
import pickle

import numpy as np
import pytest

import references
from swift_logits import Summary, evaluate

generator = np.random.default_rng(12)
LOGITS = generator.standard_normal((100, 8)).astype(np.float32)
TARGETS = generator.integers(8, size=100)


def test_figures():
    figures = evaluate(
        LOGITS, TARGETS, top_k=(1, 3, 8), ignore_index=5
    ).figures()
    kept = TARGETS != 5
    logs = references.log_softmax(LOGITS)[kept]
    targets = TARGETS[kept]
    losses = -logs[range(len(targets)), targets]
    order = np.argsort(-LOGITS[kept], axis=1)
    ranks = (order == targets[:, None]).argmax(1)
    p = np.exp(logs)
    assert figures.samples == kept.sum()
    assert figures.ignored_samples == 100 - kept.sum()
    assert figures.correct == (ranks == 0).sum()
    assert figures.loss == pytest.approx(losses.mean(), rel=1e-6)
    assert figures.loss_sum == pytest.approx(losses.sum(), rel=1e-6)
    assert figures.perplexity == pytest.approx(
        math.exp(losses.mean()), rel=1e-6
    )
    assert figures.accuracy == pytest.approx((ranks == 0).mean())
    assert figures.top_accuracies == pytest.approx(
        {k: (ranks < k).mean() for k in (1, 3, 8)}
    )
    assert figures.mean_entropy == pytest.approx(
        -(p * logs).sum(1).mean(), rel=1e-6
    )
    brier = ((p - np.eye(8)[targets]) ** 2).sum(1).mean()
    assert figures.brier == pytest.approx(brier, rel=1e-6)


def test_calibration():
    summary = evaluate(LOGITS, TARGETS, bins=4)
    bins = summary.calibration()
    p = references.softmax(LOGITS)
    counts, _ = np.histogram(p.max(1), [0, 0.25, 0.5, 0.75, 1])
    assert [b.samples for b in bins] == list(counts)
    assert bins[1].lower == 0.25 and bins[1].upper == 0.5
    sum_of = sum(b.confidence_sum for b in bins)
    assert sum_of == pytest.approx(p.max(1).sum(), rel=1e-6)


def test_parts_add_up_to_the_same_bits():
    whole = evaluate(LOGITS, TARGETS)
    parts = [evaluate(LOGITS[i::7], TARGETS[i::7]) for i in range(7)]
    assert sum(parts) == whole
    assert sum(reversed(parts), Summary()) == whole
    assert parts[0] != whole
    vectors = np.sum([part.to_array() for part in parts], axis=0)
    assert Summary.from_array(vectors) == whole
    assert sum(parts).figures() == whole.figures()


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickles(protocol):
    summary = evaluate(LOGITS, TARGETS, top_k=(2, 3), bins=7)
    found = pickle.loads(pickle.dumps(summary, protocol))
    assert found == summary == copy.deepcopy(summary)
    assert found.top_k == (2, 3) and found.bins == 7
    assert found.figures() == summary.figures()


def test_layouts():
    whole = evaluate(LOGITS, TARGETS)
    assert evaluate(LOGITS.T.copy(), TARGETS, axis=0) == whole
    assert evaluate(LOGITS.reshape(10, 10, 8), TARGETS.reshape(10, 10)) == whole
    assert evaluate(LOGITS[::-1], TARGETS[::-1].astype(np.uint8)) == whole
    assert evaluate(LOGITS.tolist(), list(TARGETS)).figures().samples == 100


def test_no_samples():
    figures = Summary().figures()
    assert figures.samples == 0 and math.isnan(figures.loss)
    assert evaluate(LOGITS[:0], TARGETS[:0]) == Summary()
    assert "samples=0" in repr(Summary())


@pytest.mark.parametrize(
    "error, call",
    [
        (ValueError, lambda: Summary(bins=0)),
        (ValueError, lambda: Summary(bins=65537)),
        (ValueError, lambda: Summary(bins=-1)),
        (OverflowError, lambda: Summary(bins=2**70)),
        (ValueError, lambda: Summary(top_k=(0,))),
        (TypeError, lambda: Summary(top_k=(1.5,))),
        (ValueError, lambda: Summary() + Summary(bins=14)),
        (ValueError, lambda: Summary() + Summary(top_k=(1,))),
        (TypeError, lambda: Summary() + 1),
        (ValueError, lambda: Summary.from_array(np.zeros(3, np.int64))),
        (ValueError, lambda: Summary.from_array(Summary().to_array() - 1)),
        (ValueError, lambda: Summary._from_state((1, 5), 15, b"x" * 8)),
        (IndexError, lambda: evaluate(LOGITS, TARGETS + 8)),
        (ValueError, lambda: evaluate(LOGITS, TARGETS[1:])),
        (ValueError, lambda: evaluate(LOGITS, LOGITS)),
    ],
)
def test_bad_arguments(error, call):
    with pytest.raises(error):
        call()

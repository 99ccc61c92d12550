import numpy as np
import pytest

import references
from swift_logits import log_loss

sklearn_log_loss = pytest.importorskip("sklearn.metrics").log_loss

generator = np.random.default_rng(11)
LOGITS = generator.standard_normal((20, 3))
LABELS = np.array(["a", "b", "c"])[generator.integers(3, size=20)]
WEIGHTS = generator.random(20)


@pytest.mark.parametrize("normalize", [True, False])
@pytest.mark.parametrize("sample_weight", [None, WEIGHTS])
def test_scikit_learn_gives_the_same(normalize, sample_weight):
    options = {"normalize": normalize, "sample_weight": sample_weight}
    p = references.softmax(LOGITS)
    for y, labels in [
        (LABELS, None),
        (list(LABELS), ["a", "b", "c"]),
        (LABELS[:3].repeat(7)[:20], ["c", "b", "a"]),
        (np.searchsorted(["a", "b", "c"], LABELS) * 10 - 7, None),
        (np.eye(3, dtype=int)[np.searchsorted(["a", "b", "c"], LABELS)], None),
    ]:
        exact = sklearn_log_loss(y, p, labels=labels, **options)
        found = log_loss(y, LOGITS, labels=labels, **options)
        assert found == pytest.approx(exact, rel=1e-12)
    y = LABELS == "a"
    z = LOGITS[:, 0]
    exact = sklearn_log_loss(y, 1 / (1 + np.exp(-z)), **options)
    for logits in z, z[:, None], np.stack([0 * z, z], 1):
        found = log_loss(y, logits, **options)
        assert found == pytest.approx(exact, rel=1e-12)


def test_labels_that_do_not_fit():
    with pytest.raises(ValueError, match="2 labels for 3 classes"):
        log_loss(["a", "b", "a"], LOGITS[:3])
    with pytest.raises(ValueError, match="row 1: .*'d'.* none of the labels"):
        log_loss(["a", "d", "a"], LOGITS[:3], labels=["a", "b", "c"])
    with pytest.raises(ValueError, match="targets"):
        log_loss(LABELS[:5], LOGITS)
    with pytest.raises(ValueError, match="3 axes"):
        log_loss(LABELS, LOGITS[None])

import importlib
import math
import sys

import pytest

torch = pytest.importorskip("torch")

import swift_logits
import swift_logits.torch  # tensors are accepted from here on

X = torch.randn(60, 7, generator=torch.Generator().manual_seed(7))
T = torch.arange(60) % 7
T[3] = -100


@pytest.fixture(params=["with torchmetrics", "without"])
def evaluation(request, monkeypatch):
    """The class, over either base."""
    if request.param == "without":
        monkeypatch.setitem(sys.modules, "torchmetrics", None)
    else:
        pytest.importorskip("torchmetrics")
    sys.modules.pop("swift_logits.torch.metrics", None)
    yield importlib.import_module("swift_logits.torch.metrics").Evaluation
    sys.modules.pop("swift_logits.torch.metrics", None)


def test_batches_add_up(evaluation):
    whole = swift_logits.evaluate(X.numpy(), T.numpy(), ignore_index=-100)
    metric = evaluation()
    for i in range(0, 60, 13):
        metric.update(X[i : i + 13], T[i : i + 13])
    assert metric.summary() == whole
    found = metric.compute()
    figures = whole.figures()
    assert found["loss"].item() == figures.loss
    assert found["loss"].dtype == torch.float64
    assert found["samples"].item() == 59
    assert found["top_5_accuracy"].item() == figures.top_accuracies[5]
    metric.reset()
    assert metric.summary() == swift_logits.Summary()
    assert math.isnan(metric.compute()["loss"])


def test_processes_add_up(evaluation):
    """As all_reduce adds their vectors."""
    parts = [evaluation(top_k=(1, 3)) for _ in range(3)]
    for i, part in enumerate(parts):
        part.update(X[i::3], T[i::3])
    total = evaluation(top_k=(1, 3))
    total.vector = sum(part.vector for part in parts)
    whole = swift_logits.evaluate(
        X.numpy(), T.numpy(), ignore_index=-100, top_k=(1, 3)
    )
    assert total.summary() == whole


def test_types_and_shapes(evaluation):
    for dtype in torch.float32, torch.float64, torch.float16, torch.bfloat16:
        metric = evaluation()
        metric.update(X.to(dtype).clone().requires_grad_(), T)
        assert metric.compute()["samples"] == 59
    images = X[:48].reshape(2, 4, 6, 7).movedim(-1, 1)
    targets = T[:48].reshape(2, 4, 6)
    exact = swift_logits.evaluate(
        X[:48].numpy(), T[:48].numpy(), ignore_index=-100
    )
    for x, t in (
        (images, targets),
        (images.contiguous(), targets),
        (images.movedim(2, 3), targets.movedim(1, 2)),
    ):
        metric = evaluation()
        metric.update(x, t)
        assert metric.summary() == exact


def test_bad_batches_add_nothing(evaluation):
    metric = evaluation(loss_options={"label_smoothing": 0.1})
    metric.update(X, T)
    before = metric.summary()
    with pytest.raises(IndexError, match="row 0"):
        metric.update(X, T + 7)
    with pytest.raises(ValueError):
        metric.update(X, T[1:])
    assert metric.summary() == before
    with pytest.raises(ValueError):
        evaluation(bins=0)

"""The textbook in float64, with nothing of the package in it."""

import ml_dtypes
import numpy as np

# A type, and how far a result that is rounded once may be from the exact one,
# relatively.
TYPES = {
    np.float32: 2e-6,
    np.float64: 1e-14,
    np.float16: 6e-4,
    ml_dtypes.bfloat16: 5e-3,
}


def log_softmax(x, axis=-1):
    x = x.astype(np.float64)
    x = x - x.max(axis, keepdims=True)
    return x - np.log(np.exp(x).sum(axis, keepdims=True))


def softmax(x, axis=-1):
    return np.exp(log_softmax(x, axis))


def logsumexp(x, axis=-1):
    x = x.astype(np.float64)
    m = x.max(axis, keepdims=True)
    return np.log(np.exp(x - m).sum(axis)) + m.squeeze(axis)


def target_rows(targets, classes, axis=-1, smoothing=0.0, ignored=None):
    """Target probabilities of class indices, 0 for ignored samples."""
    kept = np.ones(targets.shape) if ignored is None else targets != ignored
    rows = np.eye(classes)[np.where(kept, targets, 0)] * (1 - smoothing)
    rows = (rows + smoothing / classes) * np.asarray(kept)[..., None]
    return np.moveaxis(rows, -1, axis)


def near(found, exact, dtype):
    assert found.dtype == dtype and found.shape == exact.shape
    tolerance = TYPES[np.dtype(dtype).type]
    np.testing.assert_allclose(
        found.astype(np.float64), exact, rtol=tolerance, atol=tolerance
    )


def layouts(x):
    """The numbers of x in all kinds of places."""
    yield x
    yield np.asfortranarray(x)
    yield np.repeat(x, 2, -1)[..., ::2]
    yield np.pad(x, [(0, 0)] * (x.ndim - 1) + [(0, 3)])[..., : x.shape[-1]]
    yield x[::-1]
    yield np.moveaxis(np.moveaxis(x, 0, -1).copy(), -1, 0)
    yield np.broadcast_to(x[:1], x.shape)
    yield x.swapaxes(0, -1)

"""JAX: compiled by XLA, the logits on its device already."""

import jax
import jax.numpy as jnp
import numpy as np

from .batch import IGNORED
from .way import GRADIENT, LOG_SOFTMAX, LOSS, SOFTMAX, Way

# Each call is waited for, so there is nothing to gain from a thread between.
jax.config.update("jax_cpu_enable_async_dispatch", False)


class JAX:
    name = "JAX"
    version = jax.__version__

    def __init__(self, threads):
        # XLA_FLAGS and the processors of this process say how many threads.
        pass

    def ways(self, operation, batch):
        x = jax.dlpack.from_dlpack(batch.logits)
        # Class indices in JAX's own integers.
        t = jnp.asarray(batch.targets.astype(np.int32))
        losses = by_log_softmax, by_log_sum_exp
        if batch.ignored:
            losses = map(masked, losses)
        of_log_softmax, of_log_sum_exp = losses
        if operation == LOSS:
            return {
                "log_softmax, take": way(jax.jit(of_log_softmax), x, t),
                "logsumexp less take": way(jax.jit(of_log_sum_exp), x, t),
            }
        if operation == GRADIENT:
            functions = {
                "value_and_grad of log_softmax":
                    jax.value_and_grad(of_log_softmax),
                "value_and_grad of logsumexp":
                    jax.value_and_grad(of_log_sum_exp),
            }
            if not batch.ignored:
                functions["softmax less one-hot"] = direct
        else:
            functions = {
                SOFTMAX: {
                    "softmax": lambda x, t: jax.nn.softmax(x, axis=1),
                    "exp, sum, divide": by_exponentials,
                },
                LOG_SOFTMAX: {
                    "log_softmax": lambda x, t: jax.nn.log_softmax(x, axis=1),
                },
            }[operation]
        return {
            label + how: found
            for label, function in functions.items()
            for how, found in [
                ("", way(jax.jit(function), x, t)),
                (", donated", donated(function, jnp.zeros_like(x), x, t))]}


def target_logits(x, t):
    return jnp.take_along_axis(x, t[:, None], axis=1)[:, 0]


def by_exponentials(x, t):
    e = jnp.exp(x - jnp.max(x, axis=1, keepdims=True))
    return e / jnp.sum(e, axis=1, keepdims=True)


def by_log_softmax(x, t, kept=None):
    return -jnp.mean(
        target_logits(jax.nn.log_softmax(x, axis=1), t), where=kept)


def by_log_sum_exp(x, t, kept=None):
    return jnp.mean(
        jax.nn.logsumexp(x, axis=1) - target_logits(x, t), where=kept)


def masked(loss):
    """JAX has no index that it ignores; those samples count as of class 0."""
    def of_kept(x, t):
        kept = t != IGNORED
        return loss(x, jnp.where(kept, t, 0), kept)

    return of_kept


def direct(x, t):
    p = jax.nn.softmax(x, axis=1)
    hot = jax.nn.one_hot(t, x.shape[1], dtype=x.dtype)
    return by_log_sum_exp(x, t), (p - hot) / x.shape[0]


def way(compiled, *arguments):
    last = [None]

    def call():
        last[0] = compiled(*arguments)
        wait(last[0])

    return Way(call, lambda: converted(last[0]))


def donated(function, old, *arguments):
    """The arrays of the last call are where the next one writes."""
    compiled = jax.jit(
        lambda old, *arguments: function(*arguments),
        donate_argnums=0, keep_unused=True)
    last = [(None, old)]

    def call():
        last[0] = compiled(arrays(last[0]), *arguments)
        wait(last[0])

    return Way(call, lambda: converted(last[0]))


def arrays(result):
    """The gradients, of a loss and its gradients."""
    return result[1] if isinstance(result, tuple) else result


def wait(result):
    for array in jax.tree.leaves(arrays(result)):
        array.block_until_ready()


def converted(result):
    if isinstance(result, tuple):
        return float(result[0]), jax.tree.map(np.asarray, result[1])
    return float(result) if result.ndim == 0 else np.asarray(result)

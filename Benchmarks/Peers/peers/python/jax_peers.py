import jax
import jax.numpy as jnp
import numpy as np
import swift_logits
from swift_logits.jax import softmax_cross_entropy_with_integer_labels

from ..jax_peer import JAX, by_log_softmax, by_log_sum_exp, way
from ..way import OURS_JAX


def mean_loss(x, t):
    return jnp.mean(softmax_cross_entropy_with_integer_labels(x, t))


class CalledJAX(JAX):
    beside = OURS_JAX
    losses = {"log_softmax, take": by_log_softmax,
              "logsumexp less take": by_log_sum_exp}

    def ways(self, operation, batch):
        x = jax.dlpack.from_dlpack(batch.logits)
        t = jnp.asarray(batch.targets.astype(np.int32))
        return {label: way(jax.jit(jax.value_and_grad(loss)), x, t)
                for label, loss in self.losses.items()}


class OursJAX(CalledJAX):
    name = OURS_JAX
    version = swift_logits.__version__
    losses = {"softmax_cross_entropy_with_integer_labels": mean_loss}


PEERS = OursJAX, CalledJAX

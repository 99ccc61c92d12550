"""JAX: the layer and its loss compiled together by XLA."""

import jax
import jax.numpy as jnp
import numpy as np

from ..jax_peer import JAX, by_log_softmax, by_log_sum_exp, donated, way
from ..way import LINEAR_LOSS


class LinearJAX(JAX):
    def ways(self, operation, batch):
        inputs = tuple(map(jax.dlpack.from_dlpack, batch.inputs))
        arguments = *inputs, jnp.asarray(batch.targets.astype(np.int32))
        losses = {"log_softmax": of_layer(by_log_softmax),
                  "logsumexp": of_layer(by_log_sum_exp)}
        if operation == LINEAR_LOSS:
            return {label: way(ahead(loss, arguments), *arguments)
                    for label, loss in losses.items()}
        functions = {
            f"value_and_grad of {label}":
                jax.value_and_grad(loss, argnums=(0, 1, 2))
            for label, loss in losses.items()}
        return {
            label + how: found
            for label, function in functions.items()
            for how, found in [
                ("", way(ahead(function, arguments), *arguments)),
                (", donated", donated(
                    function, tuple(map(jnp.zeros_like, inputs)),
                    *arguments))]}


def of_layer(loss):
    return lambda x, weight, bias, t: loss(x @ weight.T + bias, t)


def ahead(function, arguments):
    """Compiled before the first call, which may be the one that counts."""
    return jax.jit(function).lower(*arguments).compile()

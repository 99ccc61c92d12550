"""What is measured of the Python package: a loss and its gradient, as users of
NumPy, PyTorch and JAX call them, each beside what the package takes the place
of."""

from ..suite import batch, reference
from ..way import GRADIENT

NAME = "python"
SHAPES = ["1×10", "32×1000", "4096×1000", "128×32000"]
OPERATIONS = [GRADIENT]

__all__ = ["NAME", "SHAPES", "OPERATIONS", "batch", "peers", "reference"]


def peers(options):
    """Ours first, the roof last."""
    from ..ours import Ours
    from ..roof import Roof
    from . import jax_peers, numpy_peers, torch_peers

    return [
        Ours(options.library, options.threads),
        *(peer(options.threads) for module in (
            numpy_peers, torch_peers, jax_peers) for peer in module.PEERS),
        Roof(options.roof, options.threads)]

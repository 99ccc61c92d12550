"""What is measured of a linear layer whose outputs are logits."""

from importlib import import_module

from ..way import LINEAR_OPERATIONS as OPERATIONS
from ..way import OURS, OURS_SWIFT

NAME = "linear"
# Samples, features and classes.
SHAPES = ["4096×64×10", "2048×256×1000", "1024×512×8192", "512×768×32000"]
PEERS = {
    "NumPy naive": "numpy_peer.LinearNumPy",
    "PyTorch": "torch_peer.LinearTorch",
    "PyTorch chunked": "torch_peer.LinearTorchChunked",
    "torch.compile": "torch_peer.LinearTorchCompile",
    "ONNX Runtime": "onnx_peer.LinearONNXRuntime",
    "JAX": "jax_peer.LinearJAX",
}


def peer(name, options):
    """One alone, without loading the others."""
    if name in (OURS, OURS_SWIFT):
        from .ours import LinearOurs
        library = {OURS: options.openblas_library, OURS_SWIFT: options.library}
        return LinearOurs(library[name], options.threads, name)
    module, kind = PEERS[name].split(".")
    return getattr(import_module(f".{module}", __package__), kind)(
        options.threads)


def peers(options):
    """Ours first, the roof last."""
    from .products import Products

    return [
        *(peer(name, options) for name in (OURS, OURS_SWIFT, *PEERS)),
        Products(options.threads)]


def batch(sizes, ignored=0):
    from .batch import LinearBatch
    if ignored:
        raise SystemExit("Layers are measured without ignored targets.")
    return LinearBatch(*sizes)


def reference(batch):
    from .errors import LinearReference
    return LinearReference(batch)

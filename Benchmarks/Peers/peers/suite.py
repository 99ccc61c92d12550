"""What is measured of batches of logits. A suite is asked for its peers when
the processors are chosen, because these look at them when they are loaded."""

from .way import OPERATIONS

NAME = "logits"
SHAPES = ["65536×10", "16384×100", "4096×1000", "512×32000", "128×128256",
          "1×1000", "32×1000"]


def peers(options):
    """Ours first, the roof last."""
    from .jax_peer import JAX
    from .numpy_peer import NumPy
    from .onnx_peer import ONNXRuntime
    from .ours import Ours
    from .roof import Roof
    from .torch_peer import Torch, TorchCompile

    return [
        Ours(options.library, options.threads),
        *(peer(options.threads)
          for peer in (NumPy, Torch, TorchCompile, ONNXRuntime, JAX)),
        Roof(options.roof, options.threads)]


def batch(sizes):
    from .batch import Batch
    return Batch(*sizes)


def reference(batch):
    from .errors import Reference
    return Reference(batch)

"""What is measured of batches of logits. A suite is asked for its peers when
the processors are chosen, because these look at them when they are loaded."""

from .way import OPERATIONS

NAME = "logits"
# Samples, classes and the percentage of the targets that are ignored.
SHAPES = ["65536×2", "65536×3", "65536×10", "65536×32", "16384×100",
          "16384×100-25%", "4096×1000", "512×32000", "128×128256", "32×1000",
          "1×10", "1×100", "1×1000"]


def peers(options):
    """Ours first, the roof last."""
    from .c_loop import CLoop
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
        CLoop(options.loop),
        Roof(options.roof, options.threads)]


def batch(sizes, ignored):
    from .batch import Batch
    return Batch(*sizes, ignored)


def reference(batch):
    from .errors import Reference
    return Reference(batch)

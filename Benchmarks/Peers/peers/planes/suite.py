"""What is measured of planes: N × C × H × W, and classes × samples."""

from ..way import OPERATIONS

NAME = "planes"
# Images, classes, height and width; softmax along axis 0 of a matrix is that of
# one image.
SHAPES = ["2×21×256×256", "1×1000×64×64"]


def peers(options):
    """Ours first, the roof last."""
    from ..numpy_peer import NumPy
    from ..ours import Ours
    from ..roof import Roof
    from ..torch_peer import Torch, TorchCompile

    return [
        Ours(options.library, options.threads),
        *(peer(options.threads) for peer in (NumPy, Torch, TorchCompile)),
        Roof(options.roof, options.threads)]


def batch(sizes, ignored=0):
    from .batch import PlanesBatch
    if ignored:
        raise SystemExit("Planes are measured without ignored targets.")
    return PlanesBatch(*sizes)


def reference(batch):
    from .errors import PlanesReference
    return PlanesReference(batch)

import swift_logits.torch
from torch.nn import functional

from ..torch_peer import Torch, backward, tensors
from ..way import OURS_TORCH


class CalledTorch(Torch):
    beside = OURS_TORCH
    cross_entropy = staticmethod(functional.cross_entropy)

    def ways(self, operation, batch):
        x, t, _ = tensors(batch)
        return {"backward": backward(self.cross_entropy, [x], t)}


class OursTorch(CalledTorch):
    name = OURS_TORCH
    version = swift_logits.__version__
    cross_entropy = staticmethod(swift_logits.torch.cross_entropy)


PEERS = OursTorch, CalledTorch

"""PyTorch as it is, without its compiler."""

import torch
from torch.nn.functional import cross_entropy


class Torch:
    name = "PyTorch"
    version = torch.__version__
    # Such as AVX2: what its own loops are compiled for.
    instructions = torch.backends.cpu.get_cpu_capability()

    def __init__(self):
        # Its sums depend on the number.
        torch.set_num_threads(1)

    def softmax(self, logits):
        return torch.softmax(torch.from_numpy(logits), 1).numpy()

    def log_softmax(self, logits):
        return torch.log_softmax(torch.from_numpy(logits), 1).numpy()

    def losses(self, logits, targets):
        """Of the samples, and their mean."""
        x, t = torch.from_numpy(logits), torch.from_numpy(targets)
        return (cross_entropy(x, t, reduction="none").numpy(),
                cross_entropy(x, t).numpy())

    def gradient(self, logits, targets):
        x = torch.from_numpy(logits).requires_grad_()
        cross_entropy(x, torch.from_numpy(targets)).backward()
        return x.grad.numpy()

"""The ways to compute the loss of a linear layer's outputs."""

import torch.nn.functional as F

import swift_logits.torch as ours

PYTORCH = "PyTorch"
LOSS = "swift-logits, loss"
FUSED = "swift-logits, fused head"

WAYS = {
    PYTORCH: lambda head, features, targets: F.cross_entropy(
        head(features), targets
    ),
    LOSS: lambda head, features, targets: ours.cross_entropy(
        head(features), targets
    ),
    FUSED: lambda head, features, targets: ours.linear_cross_entropy(
        features, head.weight, targets, linear_bias=head.bias
    ),
}

"""The errors of swift-logits and of PyTorch on the same logits: run.py starts
this with one thread."""

import argparse
import json

from peers.accuracy import check, divergence, exact, functions, inputs
from peers.accuracy.errors import Errors
from peers.accuracy.ours import Ours
from peers.accuracy.torch_peer import Torch


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--library", required=True)
    parser.add_argument("--command", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--quick", action="store_true")
    return parser.parse_known_args()[0]


def errors(peer, logits, targets, measure):
    return (measure.of_softmax(peer.softmax(logits))
            | measure.of_logs(peer.log_softmax(logits))
            | measure.of_losses(*peer.losses(logits, targets))
            | measure.of_gradient(peer.gradient(logits, targets)))


def main():
    options = arguments()
    exact.require_wider_type()
    check.reference()
    peers = [Ours(options.library), Torch()]
    elements = 2**14 if options.quick else 2**20
    cases = []
    for type_, dtype in inputs.TYPES.items():
        for classes in inputs.CLASSES:
            for name in inputs.DISTRIBUTIONS:
                logits, targets = inputs.batch(name, classes, dtype, elements)
                measure = Errors(exact.Exact(logits, targets), dtype)
                cases.append({
                    "type": type_, "classes": classes, "logits": name,
                    "samples": len(logits),
                    "errors": {peer.name: errors(
                        peer, logits, targets, measure) for peer in peers}})
    with open(options.output, "w") as file:
        json.dump({
            "versions": {peer.name: peer.version for peer in peers},
            "instructions of PyTorch": Torch.instructions,
            "cases": cases,
            "divergences": divergence.measured(options.command),
            "functions of PyTorch": functions.of_torch()}, file)


if __name__ == "__main__":
    main()

"""Measures all peers with one number of threads, which some of them take only
at their start: run.py starts one of these for each."""

import argparse
import json
import os
import statistics
import sys

from peers import measure
from peers.processors import pin


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--library", required=True)
    parser.add_argument("--roof", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--shapes", type=str.split)
    parser.add_argument("--operations", type=lambda text: text.split(","))
    return parser.parse_args()


SHAPES = ["65536×10", "16384×100", "4096×1000", "512×32000", "128×128256",
          "1×1000", "32×1000"]


def note(text):
    print(text, file=sys.stderr, flush=True)


def ways_of(peers, operation, batch):
    """name → its quickest way, and that way's label."""
    chosen = {}
    for peer in peers:
        try:
            ways = peer.ways(operation, batch)
            label = measure.fastest(ways)
            chosen[peer.name] = label, ways[label]
        except Exception as error:  # A peer that cannot is left out, and said.
            note(f"{peer.name}, {operation}, {batch.name}: {error}")
    return chosen


def main():
    options = arguments()
    processors = pin(options.threads)
    # These look at the processors when they are loaded.
    from peers.batch import Batch
    from peers.errors import Reference
    from peers.jax_peer import JAX
    from peers.numpy_peer import NumPy
    from peers.onnx_peer import ONNXRuntime
    from peers.ours import Ours
    from peers.roof import Roof
    from peers.torch_peer import Torch, TorchCompile
    from peers.way import OPERATIONS

    ours = Ours(options.library, options.threads)
    peers = [ours] + [
        peer(options.threads)
        for peer in (NumPy, Torch, TorchCompile, ONNXRuntime, JAX)]
    roof = Roof(options.roof, options.threads)
    budget = measure.Budget.of(options.quick, options.threads)
    empty = measure.rounds({"empty": ours.empty_call}, budget)["empty"]

    cases = []
    for shape in options.shapes or SHAPES:
        batch = Batch(*map(int, shape.replace("x", "×").split("×")))
        reference = Reference(batch)
        for operation in options.operations or OPERATIONS:
            note(f"{options.threads} threads, {operation}, {batch.name}")
            chosen = ways_of(peers + [roof], operation, batch)
            errors = {}
            for name, (_, way) in chosen.items():
                if name != roof.name:
                    batch.output.fill(float("nan"))
                    way.call()
                    errors[name] = reference.errors(operation, way.result())
            times = measure.rounds(
                {name: way.call for name, (_, way) in chosen.items()}, budget)
            cases.append(summary(
                operation, batch, chosen, times, errors, ours.name))
    with open(options.output, "w") as file:
        json.dump({
            "threads": options.threads,
            "processors": processors,
            "empty call ns": statistics.median(empty),
            "versions": {peer.name: peer.version for peer in peers},
            "cases": cases,
        }, file)


def summary(operation, batch, chosen, times, errors, ours):
    peers = {}
    for name, spent in times.items():
        low, median, high = measure.quartiles(spent)
        peers[name] = {
            "ns": median, "quartiles": [low, high],
            "ns per element": median / batch.elements,
            "way": chosen[name][0],
            "errors": errors.get(name),
            "time over ours": measure.paired_ratio(spent, times[ours]),
        }
    return {
        "operation": operation, "samples": batch.samples,
        "classes": batch.classes, "rounds": len(times[ours]), "peers": peers,
    }


if __name__ == "__main__":
    main()

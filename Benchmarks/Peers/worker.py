"""Measures all peers with one number of threads, which some of them take only
at their start: run.py starts one of these for each."""

import argparse
import json
import statistics

from peers import measure, session
from peers.processors import pin

SHAPES = ["65536×10", "16384×100", "4096×1000", "512×32000", "128×128256",
          "1×1000", "32×1000"]


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--library", required=True)
    parser.add_argument("--roof", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--shapes", type=str.split, default=SHAPES)
    parser.add_argument("--operations", type=lambda text: text.split(","))
    return parser.parse_args()


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
    for shape in options.shapes:
        batch = Batch(*map(int, shape.replace("x", "×").split("×")))
        reference = Reference(batch)
        for operation in options.operations or OPERATIONS:
            cases.append(session.case(
                operation, batch, [*peers, roof], reference, budget))
    with open(options.output, "w") as file:
        json.dump({
            "threads": options.threads,
            "processors": processors,
            "empty call ns": statistics.median(empty),
            "versions": {peer.name: peer.version for peer in peers},
            "cases": cases,
        }, file)


if __name__ == "__main__":
    main()

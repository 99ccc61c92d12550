"""The memory that one call of one peer takes, and its time: run.py starts one
of these for each, so that none finds what another has left."""

import argparse
import json
import time
from pathlib import Path

from peers.linear import suite
from peers.linear.memory import SHAPE, SMALL
from peers.processors import pin
from peers.way import LINEAR_GRADIENTS

PROCESS = Path("/proc/self")


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--peer", required=True)
    parser.add_argument("--way", required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--library", required=True)
    parser.add_argument("--openblas-library", required=True)
    parser.add_argument("--output", required=True)
    # One call is as few as there can be.
    parser.add_argument("--quick", action="store_true")
    return parser.parse_args()


def peak():
    """The most bytes that this process has had in memory."""
    for line in (PROCESS / "status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise OSError("The system does not say VmHWM.")


def forget_peak():
    (PROCESS / "clear_refs").write_text("5")


def main():
    options = arguments()
    pin(options.threads)
    peer = suite.peer(options.peer, options)

    def way_for(batch):
        return peer.ways(LINEAR_GRADIENTS, batch)[options.way]

    # Loads and starts what the first call of all does.
    small = suite.batch(SMALL)
    way_for(small).call()
    batch = suite.batch(SHAPE)
    way = way_for(batch)
    batch.clear()
    forget_peak()
    before = peak()
    start = time.perf_counter()
    way.call()
    seconds = time.perf_counter() - start
    taken = peak() - before
    loss, gradients = way.result()
    # Gradients that are not in the batch's buffers were allocated by the call.
    outputs = sum(
        theirs.nbytes for theirs, ours in zip(gradients, batch.gradients)
        if theirs.ctypes.data != ours.ctypes.data)
    Path(options.output).write_text(json.dumps({
        "peer": options.peer, "version": peer.version, "way": options.way,
        "threads": options.threads,
        "bytes": taken - outputs, "bytes of its own outputs": outputs,
        "seconds": seconds, "loss": float(loss)}))


if __name__ == "__main__":
    main()

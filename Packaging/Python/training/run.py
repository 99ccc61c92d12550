"""Trains two models, with PyTorch's loss and with ours, and compares curves,
times and memory: JSON, tables, a plot."""

import argparse
import json
import os
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
# How plots and tables look, and what the machine is, is said there.
sys.path.append(str(ROOT / "Benchmarks/Peers"))

import torch
from digits import Digits
from peers import processors
from plot import plot
from report import replaced, text
from rounds import train
from ways import WAYS
from words import Words

import swift_logits

MANUAL = ROOT / "Sources/Logits/Logits.docc"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--quick",
        action="store_true",
        help="small models, and nothing to believe of times; the manual stays "
        "as it is",
    )
    parser.add_argument(
        "--results",
        type=Path,
        default=ROOT / "Benchmarks/results",
        help="the folder for JSON",
    )
    return parser.parse_args()


def memory(way, quick):
    command = [sys.executable, HERE / "memory.py", way]
    output = subprocess.run(
        command + ["--quick"] * quick, check=True, capture_output=True
    )
    return json.loads(output.stdout)


def kept(results):
    """As JSON, with a line for each curve."""
    lines = json.dumps(results, indent=1, ensure_ascii=False)
    return re.sub(
        r"\[\s+([-\d.][^\]]*?)\s+\]",
        lambda match: "[" + " ".join(match[1].split()) + "]",
        lines,
    )


def main():
    options = arguments()
    if options.quick:
        # Small steps wait for each other's threads on a busy machine.
        os.environ["OMP_NUM_THREADS"] = "1"
        torch.set_num_threads(1)
    results = {
        "machine": processors.machine(),
        "threads": torch.get_num_threads(),
        "versions": {
            "swift-logits": swift_logits.__version__,
            "PyTorch": torch.__version__,
        },
        "quick": options.quick,
    }
    for name, task in ("digits", Digits), ("words", Words):
        print(f"Training: {name}", file=sys.stderr, flush=True)
        task = task(options.quick)
        results[name] = {**task.about, "ways": train(task)}
    results["memory"] = {way: memory(way, options.quick) for way in WAYS}
    options.results.mkdir(parents=True, exist_ok=True)
    (options.results / "training.json").write_text(kept(results) + "\n")
    picture = options.results if options.quick else MANUAL
    (picture / "training.svg").write_text(plot(results))
    print(text(results))
    if not options.quick:
        page = MANUAL / "Python.md"
        page.write_text(replaced(page.read_text(), results))


if __name__ == "__main__":
    main()

"""Measures swift-logits beside its peers: a process for each number of
threads, then tables, JSON and a plot."""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from peers import goals, plot, processors, report, suites
from peers.accuracy import section as accuracy
from peers.linear import memory
from peers.linear import report as linear_report
from peers.python import report as python_report

HERE = Path(__file__).resolve().parent
INCLUDE = HERE.parents[1] / "Sources" / "CLogits" / "include"
LOGITS, PLANES, LINEAR = "logits", "planes", "linear"
PYTHON = "python"
MEMORY = "memory"
ACCURACY = "accuracy"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true",
                        default=os.environ.get("PEERS_QUICK") == "1",
                        help="few rounds, and nothing to believe")
    parser.add_argument("--seconds", type=float, default=6,
                        help="of rounds for each case, 6 if nothing is said; "
                        "fewer take less time, and medians vary more")
    parser.add_argument("--parts", nargs="+",
                        choices=[LOGITS, PLANES, LINEAR, PYTHON, MEMORY,
                                 ACCURACY],
                        help="batches of logits, the same in planes, a linear "
                        "layer and its loss, losses by the Python package, "
                        "the memory of a linear layer; all unless shapes or "
                        "operations are chosen, which memory has not; and "
                        "errors beside PyTorch's, for the manual")
    parser.add_argument("--sweep", type=Path,
                        help="what `make sweep` printed, for the errors of "
                        "our exp and log")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--shapes", type=str.split,
                        help='such as "1x1000 16384x100-25%% 4096x64x10": '
                        "samples and classes, with a part of the targets "
                        "ignored; samples, features and classes of a linear "
                        "layer; images, classes, height and width")
    parser.add_argument("--operations", type=lambda text: text.split(","),
                        help='such as "loss,softmax,linear loss"')
    parser.add_argument("--library", required=True, help="liblogits-c.so")
    parser.add_argument("--openblas-library", required=True,
                        help="the same with OpenBLAS")
    parser.add_argument("--command", help="the command logits, for errors")
    parser.add_argument("--build", type=Path, required=True,
                        help="the folder for what is built")
    parser.add_argument("--results", type=Path,
                        default=HERE.parent / "results")
    options = parser.parse_args()
    if not options.parts:
        some = options.shapes or options.operations
        options.parts = [LOGITS, PLANES, LINEAR, PYTHON] + [MEMORY] * (not some)
    options.threads = [threads for threads in options.threads
                       if threads <= processors.available()]
    return options


def environment(threads, build):
    variables = dict(os.environ)
    variables.update(
        OMP_NUM_THREADS=str(threads), OPENBLAS_NUM_THREADS=str(threads),
        # Its threads spin for 2^20 ticks, less than the pause after each
        # timing, not for 2^26, which is into the times of others.
        OPENBLAS_THREAD_TIMEOUT="20",
        TORCHINDUCTOR_CACHE_DIR=str(build / "inductor"),
        TF_CPP_MIN_LOG_LEVEL="2")
    if threads == 1:
        variables["XLA_FLAGS"] = (
            "--xla_cpu_multi_thread_eigen=false"
            " intra_op_parallelism_threads=1")
    return variables


# Memory that a peer frees stays with the process, or those that allocate their
# results would wait for the system's pages.
KEEPS_MEMORY = {
    "GLIBC_TUNABLES": "glibc.malloc.mmap_max=0"
    f":glibc.malloc.trim_threshold={2**33}"}


def compiled(name, build):
    library = build / f"{name}.so"
    command = [os.environ.get("CC", "cc"), "-O3", "-march=native", "-fPIC",
               "-shared", "-pthread", "-I", INCLUDE, HERE / f"{name}.c",
               "-o", library, "-lm"]
    subprocess.run(command, check=True)
    return library


def child(script, options, threads, variables, **others):
    """What a script of this folder writes, in a process of its own."""
    output = options.build / "measured.json"
    others |= {"threads": threads, "library": options.library,
               "openblas-library": options.openblas_library, "output": output}
    command = [sys.executable, HERE / script]
    for name, value in others.items():
        command += [f"--{name}", str(value)]
    if options.quick:
        command.append("--quick")
    subprocess.run(
        command, check=True,
        env=environment(threads, options.build) | variables)
    return json.loads(output.read_text())


def measure(name, options, in_c):
    """The runs of a suite, or none if nothing of it was chosen."""
    shapes, operations = suites.chosen(
        suites.SUITES[name], options.shapes, options.operations)
    if not shapes or not operations:
        return []
    runs = []
    for threads in options.threads:
        print(f"Threads: {threads}", file=sys.stderr, flush=True)
        runs.append(child(
            "worker.py", options, threads, KEEPS_MEMORY, suite=name, **in_c,
            seconds=options.seconds, shapes=" ".join(shapes),
            operations=",".join(operations)))
    for run in runs if name != PYTHON else []:
        for case in run["cases"]:
            peer, ratio = goals.fastest(case)
            case["fastest"] = {"peer": peer, "time over ours": ratio}
            case["goals"] = goals.check(case)
    return runs


def measure_memory(options):
    measured = []
    for peer, way in memory.MEASURED:
        print(f"memory, {peer}, {way}", file=sys.stderr, flush=True)
        try:
            found = child("memory.py", options, max(options.threads), {},
                          peer=peer, way=way)
        except subprocess.CalledProcessError as error:
            if peer in memory.OWN:
                raise
            print(f"{peer}, {way}: {error}", file=sys.stderr, flush=True)
            continue
        measured.append(memory.judged(found))
    return measured


def main():
    options = arguments()
    options.build.mkdir(parents=True, exist_ok=True)
    options.results.mkdir(parents=True, exist_ok=True)
    file = options.results / "peers.json"
    machine = processors.machine()
    if ACCURACY in options.parts:
        accuracy.keep(
            child("accuracy.py", options, 1, KEEPS_MEMORY,
                  command=options.command), options, machine)
    if options.parts == [ACCURACY]:
        return
    in_c = {name: compiled(name, options.build) for name in ("roof", "loop")}
    # What is not measured now stays as it is, with its own date.
    results = json.loads(file.read_text()) if file.exists() else {}

    def keep(section, text):
        results.update(section)
        file.write_text(
            json.dumps(results, indent=1, ensure_ascii=False) + "\n")
        print(text + "\n", flush=True)

    about = {"machine": machine, "quick": options.quick}
    for name in (LOGITS, PLANES, LINEAR, PYTHON):
        runs = measure(name, options, in_c) if name in options.parts else []
        if not runs:
            continue
        section = {**about, "versions": runs[0]["versions"], "runs": runs}
        if name == PLANES:
            keep({PLANES: section}, report.report_of_planes(section))
        elif name == PYTHON:
            keep({PYTHON: section}, python_report.report(section))
        elif name == LINEAR:
            keep({LINEAR: section}, linear_report.report(section))
        else:
            keep(section, report.report(section))
            (options.results / "peers.svg").write_text(plot.plot(section))
    if MEMORY in options.parts:
        section = {**about, "calls": measure_memory(options)}
        keep({MEMORY: section}, linear_report.of_memory(section))


if __name__ == "__main__":
    main()

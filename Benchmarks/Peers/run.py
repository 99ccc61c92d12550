"""Measures swift-logits beside its peers: a process for each number of
threads, then tables, JSON and a plot."""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from peers import goals, plot, processors, report

HERE = Path(__file__).resolve().parent


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true",
                        default=os.environ.get("PEERS_QUICK") == "1",
                        help="few rounds, and nothing to believe")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--shapes", help='such as "1x1000 4096x1000"')
    parser.add_argument("--operations", help='such as "loss,softmax"')
    parser.add_argument("--library", required=True, help="liblogits-c.so")
    parser.add_argument("--build", type=Path, required=True,
                        help="the folder for what is built")
    parser.add_argument("--results", type=Path,
                        default=HERE.parent / "results")
    return parser.parse_args()


def environment(threads, build):
    variables = dict(os.environ)
    variables.update(
        OMP_NUM_THREADS=str(threads), OPENBLAS_NUM_THREADS=str(threads),
        # Memory that a peer frees stays with the process, or those that
        # allocate their results would wait for the system's pages.
        GLIBC_TUNABLES="glibc.malloc.mmap_max=0"
        f":glibc.malloc.trim_threshold={2**33}",
        TORCHINDUCTOR_CACHE_DIR=str(build / "inductor"),
        TF_CPP_MIN_LOG_LEVEL="2")
    if threads == 1:
        variables["XLA_FLAGS"] = (
            "--xla_cpu_multi_thread_eigen=false"
            " intra_op_parallelism_threads=1")
    return variables


def compile_roof(build):
    library = build / "roof.so"
    command = [os.environ.get("CC", "cc"), "-O3", "-march=native", "-fPIC",
               "-shared", "-pthread", HERE / "roof.c", "-o", library]
    subprocess.run(command, check=True)
    return library


def measure(threads, options, roof):
    output = options.build / f"{threads}.json"
    command = [
        sys.executable, HERE / "worker.py", "--threads", str(threads),
        "--library", options.library, "--roof", roof, "--output", output]
    if options.quick:
        command.append("--quick")
    for name in ("shapes", "operations"):
        if value := getattr(options, name):
            command += [f"--{name}", value]
    print(f"Threads: {threads}", file=sys.stderr, flush=True)
    subprocess.run(
        command, check=True, env=environment(threads, options.build))
    return json.loads(output.read_text())


def main():
    options = arguments()
    options.build.mkdir(parents=True, exist_ok=True)
    machine = processors.machine()
    roof = compile_roof(options.build)
    runs = [measure(threads, options, roof) for threads in options.threads
            if threads <= machine["cores"]]
    for run in runs:
        for case in run["cases"]:
            name, ratio = goals.fastest(case)
            case["fastest"] = {"peer": name, "time over ours": ratio}
            case["goals"] = goals.check(case)
    results = {
        "machine": machine, "quick": options.quick,
        "versions": runs[0]["versions"], "runs": runs}
    options.results.mkdir(parents=True, exist_ok=True)
    (options.results / "peers.json").write_text(
        json.dumps(results, indent=1, ensure_ascii=False) + "\n")
    (options.results / "peers.svg").write_text(plot.plot(results))
    print(report.report(results))


if __name__ == "__main__":
    main()

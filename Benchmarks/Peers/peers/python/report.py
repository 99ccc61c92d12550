"""The tables of the Python package, in Markdown."""

from ..errors import EPSILON, MEASURES
from ..report import SECOND, heading, number, table, ways
from ..summary import shape
from ..way import OURS, OURS_JAX, OURS_NUMPY, OURS_TORCH

# What a user calls, and what takes its place.
PAIRS = {"NumPy naive": OURS_NUMPY, "PyTorch": OURS_TORCH, "JAX": OURS_JAX}


def of_run(run):
    """One table, as README.md shows it."""
    threads = "one thread" if run["threads"] == 1 else (
        f"{run['threads']} threads")

    def time(peers, name):
        return number(peers[name]["ns"] / 1000) if name in peers else "–"

    rows = []
    for case in run["cases"]:
        peers = case["peers"]
        row = [shape(case), time(peers, OURS)]
        for theirs, ours in PAIRS.items():
            ratio = peers.get(theirs, {}).get("time over ours")
            row += [time(peers, theirs), time(peers, ours),
                    "–" if ratio is None else f"{ratio:.1f} ×"]
        rows.append(row)
    head = [f"µs a call, {threads}", "C interface"]
    for theirs, ours in PAIRS.items():
        head += [theirs, ours, "theirs ÷ ours"]
    return table(head, rows)


def of_errors(cases, names, measure):
    return table(["error / 2⁻²³", *names], [
        [shape(case),
         *(f"{case['peers'][name]['errors'][measure] / EPSILON:.2g}"
           if name in case["peers"] else "–" for name in names)]
        for case in cases])


def report(section):
    names = list(section["versions"])
    lines = [*heading("The Python package", section),
             "A loss and its gradient, as users call them."]
    for run in section["runs"]:
        lines += ["", of_run(run)]
    cases = section["runs"][0]["cases"]
    lines += ["", "The fastest ways, and for how many of the shapes:", "",
              *ways(cases, names)]
    operation = cases[0]["operation"]
    for index, measure in enumerate(cases[0]["peers"][OURS]["errors"]):
        text = SECOND[measure] if index else MEASURES[operation]
        lines += ["", f"Errors against float64 ({text}):", "",
                  of_errors(cases, names, measure)]
    return "\n".join(lines)

"""One table of all shapes, as README.md shows it."""

from .way import OPERATIONS, OURS

LEFT_OUT = {"NumPy naive"}


def number(value):
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def summary(results):
    """The times of the first run, and how much longer the fastest of the
    others takes in each run."""
    first, *others = results["runs"]
    names = [name for name in results["versions"]
             if name not in LEFT_OUT | {OURS}]
    threads = {1: "one thread"}.get(
        first["threads"], f"{first['threads']} threads")
    head = [f"ns per Float, {threads}", "samples × classes", OURS, *names,
            "fastest ÷ ours",
            *(f"with {run['threads']} threads" for run in others)]
    lines = ["| " + " | ".join(head) + " |",
             "|---|---|" + "--:|" * (len(head) - 2)]
    for operation in OPERATIONS:
        label = operation
        for case in first["cases"]:
            if case["operation"] != operation:
                continue
            peers = case["peers"]
            ratios = [same(run, case)["fastest"]["time over ours"]
                      for run in results["runs"]]
            cells = [
                label, f"{case['samples']} × {case['classes']}",
                f"**{number(peers[OURS]['ns per element'])}**",
                *(number(peers[name]["ns per element"])
                  if name in peers else "–" for name in names),
                *(f"{ratio:.2f} ×" if ratio < 1.1 else f"{ratio:.1f} ×"
                  for ratio in ratios)]
            lines.append("| " + " | ".join(cells) + " |")
            label = ""
    return "\n".join(lines)


def same(run, case):
    return next(
        other for other in run["cases"]
        if all(other[key] == case[key]
               for key in ("operation", "samples", "classes")))

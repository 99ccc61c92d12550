"""One table of all shapes, as README.md shows it."""

from .way import LINEAR_OPERATIONS, OPERATIONS, OURS, ROOF

LEFT_OUT = {"NumPy naive"}


def shape(case):
    return "×".join(str(case[size]) for size in
                    ("samples", "features", "classes") if size in case)


def number(value):
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def of_logits(results):
    return summary(
        results, OPERATIONS, "ns per Float", "samples × classes",
        lambda peer: peer["ns per element"], {})


def of_linear(results):
    return summary(
        results, LINEAR_OPERATIONS, "ms", "n × d × classes",
        lambda peer: peer["ns"] / 1e6,
        {OURS: f"{OURS} (OpenBLAS)", ROOF: "bare products"})


def summary(results, operations, unit, sizes, value, labels):
    """The times of the first run, and how much longer the fastest of the
    others takes in each run; the roof too if it has a label."""
    first, *others = results["runs"]
    names = [name for name in [*results["versions"], ROOF]
             if name not in LEFT_OUT | {OURS}
             and (name != ROOF or ROOF in labels)]
    threads = {1: "one thread"}.get(
        first["threads"], f"{first['threads']} threads")
    head = [f"{unit}, {threads}", sizes,
            *(labels.get(name, name) for name in [OURS, *names]),
            "fastest ÷ ours",
            *(f"with {run['threads']} threads" for run in others)]
    lines = ["| " + " | ".join(head) + " |",
             "|---|---|" + "--:|" * (len(head) - 2)]
    for operation in operations:
        label = operation
        for case in first["cases"]:
            if case["operation"] != operation:
                continue
            peers = case["peers"]
            ratios = [same(run, case)["fastest"]["time over ours"]
                      for run in results["runs"]]
            cells = [
                label, shape(case).replace("×", " × "),
                f"**{number(value(peers[OURS]))}**",
                *(number(value(peers[name])) if name in peers else "–"
                  for name in names),
                *(f"{ratio:.2f} ×" if ratio < 1.1 else f"{ratio:.1f} ×"
                  for ratio in ratios)]
            lines.append("| " + " | ".join(cells) + " |")
            label = ""
    return "\n".join(lines)


def same(run, case):
    return next(
        other for other in run["cases"]
        if (other["operation"], shape(other))
        == (case["operation"], shape(case)))

"""One table of all shapes, as README.md shows it."""

from statistics import geometric_mean

from .way import LINEAR_OPERATIONS, OPERATIONS, OURS, ROOF

LEFT_OUT = {"NumPy naive"}


def shape(case):
    if "axes" in case:
        return case["axes"]
    sizes = "×".join(str(case[size]) for size in
                     ("samples", "features", "classes") if size in case)
    ignored = case.get("ignored %")
    return sizes + (f", {ignored} % ignored" if ignored else "")


def is_row(case):
    """Of a single row the time of a call says more than that of a Float."""
    return case["samples"] == 1 and "features" not in case


def title(case):
    return shape(case).replace("×", " × ") + (
        ", ns a call" if is_row(case) else "")


def ns(case, peer):
    return peer["ns" if is_row(case) else "ns per element"]


def mean_ratio(run):
    """The time of the fastest peer of each case over ours."""
    return geometric_mean(
        case["fastest"]["time over ours"] for case in run["cases"])


def times(ratio):
    return f"{ratio:.2f} ×" if ratio < 1.1 else f"{ratio:.1f} ×"


def number(value):
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def of_logits(results):
    return summary(
        results, OPERATIONS, "ns per Float", "samples × classes", ns, {})


def of_planes(results):
    return summary(
        results, OPERATIONS, "ns per Float", "N × C × H × W", ns, {})


def of_linear(results):
    return summary(
        results, LINEAR_OPERATIONS, "ms", "n × d × classes",
        lambda case, peer: peer["ns"] / 1e6,
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
                label, title(case), f"**{number(value(case, peers[OURS]))}**",
                *(number(value(case, peers[name])) if name in peers else "–"
                  for name in names),
                *map(times, ratios)]
            lines.append("| " + " | ".join(cells) + " |")
            label = ""
    cells = ["geometric mean", *[""] * (len(names) + 2),
             *(times(mean_ratio(run)) for run in results["runs"])]
    lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def same(run, case):
    return next(
        other for other in run["cases"]
        if (other["operation"], shape(other))
        == (case["operation"], shape(case)))

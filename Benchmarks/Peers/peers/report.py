"""The tables, in Markdown."""

from collections import Counter
from statistics import median

from .errors import EPSILON, MEASURES
from .goals import LARGE, fastest
from .summary import mean_ratio, ns, of_logits, of_planes, shape, title
from .way import (
    GRADIENT, LINEAR_GRADIENTS, LINEAR_LOSS, LINEAR_OPERATIONS, LOG_SOFTMAX,
    LOSS, OPERATIONS, OURS, ROOF, SOFTMAX)

SECOND = {"absolute": "largest absolute error",
          "dW": "largest error of dW, relative to its largest element",
          "db": "largest error of db, relative to its largest element",
          "loss, relative": "relative error of the loss"}
ROOFS = {SOFTMAX: "copy", LOG_SOFTMAX: "copy", LOSS: "read", GRADIENT: "copy",
         LINEAR_LOSS: "product", LINEAR_GRADIENTS: "products"}
SPEED_GOALS = {"ratio": "≥{:g}×", "share": "≥{:g}",
               "products": "≤{:g} × products"}


def table(head, rows):
    widths = [max(map(len, column)) for column in zip(head, *rows)]

    def line(cells):
        first, *others = zip(cells, widths)
        padded = [first[0].ljust(first[1])]
        return "| " + " | ".join(
            padded + [cell.rjust(width) for cell, width in others]) + " |"

    rule = "|" + "-" * (widths[0] + 2) + "|" + "".join(
        "-" * (width + 1) + ":|" for width in widths[1:])
    return "\n".join([line(head), rule, *map(line, rows)])


def number(value):
    return f"{value:#.3g}".rstrip(".") if value < 1000 else f"{value:.0f}"


def verdict(met):
    return "met" if met else "missed"


def times(cases, names):
    operation = cases[0]["operation"]
    linear, roof = operation in LINEAR_OPERATIONS, ROOFS[operation]

    def time(case, peer):
        return number(peer["ns"] / 1e6 if linear else ns(case, peer))

    rows = []
    for case in cases:
        peers = case["peers"]
        name, ratio = fastest(case)
        marks = [
            SPEED_GOALS[goal["kind"]].format(goal["limit"]) + " "
            + verdict(goal["met"])
            for goal in case["goals"] if goal["kind"] in SPEED_GOALS]
        over = peers[ROOF]["time over ours"]
        rows.append([
            title(case),
            *(time(case, peers[name]) if name in peers else "–"
              for name in names),
            time(case, peers[ROOF]), f"{ratio:.2f}", name,
            f"{1 / over if linear else over:.2f}", ", ".join(marks) or "–"])
    return table(
        ["ms" if linear else "ns per element", *names, roof, "fastest ÷ ours",
         "fastest", f"ours ÷ {roof}" if linear else f"{roof} ÷ ours", "goals"],
        rows)


def errors(cases, names, measure):
    rows = []
    for case in cases:
        found = {name: (case["peers"].get(name) or {}).get("errors")
                 for name in names}
        marks = [
            f"≤{goal['kind'].removeprefix(measure + ' error, ')} "
            + verdict(goal["met"])
            for goal in case["goals"]
            if goal["kind"].startswith(measure + " error")]
        rows.append([
            shape(case),
            *(f"{found[name][measure] / EPSILON:.2g}" if found[name] else "–"
              for name in names),
            ", ".join(marks)])
    return table(["error / 2⁻²³", *names, "goals"], rows)


def ways(cases, names):
    """Which of a peer's ways was the fastest, and how often."""
    for name in names:
        count = Counter(
            case["peers"][name]["way"] for case in cases
            if name in case["peers"])
        if count and (len(count) > 1 or name != OURS):
            yield f"- {name}: " + "; ".join(
                f"{way} ({times})" for way, times in count.most_common())


def of_operation(operation, cases, names):
    lines = [times(cases, names), "", "The fastest ways, and for how many "
             "of the shapes:", "", *ways(cases, names)]
    for index, measure in enumerate(cases[0]["peers"][OURS]["errors"]):
        text = SECOND[measure] if index else MEASURES[operation]
        lines += ["", f"Errors against float64 ({text}):", "",
                  errors(cases, names, measure)]
    return lines


def totals(runs):
    goals = [goal for run in runs for case in run["cases"]
             for goal in case["goals"]]
    met = Counter(goal["kind"].split()[-1] for goal in goals if goal["met"])
    every = Counter(goal["kind"].split()[-1] for goal in goals)
    words = {"ratio": "ratio to the fastest peer", "share": "share of the roof",
             "products": "time over that of the bare products",
             "PyTorch's": "error at most PyTorch's", "4ε": "error at most 4ε"}
    return ["", "## Goals", "",
            *(f"- {words[kind]}: {met[kind]} of {count} met"
              for kind, count in every.items())]


def spread(run):
    """How unquiet the machine was."""
    ours = [case["peers"][OURS] for case in run["cases"]]
    return median(
        (peer["quartiles"][1] - peer["quartiles"][0]) / peer["ns"]
        for peer in ours)


def of_machine(machine):
    caches = ", ".join(f"{name} {size}"
                       for name, size in machine["caches"].items())
    return (
        f"{machine['processor']}, {machine['cores']} cores, {caches}, "
        f"{machine['system']}, Python {machine['Python']}, {machine['date']}, "
        f"load average at the start {machine['load average'][0]}.")


def heading(title, section):
    return [
        f"# {title}", "", of_machine(section["machine"]),
        ", ".join(f"{name} {version}" for name, version
                  in section["versions"].items()) + ".",
        "float32, int64 class indices; times are medians of interleaved "
        "rounds, ratios medians of the rounds' ratios."]


def of_run(run, operations, names):
    threads = f"{run['threads']} thread" + "s" * (run["threads"] > 1)
    lines = [
        "", f"## {threads}", "",
        f"An empty C call from Python takes {run['empty call ns']:.0f} ns; "
        "it is in all times of swift-logits, as is every peer's own way "
        f"in. Quartiles of swift-logits lie {spread(run):.0%} apart (the "
        "median over the cases): much of that is a busy machine. The "
        "fastest peers take "
        f"{mean_ratio(run):.2f} times as long, the geometric mean of all "
        f"{len(run['cases'])} cases."]
    for operation in operations:
        cases = [case for case in run["cases"]
                 if case["operation"] == operation]
        if cases:
            lines += ["", f"### {operation}, {threads}", "",
                      *of_operation(operation, cases, names)]
    return lines


def report(results):
    lines = [
        *heading("swift-logits and its peers", results),
        f"The roof is a goal where the logits have {LARGE // 10**6} MB or "
        "more; smaller ones stay in a cache.",
        "", of_logits(results)]
    for run in results["runs"]:
        lines += of_run(run, OPERATIONS, list(results["versions"]))
    return "\n".join(lines + totals(results["runs"]))


def report_of_planes(section):
    lines = [
        *heading("Planes", section),
        "Shapes are N × C × H × W, classes on axis 1; of one image they are "
        "those of a matrix of classes × samples.",
        "", of_planes(section)]
    for run in section["runs"]:
        lines += of_run(run, OPERATIONS, list(section["versions"]))
    return "\n".join(lines + totals(section["runs"]))

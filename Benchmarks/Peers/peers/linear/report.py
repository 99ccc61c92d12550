"""The tables of a linear layer whose outputs are logits, in Markdown."""

from ..report import heading, of_machine, of_run, table, totals, verdict
from ..summary import of_linear
from ..way import LINEAR_OPERATIONS, OURS, OURS_SWIFT
from .memory import MB, SHAPE


def report(section):
    lines = [
        *heading("A linear layer and its loss", section),
        "Shapes are samples × features × classes: the logits are X Wᵀ + b, the "
        "gradients those of X, W and b.",
        f"{OURS} takes its products from OpenBLAS, and the goals are its own; "
        f"{OURS_SWIFT} does without, and is no peer.",
        "", of_linear(section)]
    for run in section["runs"]:
        lines += of_run(run, LINEAR_OPERATIONS, list(section["versions"]))
    return "\n".join(lines + totals(section["runs"]))


def of_memory(section):
    calls = section["calls"]
    threads = calls[0]["threads"]
    rows = [
        [call["peer"], call["way"], f"{call['bytes'] / MB:.0f}",
         f"{call['seconds']:.1f}",
         ", ".join(f"≤{goal['limit']} MB {verdict(goal['met'])}"
                   for goal in call["goals"]) or "–"]
        for call in calls]
    return "\n".join([
        "# The memory of a linear layer's loss", "",
        of_machine(section["machine"]),
        f"A loss and its gradients, {'×'.join(map(str, SHAPE))}, "
        f"{threads} thread" + "s" * (threads > 1) + ": the most memory of a "
        "process in the call, above what it had before and above the "
        "gradients. MB are 2²⁰ bytes; of one call, so times are rough.", "",
        table(["peer", "way", "MB", "seconds", "goal"], rows)])

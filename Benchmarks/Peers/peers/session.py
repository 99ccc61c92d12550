"""One case: every peer's fastest way, its errors, and its times in the same
rounds. Operations and batches are the callers'."""

import sys

from . import measure
from .way import NO_PEERS, OURS, ROOF


def note(text):
    print(text, file=sys.stderr, flush=True)


def choose(peers, operation, batch, budget):
    """name → the label of its fastest way, and the way."""
    chosen = {}
    for peer in peers:
        try:
            ways = peer.ways(operation, batch)
            if not ways:
                continue
            label = measure.fastest(ways, budget.trials)
            chosen[peer.name] = label, ways[label]
        except Exception as error:  # A peer that cannot is a dash, and said.
            if peer.name in NO_PEERS:
                raise
            note(f"{peer.name}, {operation}, {batch.name}: "
                 + str(error).split("\n")[0])
    return chosen


def case(operation, batch, peers, reference, budget):
    note(f"{operation}, {batch.name}")
    chosen = choose(peers, operation, batch, budget)
    errors = {}
    for name, (_, way) in chosen.items():
        if name != ROOF:
            # So that what is not written shows.
            batch.clear()
            way.call()
            errors[name] = reference.errors(operation, way.result())
    times = measure.rounds(
        {name: way.call for name, (_, way) in chosen.items()}, budget)
    # What each is compared with.
    beside = {peer.name: getattr(peer, "beside", OURS) for peer in peers}
    found = {}
    for name, spent in times.items():
        low, median, high = measure.quartiles(spent)
        found[name] = {
            "ns": median, "quartiles": [low, high],
            "ns per element": median / batch.elements,
            "way": chosen[name][0],
            "errors": errors.get(name),
            "time over ours": measure.paired_ratio(
                spent, times[beside[name]]),
        }
    return {"operation": operation, **batch.sizes,
            "rounds": len(times[OURS]), "peers": found}

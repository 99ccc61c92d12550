"""Interleaved rounds. This knows nothing of what the calls compute."""

import gc
import random
import statistics
import time
from dataclasses import dataclass
from itertools import repeat
from math import ceil

CLOCK = time.perf_counter_ns
# A timing shorter than this says more about the clock.
SHORTEST = 1_000_000
# Calls quicker than this are called once untimed, so that their threads are
# awake and their data where the last call left them.
WARM = 20_000_000


@dataclass
class Budget:
    seconds: float
    least: int
    most: int
    # Of each way of a peer, before the rounds.
    trials: int
    # After each timing, so that no peer's threads still spin in the next one's.
    pause: float = 0

    @staticmethod
    def of(seconds, threads):
        pause = 0.005 if threads > 1 else 0
        return Budget(seconds, max(3, round(2.5 * seconds)),
                      ceil(25 * seconds), 2 + round(seconds / 2), pause)


def timed(call, times):
    start = CLOCK()
    for _ in repeat(None, times):
        call()
    return (CLOCK() - start) / times


def estimate(call):
    """ns of a call, roughly; the first calls compile and allocate."""
    call()
    if (spent := timed(call, 1)) > WARM:
        return spent
    times = 1
    while (spent := timed(call, times)) * times < SHORTEST / 4:
        times *= 4
    return spent


def fastest(ways, trials):
    """The label of the quickest way, tried in turns."""
    if len(ways) == 1:
        return next(iter(ways))
    estimates = {label: estimate(way.call) for label, way in ways.items()}
    times = {label: max(1, ceil(SHORTEST / estimates[label]))
             for label in ways}
    spent = {label: [] for label in ways}
    for _ in range(trials):
        for label, way in ways.items():
            if estimates[label] < WARM:
                way.call()
            spent[label].append(timed(way.call, times[label]))
    return min(ways, key=lambda label: min(spent[label]))


def rounds(calls, budget, seed=1):
    """name → ns of a call in each round. In a round every call is timed once;
    their order is another one each time."""
    estimates = {name: estimate(call) for name, call in calls.items()}
    times = {name: max(1, ceil(SHORTEST / spent))
             for name, spent in estimates.items()}
    spent = {name: [] for name in calls}
    order = list(calls)
    shuffle = random.Random(seed).shuffle
    gc.collect()
    gc.disable()
    try:
        start = time.monotonic()
        for done in range(budget.most):
            late = time.monotonic() - start > budget.seconds
            if late and done >= budget.least:
                break
            shuffle(order)
            for name in order:
                if budget.pause:
                    time.sleep(budget.pause)
                if estimates[name] < WARM:
                    calls[name]()
                spent[name].append(timed(calls[name], times[name]))
    finally:
        gc.enable()
    return spent


def quartiles(values):
    if len(values) < 2:
        return [values[0]] * 3
    return statistics.quantiles(values, n=4, method="inclusive")


def paired_ratio(numerator, denominator):
    """The median of the rounds' ratios: a slow moment of the machine is in
    both."""
    return statistics.median(a / b for a, b in zip(numerator, denominator))

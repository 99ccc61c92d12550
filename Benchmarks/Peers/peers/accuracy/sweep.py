"""Our exp and log in ulps, as `make sweep` prints them."""

import re

from ..way import OURS

SWEPT = re.compile(
    r"^(?P<table>\w+) +(?P<function>exp|log), (?P<type>Float|Double) +"
    r"(long rows|short rows)? +(?P<points>\d+) points, "
    r"max (?P<largest>[\d.]+) ulp at +(?P<at>[-\d.e+]+), "
    r"mean (?P<mean>[\d.]+)$", re.MULTILINE)


def read(text):
    """Ours, from the lines of a sweep; long rows and short ones as one."""
    found = {}
    for match in SWEPT.finditer(text):
        largest, at, mean = (
            float(match[name]) for name in ("largest", "at", "mean"))
        points = int(match["points"])
        key = match["table"], match["function"], match["type"]
        row = found.setdefault(key, {
            "peer": OURS, **match.groupdict(), "points": 0, "largest": -1.0,
            "mean": 0.0})
        if largest > row["largest"]:
            row |= {"largest": largest, "at": at}
        total = row["mean"] * row["points"] + mean * points
        row["points"] += points
        row["mean"] = total / row["points"]
    if not found:
        raise SystemExit("That is not what `make sweep` prints.")
    return list(found.values())

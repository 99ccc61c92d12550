"""The tables of the manual's page on accuracy, between its two marks."""

from ..report import table
from ..way import OURS
from . import inputs

BEGIN = "<!-- These tables are what `make accuracy` found. -->"
END = "<!-- Here they end. -->"
PYTORCH = "PyTorch"
COLUMNS = ["softmax", "log-softmax", "log-softmax, relative", "loss",
           "mean loss", "gradient", "gradient, relative"]
MEAN, BELOW = "softmax, mean", "softmax, below normal"
EPSILONS = {"Float": 2.0**-23, "Double": 2.0**-52}
UNITS = {"Float": "2⁻²³", "Double": "2⁻⁵²"}
# From half the result on, an error leaves no digit of it.
LOST = 0.5


def figure(value, type_):
    if value is None:
        return "–"
    if not value * EPSILONS[type_] < LOST:
        return "lost"
    if value >= 9999.5:
        mantissa, exponent = f"{value:.1e}".split("e")
        return f"{mantissa}e{int(exponent)}"
    return f"{value:.0f}" if value >= 9.95 else f"{value:.2f}"


def pair(errors, column, type_):
    """Ours and PyTorch's; the smaller one is bold where they differ as they
    are written."""
    ours, other = errors[OURS][column], errors[PYTORCH][column]
    left, right = figure(ours, type_), figure(other, type_)
    if left == right:
        return left if ours is None else f"{left} / {right}"
    if ours < other:
        return f"**{left}** / {right}"
    return f"{left} / **{right}**"


def worst(cases):
    """The largest errors of each peer, whatever the cases they are from."""
    columns = cases[0]["errors"][OURS]
    return {
        peer: {column: max(
            (case["errors"][peer][column] for case in cases
             if case["errors"][peer][column] is not None), default=None)
            for column in columns}
        for peer in (OURS, PYTORCH)}


def of_distributions(cases, type_):
    rows = []
    for name in inputs.DISTRIBUTIONS:
        found = worst([case for case in cases if case["logits"] == name])
        rows.append([name, *(pair(found, column, type_)
                             for column in COLUMNS)])
    return table([f"{type_}, worst of all sizes", *COLUMNS], rows)


def of_classes(cases, type_):
    columns = [COLUMNS[0], MEAN, *COLUMNS[1:]]
    rows = []
    for case in cases:
        if case["logits"] == inputs.ORDINARY:
            rows.append([
                f"{case['samples']} × {case['classes']}",
                *(pair(case["errors"], column, type_) for column in columns)])
    return table([f"{type_}, {inputs.ORDINARY}", *columns], rows)


def below_normal(cases):
    for type_ in inputs.TYPES:
        found = worst([case for case in cases if case["type"] == type_])
        ours, other = (found[peer][BELOW] for peer in (OURS, PYTORCH))
        yield f"- {type_}: {ours:.3g} / {other:.2g}"


def better_elsewhere(cases):
    """Where PyTorch's error is at most half of ours, and ours above a unit."""
    count, found = 0, {}
    for case in cases:
        for column in COLUMNS:
            ours, other = (
                case["errors"][peer][column] for peer in (OURS, PYTORCH))
            if ours is None:
                continue
            count += 1
            if ours > 1 and other <= ours / 2:
                found.setdefault((case["type"], case["logits"], column), []
                                 ).append((case["classes"], ours, other))
    lines = [
        f"- {type_}, {name}, {column}: " + "; ".join(
            f"{classes} classes {figure(ours, type_)} / "
            f"**{figure(other, type_)}**" for classes, ours, other in cases)
        for (type_, name, column), cases in found.items()]
    number = sum(map(len, found.values()))
    return [f"Of {count} pairs of errors behind these tables, ours is above a "
            f"unit and at least twice PyTorch's in {number}:", "", *lines]


def of_functions(rows):
    return table(
        ["ulps", "", "points", "largest", "mean"],
        [[f"{row['function']}, {row['type']}", by(row), str(row["points"]),
          f"{row['largest']:.3f}", f"{row['mean']:.3f}"]
         for row in sorted(rows, key=lambda row: (
             row["function"], row["type"] == "Double"))])


def by(row):
    return ", ".join(filter(None, (row["peer"], row.get("table"))))


def of_divergences(rows):
    return table(
        ["Float, 40 × 32000", "mean KL", *(
            f"{what}, {peer}" for what in ("mean", "largest")
            for peer in (OURS, PYTORCH))],
        [[row["models"], power(row["mean"], 3), *(
            power(row["errors"][peer][i], 1)
            for i in range(2) for peer in (OURS, PYTORCH))] for row in rows])


def power(value, digits):
    mantissa, exponent = f"{value:.{digits}e}".split("e")
    return f"{mantissa}e{int(exponent)}"


def about(section):
    versions = ", ".join(
        f"{name} {version}" for name, version in section["versions"].items())
    machine = section["machine"]
    return (f"{versions}, on {machine['processor']} "
            f"({section['instruction set']}; PyTorch: "
            f"{section['instructions of PyTorch']}), {machine['date']}.")


def tables(section):
    lines = [about(section)]
    for type_ in inputs.TYPES:
        cases = [case for case in section["cases"] if case["type"] == type_]
        lines += ["", f"### {type_}", "",
                  f"Units of {UNITS[type_]}, {OURS} / PyTorch:", "",
                  of_classes(cases, type_), "",
                  of_distributions(cases, type_)]
    lines += ["", "### Where PyTorch is more exact", "",
              *better_elsewhere(section["cases"]), "",
              "The largest absolute error of a probability below the normal "
              "numbers, in units of the smallest one:", "",
              *below_normal(section["cases"])]
    lines += ["", "### Divergence of nearly equal models", "",
              "Relative errors of the mean and of the largest divergence of "
              "the samples:", "", of_divergences(section["divergences"])]
    lines += ["", "### exp and log", "", of_functions(
        section["our functions"] + section["functions of PyTorch"])]
    return "\n".join(lines)


def replaced(page, section):
    """The page with other tables."""
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n\n{tables(section)}\n\n{END}{after}"

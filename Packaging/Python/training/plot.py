"""A plot in SVG: the curves of both models, and for the transformer the time of
a step and the memory of a process."""

from math import ceil, floor, log10

from peers.plot import line, text
from peers.report import number
from report import NAMES, size
from ways import FUSED, LOSS, PYTORCH

WIDTH, LEFT, RIGHT, GAP = 920, 44, 12, 64
TOP, HIGH, BAR = 58, 210, 22
# The colours of the plot of peers, for light and for dark. PyTorch's curve is
# the widest, so that it is seen below ours.
LOOKS = {
    PYTORCH: ("torch", "#0072b2", "#4aa8e0", 7),
    LOSS: ("loss", "#e69f00", "#f5c04a", 3.5),
    FUSED: ("fused", "#d55e00", "#ff7a29", 1.2),
}


def style():
    def rules(index):
        return "".join(
            f".{look[0]}{{fill:{look[index]};stroke:{look[index]}}}"
            for look in LOOKS.values()
        )

    widths = "".join(
        f".curve.{look[0]}{{stroke-width:{look[3]}}}" for look in LOOKS.values()
    )
    return (
        "text{font:11px system-ui,-apple-system,'Segoe UI',sans-serif;"
        "fill:#1f2328}.quiet{fill:#59636e}"
        ".title{font-weight:600;font-size:12px}.grid{stroke:#d1d9e0}"
        + rules(1)
        + ".curve{fill:none;stroke-linejoin:round}"
        + widths
        + "@media(prefers-color-scheme:dark){text{fill:#f0f6fc}"
        ".quiet{fill:#9198a1}.grid{stroke:#3d444d}"
        + rules(2)
        + ".curve{fill:none}}"
    )


def rule(x, y, path):
    return f'<path class="grid" d="M{x:.1f} {y:.1f}{path}"/>'


def box(x, y, width, kind):
    return (
        f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" '
        f'width="{width:.1f}" height="{BAR - 6}"/>'
    )


def legend():
    x, parts = LEFT, []
    for way, look in LOOKS.items():
        parts += [
            line([(x, 14), (x + 22, 14)], f"curve {look[0]}"),
            text(x + 30, 18, way),
        ]
        x += 60 + 6.4 * len(way)
    return parts


def tick(most, count):
    """A round number that goes at most so many times into the largest one."""
    least = most / count
    power = 10.0 ** floor(log10(least))
    return next(power * n for n in (1, 2, 5, 10) if power * n >= least)


def curves(task, title, left, width):
    losses = {way: task["ways"][way]["losses"] for way in LOOKS}
    steps = len(losses[PYTORCH])
    most = max(map(max, losses.values()))
    height, distance = tick(most, 4), tick(steps, 5)
    top = height * ceil(most / height)
    bottom = TOP + HIGH

    def place(index, loss):
        return left + width * index / (steps - 1), bottom - HIGH * loss / top

    parts = [text(left, TOP - 12, title, kind="title")]
    for i in range(round(top / height) + 1):
        y = bottom - HIGH * i * height / top
        parts.append(rule(left, y, f"h{width:.1f}"))
        parts.append(text(left - 6, y + 4, f"{i * height:g}", "end", "quiet"))
    for i in range(int((steps - 1) / distance) + 1):
        x, _ = place(i * distance, 0)
        parts.append(
            text(x, bottom + 16, f"{i * distance:g}", "middle", "quiet")
        )
    parts.append(text(left + width, bottom + 30, "steps", "end", "quiet"))
    for way, look in LOOKS.items():
        points = [place(i, loss) for i, loss in enumerate(losses[way])]
        parts.append(line(points, f"curve {look[0]}"))
    return parts


def bars(values, title, unit, left, top, width):
    """A bar for each way, with its number behind it."""
    parts = [text(left, top - 8, title, kind="title")]
    scale = (width - 70) / max(values.values())
    for i, (way, value) in enumerate(values.items()):
        y = top + BAR * i
        parts.append(box(left, y, value * scale, LOOKS[way][0]))
        parts.append(
            text(left + value * scale + 6, y + 12, f"{number(value)} {unit}")
        )
    return parts


def plot(results):
    width = (WIDTH - LEFT - RIGHT - GAP) / 2
    parts, lefts = legend(), (LEFT, LEFT + width + GAP)
    for (name, title), left in zip(NAMES.items(), lefts):
        parts += curves(results[name], f"loss, {title}", left, width)
    top = TOP + HIGH + 66
    words, memory = results["words"], results["memory"]
    parts += bars(
        {way: words["ways"][way]["seconds a step"] * 1e3 for way in LOOKS},
        f"a step of the transformer, {size(words)}",
        "ms",
        lefts[0],
        top,
        width,
    )
    parts += bars(
        {way: memory[way]["peak"] / 1e6 for way in LOOKS},
        f"peak memory of its process, {size(memory[PYTORCH])}",
        "MB",
        lefts[1],
        top,
        width,
    )
    height = top + BAR * len(LOOKS) + 22
    machine = results["machine"]
    parts.append(
        text(
            WIDTH - RIGHT,
            height - 6,
            f"{machine['processor']}, {machine['date']}",
            "end",
            "quiet",
        )
    )
    label = "Curves, times and memory of training with PyTorch's and our loss"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" '
        f'height="{height}" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{label}"><style>{style()}</style>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )

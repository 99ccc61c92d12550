"""A plot in SVG: a panel for each operation and number of threads, a row for
each shape, ns per element from left to right."""

from html import escape
from math import ceil, floor, log10

from .summary import shape
from .way import OPERATIONS, OURS, ROOF

WIDTH, LEFT, RIGHT, GAP = 920, 160, 12, 26
ROW, HEAD, FOOT, LEGEND, BELOW = 19, 26, 20, 34, 8

# Okabe and Ito's colours, for light and for dark, and a mark for each: neither
# has to be told apart alone.
LOOKS = {
    OURS: ("ours", "#d55e00", "#ff7a29", "circle"),
    "C loop": ("loop", "#b39b00", "#f0e442", "plus"),
    "NumPy naive": ("numpy", "#8a8a8a", "#9a9a9a", "cross"),
    "PyTorch": ("torch", "#0072b2", "#4aa8e0", "square"),
    "torch.compile": ("compile", "#56b4e9", "#9bd6f7", "hollow"),
    "ONNX Runtime": ("onnx", "#009e73", "#2cc99b", "diamond"),
    "JAX": ("jax", "#cc79a7", "#e59cc4", "triangle"),
}


def style():
    def rules(index):
        return "".join(
            f".{look[0]}{{fill:{look[index]};stroke:{look[index]}}}"
            for look in LOOKS.values())

    return (
        "text{font:11px system-ui,-apple-system,'Segoe UI',sans-serif;"
        "fill:#1f2328}.quiet{fill:#59636e}"
        ".title{font-weight:600;font-size:12px}"
        ".grid{stroke:#d1d9e0}.roof{stroke:#1f2328}"
        "path{stroke-width:1.6}.line{fill:none;stroke-width:1;opacity:.35}"
        ".line.ours{stroke-width:2;opacity:.9}"
        ".roof{fill:none;stroke-width:1.3;stroke-dasharray:4 3}"
        + rules(1) + ".hollow,.line{fill:none}"
        "@media(prefers-color-scheme:dark){text{fill:#f0f6fc}"
        ".quiet{fill:#9198a1}.grid{stroke:#3d444d}.roof{stroke:#f0f6fc}"
        + rules(2) + ".hollow,.line{fill:none}}")


def mark(name, x, y):
    kind, _, _, form = LOOKS[name]
    paths = {
        "cross": "m-3-3 6 6m0-6-6 6",
        "plus": "m-4 0h8m-4-4v8",
        "square": "m-3.2-3.2h6.4v6.4h-6.4z",
        "hollow": "m-3.6-3.6h7.2v7.2h-7.2z",
        "diamond": "m0-4.6 4.6 4.6-4.6 4.6-4.6-4.6z",
        "triangle": "m0-4.4 4.2 7.4h-8.4z",
        "circle": "m-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
    }
    extra = " hollow" if form == "hollow" else ""
    return (f'<path class="{kind}{extra}" '
            f'd="M{x:.1f} {y:.1f}{paths[form]}"/>')


def text(x, y, content, anchor="start", kind=""):
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" '
            f'class="{kind}">{escape(content)}</text>')


class Scale:
    """From a time to a place, by logarithms, over whole thirds of a decade."""

    def __init__(self, values, left, right):
        self.low = floor(log10(min(values)) * 3) / 3
        self.high = ceil(log10(max(values)) * 3) / 3
        self.left, self.right = left, right

    def __call__(self, value):
        part = (log10(value) - self.low) / (self.high - self.low)
        return self.left + part * (self.right - self.left)

    def ticks(self):
        for power in range(floor(self.low), ceil(self.high) + 1):
            for digit in (1, 2, 5):
                value = digit * 10.0**power
                if self.low - 1e-9 <= log10(value) <= self.high + 1e-9:
                    yield value


def line(points, kind):
    places = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline class="{kind}" points="{places}"/>'


def panel(cases, scale, top, title, labels):
    height = ROW * len(cases)
    parts = [text(scale.left, top - 10, title, kind="title")]
    ticks = list(scale.ticks())
    if len(ticks) > 8:
        ticks = [tick for tick in ticks if f"{tick:e}"[0] == "1"]
    for tick in ticks:
        x = scale(tick)
        parts.append(f'<path class="grid" style="stroke-width:.7" '
                     f'd="M{x:.1f} {top}v{height}"/>')
        parts.append(text(x, top + height + 13, f"{tick:g}", "middle", "quiet"))
    rows = [top + ROW * (index + 0.5) for index in range(len(cases))]
    if labels:
        parts += [text(LEFT - 10, y + 4, shape(case).replace("×", " × "),
                       "end")
                  for case, y in zip(cases, rows)]

    def points(name):
        return [(scale(case["peers"][name]["ns per element"]), y)
                for case, y in zip(cases, rows) if name in case["peers"]]

    parts.append(line(points(ROOF), "roof"))
    # Ours last, over the others.
    for name in [*[name for name in LOOKS if name != OURS], OURS]:
        parts.append(line(points(name), f"line {LOOKS[name][0]}"))
        parts += [mark(name, x, y) for x, y in points(name)]
    return parts


def legend():
    x, parts = LEFT, []
    for name in LOOKS:
        parts += [mark(name, x, 14), text(x + 10, 18, name)]
        x += 30 + 6.6 * len(name)
    parts.append(line([(x - 6, 14), (x + 16, 14)], "roof"))
    parts.append(text(x + 22, 18, "bare read or copy"))
    return parts


def plot(results):
    runs = results["runs"]
    operations = [operation for operation in OPERATIONS if any(
        case["operation"] == operation for case in runs[0]["cases"])]
    width = (WIDTH - LEFT - RIGHT - GAP * (len(runs) - 1)) / len(runs)
    values = [peer["ns per element"] for run in runs
              for case in run["cases"] for peer in case["peers"].values()]
    parts, top = legend(), LEGEND
    for operation in operations:
        height = 0
        for index, run in enumerate(runs):
            # Large batches below, and among equals those with more classes.
            cases = sorted(
                (case for case in run["cases"]
                 if case["operation"] == operation),
                key=lambda case: (case["samples"] * case["classes"] > 10**5,
                                  case["classes"], case["samples"]))
            left = LEFT + index * (width + GAP)
            threads = f"{run['threads']} thread" + "s" * (run["threads"] > 1)
            parts += panel(
                cases, Scale(values, left, left + width), top + HEAD,
                f"{operation}, {threads}", labels=index == 0)
            height = HEAD + ROW * len(cases) + FOOT
        top += height + BELOW
    parts.append(text(WIDTH - RIGHT, top + 10, "ns per element, smaller is "
                      f"better; {results['machine']['processor']}, "
                      f"{results['machine']['date']}", "end", "quiet"))
    height = top + 18
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" '
        f'height="{height}" viewBox="0 0 {WIDTH} {height}" role="img" '
        'aria-label="ns per element of swift-logits and its peers">'
        f"<style>{style()}</style>\n" + "\n".join(parts) + "\n</svg>\n")

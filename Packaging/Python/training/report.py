"""The table of what was found, and the manual's page with it."""

from peers.report import number, table
from ways import PYTORCH

BEGIN = "<!-- This table is what `make train-python` found. -->"
END = "<!-- Here it ends. -->"
NAMES = {"digits": "digits", "words": "transformer"}


def size(about):
    return " × ".join(
        str(about[name]) for name in ("samples", "features", "classes")
    )


def of_training(results):
    rows = []
    for name, title in NAMES.items():
        task = results[name]
        base = task["ways"][PYTORCH]["seconds a step"]
        for way, found in task["ways"].items():
            seconds = found["seconds a step"]
            rows.append(
                [
                    f"{title}, {size(task)}",
                    way,
                    number(seconds * 1e3),
                    f"{base / seconds:.2f}",
                    f"{found['losses'][-1]:.6f}",
                    f"{found['largest difference of a loss, relative']:.1e}",
                ]
            )
    head = [
        "model, head",
        "loss",
        "ms a step",
        "PyTorch's / it",
        "last loss",
        "largest difference",
    ]
    return table(head, rows)


def of_memory(results):
    memory = results["memory"]
    rows = [
        [
            way,
            f"{found['peak'] / 1e6:.0f}",
            f"{(found['peak'] - found['before']) / 1e6:.0f}",
        ]
        for way, found in memory.items()
    ]
    about = size(next(iter(memory.values())))
    return table([f"transformer, {about}", "peak, MB", "for steps, MB"], rows)


def about(results):
    versions = ", ".join(
        f"{name} {version}" for name, version in results["versions"].items()
    )
    threads = results["threads"]
    return (
        f"{versions}, {threads} thread{'s' * (threads > 1)} of "
        f"{results['machine']['processor']}, {results['machine']['date']}."
    )


def text(results):
    return "\n\n".join(
        [about(results), of_training(results), of_memory(results)]
    )


def replaced(page, results):
    """The page with other tables."""
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n\n{text(results)}\n\n{END}{after}"

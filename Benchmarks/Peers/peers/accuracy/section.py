"""What is kept of the errors, and the manual's page that is made of it."""

import json
from pathlib import Path

from ..processors import instruction_set
from . import page, results, sweep

MANUAL = (Path(__file__).resolve().parents[4]
          / "Sources/Logits/Logits.docc/Accuracy.md")


def keep(found, options, machine):
    """Our exp and log stay as they were where no sweep is given."""
    file = options.results / "accuracy.json"
    if options.sweep:
        ours = sweep.read(options.sweep.read_text())
    else:
        kept = json.loads(file.read_text()) if file.exists() else {}
        ours = kept.get("our functions", [])
    file.write_text(results.text({
        "machine": machine, "instruction set": instruction_set(),
        "quick": options.quick, **found, "our functions": ours}))
    # Of what was kept, so that the page is that of the file.
    section = json.loads(file.read_text())
    if options.quick:
        print(page.tables(section))
    else:
        MANUAL.write_text(page.replaced(MANUAL.read_text(), section))

"""The Python code of the manual and of the README, as it stands there: the
blocks of a page are one program, and what `print` writes is in the comment
behind it."""

import contextlib
import io
import pathlib
import re

import pytest

pytest.importorskip("torch")
pytest.importorskip("jax")

ROOT = pathlib.Path(__file__).resolve().parents[3]
PAGES = [
    ROOT / "README.md",
    ROOT / "Packaging/Python/README.md",
    ROOT / "Sources/Logits/Logits.docc/Python.md",
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page(page):
    if not page.exists():
        pytest.skip("no checkout")
    code = "\n".join(
        re.findall(r"^```python\n(.*?)^```", page.read_text(), re.S | re.M)
    )
    expected = re.findall(r"^ *print\(.*\)  # (.*)$", code, re.M)
    written = io.StringIO()
    with contextlib.redirect_stdout(written):
        exec(compile(code, page.name, "exec"), {})
    assert expected and written.getvalue().splitlines() == expected

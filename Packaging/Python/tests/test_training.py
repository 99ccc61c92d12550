"""`make train-python` in short: the curves are PyTorch's."""

import json
import pathlib
import subprocess
import sys
import xml.dom.minidom

import pytest

pytest.importorskip("torch")
pytest.importorskip("sklearn")

RUN = pathlib.Path(__file__).resolve().parents[1] / "training/run.py"
# What plots look like.
PLOT = RUN.parents[3] / "Benchmarks/Peers/peers/plot.py"


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    if not PLOT.exists():
        pytest.skip("no checkout")
    folder = tmp_path_factory.mktemp("training")
    command = [sys.executable, RUN, "--quick", "--results", folder]
    table = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    return folder, table, json.loads((folder / "training.json").read_text())


@pytest.mark.parametrize("task", ["digits", "words"])
def test_curves(results, task):
    ways = results[2][task]["ways"]
    exact = ways.pop("PyTorch")["losses"]
    assert len(exact) >= 20 and exact[-1] < 0.9 * exact[0]
    assert len(ways) == 2
    for found in ways.values():
        assert found["losses"] == pytest.approx(exact, rel=1e-5)
        assert found["seconds a step"] > 0


def test_what_is_shown(results):
    folder, table, found = results
    xml.dom.minidom.parse(str(folder / "training.svg"))
    assert table.count("transformer, 256 × 32 × 500") == 3
    for memory in found["memory"].values():
        assert 0 < memory["before"] <= memory["peak"]

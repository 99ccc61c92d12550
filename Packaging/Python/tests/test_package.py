import ast
import importlib.metadata
import pathlib
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

import swift_logits
from swift_logits import _core


def test_versions():
    assert swift_logits.__version__ == _core.version
    assert importlib.metadata.version("swift-logits") == _core.version


def test_importing_takes_nothing_else_along():
    code = """
import sys
before = set(sys.modules)
import swift_logits
along = set(sys.modules) - before
assert all(name.startswith("swift_logits") for name in along - {"__future__"})
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_without_numpy():
    code = """
import array, sys
sys.modules["numpy"] = None
import swift_logits
x = array.array("f", [0, 0])
swift_logits.softmax(x, out=x)
assert list(x) == [0.5, 0.5]
swift_logits.Summary().figures()
try:
    swift_logits.softmax(x)
except ImportError as error:
    assert "out" in str(error)
else:
    raise AssertionError
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_stub_has_what_the_extension_has():
    folder = pathlib.Path(swift_logits.__file__).parent
    assert (folder / "py.typed").exists()
    tree = ast.parse((folder / "_core.pyi").read_text())
    stubs = {x.name for x in tree.body if isinstance(x, ast.FunctionDef)}
    assert stubs == {x for x in dir(_core) if callable(getattr(_core, x))} - {
        "__loader__"
    }


def test_everything_is_documented():
    for name in swift_logits.__all__:
        assert getattr(swift_logits, name).__doc__, name


def test_types():
    mypy = pytest.importorskip("mypy.api")
    folder = str(pathlib.Path(__file__).parents[1] / "swift_logits")
    report, errors, status = mypy.run(
        [
            "--strict",
            "--cache-dir=/dev/null",
            # Without PyTorch's own types, which take a minute.
            "--no-site-packages",
            "--ignore-missing-imports",
            "--allow-subclassing-any",
            "--allow-untyped-decorators",
            "--no-warn-return-any",
            "--no-warn-unused-ignores",
            folder,
        ]
    )
    assert status == 0, report + errors


def test_threads():
    x = np.random.default_rng(13).standard_normal((2000, 500))
    whole = swift_logits.softmax(x)
    with swift_logits.threads(1):
        assert _core.threads(1) == 1
        with swift_logits.threads(3):
            assert _core.threads(3) == 3
            np.testing.assert_array_equal(swift_logits.softmax(x), whole)
        assert _core.threads(1) == 1
        found = []
        other = threading.Thread(target=lambda: found.append(_core.threads(0)))
        other.start()
        other.join()
        assert found == [0]
    assert _core.threads(0) == 0
    for n in 0, -1, 4097:
        with pytest.raises(ValueError, match="threads"):
            swift_logits.threads(n)


def test_calls_from_many_threads():
    x = np.random.default_rng(14).standard_normal((400, 300))
    whole = swift_logits.softmax(x)
    wrong = []

    def work():
        for _ in range(50):
            if not (swift_logits.softmax(x) == whole).all():
                wrong.append(1)
            try:
                swift_logits.cross_entropy(
                    x, np.full(400, threading.get_ident())
                )
                wrong.append(2)
            except IndexError as error:
                if str(threading.get_ident()) not in str(error):
                    wrong.append(3)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_the_lock_is_released():
    """Another thread gets on while a call works, though nobody takes the lock
    from who has it."""
    x = np.zeros((4000, 4000))
    steps, done = [], threading.Event()

    def count():
        while not done.is_set():
            steps.append(1)
            time.sleep(0.001)

    thread = threading.Thread(target=count)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1000)
    try:
        thread.start()
        with swift_logits.threads(1):
            before = len(steps)
            swift_logits.softmax(x, out=x)
            after = len(steps)
    finally:
        sys.setswitchinterval(interval)
        done.set()
        thread.join()
    assert after > before + 2

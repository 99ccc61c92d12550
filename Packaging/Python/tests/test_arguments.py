"""Random arguments: whatever a function is given, it raises or computes, and
writes nothing but its outputs. All arrays lie in one arena, whose other bytes
are compared afterwards."""

import os
import random

import ml_dtypes
import numpy as np
import pytest

import swift_logits
from swift_logits import _core

SEED = int(os.environ.get("LOGITS_SEED", random.randrange(2**32)))
CASES = int(os.environ.get("LOGITS_CASES", 4000))
ERRORS = (TypeError, ValueError, IndexError, OverflowError, BufferError)
FLOATS = [np.float32, np.float64, np.float16, ml_dtypes.bfloat16]
INTEGERS = [np.int8, np.int16, np.int32, np.int64]
INTEGERS += [np.uint8, np.uint16, np.uint32, np.uint64]
OTHERS = [np.dtype(">f4"), np.complex64, np.bool_, np.dtype("f4,f4"), "S4", "O"]
ARENA = np.zeros(1 << 16, np.uint8)


class Arguments:
    """Arguments that mostly fit each other."""

    errors = ERRORS

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.arena = ARENA
        self.arena[:] = np.frombuffer(self.random.randbytes(1 << 16), np.uint8)
        self.free = 64
        axes = self.random.choice([1, 1, 2, 2, 2, 2, 3, 4, 0])
        self.shape = [self.random.choice([1, 2, 3, 5, 17]) for _ in range(axes)]
        if axes and self.chance(0.1):
            self.shape[self.random.randrange(axes)] = 0
        self.axis_number = self.random.randint(-axes, max(axes - 1, 0))
        self.float = self.random.choice(FLOATS)
        self.integer = self.random.choice(INTEGERS)

    def chance(self, part):
        return self.random.random() < part

    def samples(self):
        shape = list(self.shape)
        if shape:
            del shape[self.axis_number]
        return shape

    def array(self, shape, dtype, classes=None):
        """An array of the arena, of nearly that shape and type."""
        shape = list(shape)
        if self.chance(0.03) and shape:
            shape[self.random.randrange(len(shape))] = self.random.randint(0, 4)
        if self.chance(0.02):
            shape.append(2)
        if self.chance(0.02) and shape:
            shape.pop()
        if self.chance(0.03):
            dtype = self.random.choice(FLOATS + INTEGERS + OTHERS)
        dtype = np.dtype(dtype)
        if dtype == object:
            return np.full(shape, None)
        order = list(range(len(shape)))
        if self.chance(0.3):
            self.random.shuffle(order)
        strides, size = [0] * len(shape), dtype.itemsize
        for axis in order[::-1]:
            strides[axis] = size
            size *= max(shape[axis], 1)
            if self.chance(0.1):
                size += dtype.itemsize * self.random.randint(1, 3)
        start = self.free
        if self.chance(0.05):
            start += self.random.randint(1, 7)
        if self.chance(0.05):
            start = self.random.randrange(64, max(self.free, 65)) // 8 * 8
        if start + size + 64 > len(self.arena):
            return None
        self.free = max(self.free, (start + size + 71) // 8 * 8)
        bytes_of = self.arena[start : start + size]
        array = np.ndarray(shape, dtype, bytes_of, 0, strides)
        if classes is not None:
            array[...] = (
                np.array(
                    [
                        self.random.randrange(max(classes, 1))
                        for _ in range(array.size)
                    ]
                )
                .reshape(array.shape)
                .astype(dtype)
            )
            if self.chance(0.05) and array.size:
                array.flat[self.random.randrange(array.size)] = 100
        elif dtype.type in FLOATS and not self.chance(0.05):
            values = np.array(
                [self.random.gauss(0, 2) for _ in range(array.size)]
            )
            array[...] = values.reshape(shape).astype(dtype)
        for axis in range(len(shape)):
            if self.chance(0.03):
                array = np.flip(array, axis)
            if self.chance(0.01) and shape[axis]:
                array = np.broadcast_to(np.take(array, [0], axis), shape)
        if self.chance(0.02):
            array.flags.writeable = False
        return array

    @staticmethod
    def place(output):
        """The memory of an output, as an array of NumPy."""
        return output if isinstance(output, np.ndarray) else None

    def odd(self, value):
        """The value, or now and then something else."""
        if not self.chance(0.02):
            return value
        return self.random.choice(
            [
                None,
                1,
                -1,
                2**70,
                0.5,
                float("nan"),
                "mean",
                b"12345678",
                (),
                [],
                {},
            ]
            + [
                [1, 2],
                "a",
                True,
                object(),
                np.float32(1),
                memoryview(b"abcdefgh"),
            ]
        )

    def logits(self):
        return self.odd(self.array(self.shape, self.float))

    def each_sample(self, dtype=None, classes=None):
        return self.odd(
            self.array(self.samples(), dtype or self.float, classes)
        )

    def classes(self):
        return self.shape[self.axis_number] if self.shape else 1

    def targets(self):
        if self.chance(0.3):
            return self.logits()
        return self.each_sample(self.integer, self.classes())

    def axis(self):
        return self.odd(self.axis_number)

    def options(self):
        choose = self.random.choice
        maybe = lambda value: value if self.chance(0.3) else None
        return tuple(
            self.odd(x)
            for x in (
                maybe(
                    self.array(
                        [self.classes()], choose([self.float, np.float64])
                    )
                ),
                maybe(self.each_sample()),
                maybe(
                    self.each_sample()
                    if self.chance(0.5)
                    else self.array([], self.float)
                ),
                maybe(choose([-100, 0, 1, 2**40])),
                choose([0.0, 0.1, 1]),
                choose([0.0, 0.01]),
                choose([1.0, 2.0, 1e-3]),
                maybe(30.0),
                choose(["mean", "sum", "none"]),
                choose([None, "weights", "samples", 3.0]),
                choose(["logits"] * 8 + ["log_probabilities", "probabilities"]),
            )
        )


def call(arguments):
    """Calls a function; returns what it may write."""
    a = arguments
    kind = a.random.randrange(8)
    if kind == 0:
        name = a.random.choice(["softmax", "log_softmax"])
        x = a.logits()
        out = x if a.chance(0.2) else a.logits()
        outputs = [out]
        run = lambda: getattr(_core, name)(x, a.axis(), out)
    elif kind == 1:
        outputs = [a.each_sample(a.random.choice([np.float32, np.float64]))]
        x = a.logits()
        run = lambda: _core.log_sum_exp(x, a.axis(), *outputs)
    elif kind == 2:
        name = a.random.choice(["softmax_gradient", "log_softmax_gradient"])
        x, y = a.logits(), a.logits()
        outputs = [y if a.chance(0.2) else a.logits()]
        run = lambda: getattr(_core, name)(x, a.axis(), y, *outputs)
    elif kind == 3:
        outputs = [a.each_sample(a.random.choice([np.float32, np.float64]))]
        x, y = a.logits(), a.logits()
        run = lambda: _core.kl_divergence(x, a.axis(), y, *outputs)
    elif kind in (4, 5):
        options = a.options()
        losses = None
        if a.chance(0.7):
            shape = a.samples() if options[8] == "none" else []
            dtype = a.random.choice([np.float32, np.float64])
            losses = a.odd(a.array(shape, dtype))
        x = a.logits()
        gradient = a.random.choice([None, x, a.logits()])
        targets = a.targets()
        outputs = [losses, gradient]
        run = lambda: _core.cross_entropy(
            x, targets, a.axis(), losses, gradient, *options
        )
    elif kind == 6:
        options = a.options()
        a.axis_number = -1
        features = a.shape[-1] if a.shape else 1
        classes = a.random.choice([1, 3, 6])
        layer = [
            a.logits(),
            a.odd(a.array([classes, features], a.float)),
            a.odd(a.array([classes], a.float)) if a.chance(0.5) else None,
        ]
        targets = a.each_sample(a.integer, classes)
        outputs = [
            None
            if x is None or a.chance(0.3)
            else a.array(np.shape(x), a.float)
            for x in layer
        ]
        memory = a.random.choice([None, 0, 100, 10**9, -1, a.odd(5)])
        run = lambda: _core.linear_cross_entropy(
            *layer, targets, None, *outputs, memory, *options
        )
    else:
        outputs = []
        x, targets = a.logits(), a.targets()
        options = a.options()
        top_k = np.array(
            [a.random.randint(1, 9)], a.random.choice([np.int64] * 9 + INTEGERS)
        )
        bins = a.random.choice([1, 15, 15, 0, -1, 2**40, 10**6])
        count = a.random.choice([4, 4 + 1 + 2 * 15 + 71 * (7 + 15)])
        vector = np.zeros(
            count, a.random.choice([np.int64, np.int64, np.float64])
        )
        kept = vector.copy()
        run = lambda: _core.evaluate(
            x, targets, a.axis(), vector, top_k, bins, *options
        )
    places = map(a.place, outputs)
    return run, [place for place in places if place is not None]


@pytest.mark.parametrize("part", range(4))
def test_nothing_else_is_written(part):
    errors = fuzz(part, Arguments, call)
    assert 0 < errors < 0.9 * CASES


def fuzz(part, kind, call):
    """Makes calls; returns how many raised."""
    errors = 0
    with np.errstate(all="ignore"):
        for case in range(CASES):
            seed = f"{SEED}.{part}.{case}"
            arguments = kind(seed)
            run, outputs = call(arguments)
            kept = arguments.arena.copy()
            may_change = np.zeros(len(kept), bool)
            try:
                result = run()
            except arguments.errors:
                errors += 1
                result = NotImplemented
            # Without success nothing at all is written.
            if result is not NotImplemented:
                for output in outputs:
                    mark(arguments.arena, may_change, output)
            changed = arguments.arena != kept
            assert not (changed & ~may_change).any(), (
                f"LOGITS_SEED={SEED}: {seed}"
            )
    return errors


def mark(arena, may_change, output):
    """The bytes of an array of the arena may change."""
    start = output.__array_interface__["data"][0] - arena.ctypes.data
    if output.size and 0 <= start < len(arena):
        low, high = np.lib.array_utils.byte_bounds(output)
        places = np.ndarray(
            output.shape,
            f"V{output.itemsize}",
            may_change.data,
            start,
            output.strides,
        )
        assert high - low >= output.itemsize
        places[...] = np.frombuffer(b"\1" * output.itemsize, places.dtype)[0]


ODD = [
    None,
    1,
    -1,
    "a",
    b"ab",
    [],
    [1],
    (),
    {},
    0.5,
    object(),
    np.zeros(3),
    range(3),
]
ODD += [
    np.zeros((2, 0)),
    np.array("x"),
    np.zeros(2, object),
    float("nan"),
    2**70,
]


@pytest.mark.parametrize("name", [n for n in dir(_core) if n[0] != "_"])
def test_odd_arguments(name):
    function = getattr(_core, name)
    if not callable(function) or name == "accept_tensors":
        pytest.skip("takes none")
    generator = random.Random(SEED)
    for count in range(25):
        for _ in range(60):
            try:
                function(*generator.choices(ODD, k=count))
            except ERRORS:
                pass
    _core.threads(0)


@pytest.mark.parametrize(
    "name",
    ["softmax", "cross_entropy", "evaluate", "log_loss", "kl_divergence"],
)
def test_odd_arguments_of_public_functions(name):
    function = getattr(swift_logits, name)
    generator = random.Random(SEED)
    for _ in range(500):
        try:
            function(*generator.choices(ODD, k=2))
        except (*ERRORS, AttributeError):
            pass

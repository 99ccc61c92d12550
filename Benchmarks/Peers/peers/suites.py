"""All that can be measured, and how it is chosen."""

from . import suite
from .linear import suite as linear
from .planes import suite as planes
from .python import suite as python
from .way import WITHOUT_TARGETS

SUITES = {each.NAME: each for each in (suite, planes, linear, python)}


def sizes(shape):
    return [int(size) for size in
            shape.split("-")[0].replace("x", "×").split("×")]


def ignored(shape):
    """The percentage of the targets."""
    return int(shape.partition("-")[2].rstrip("%") or 0)


def makes_sense(operation, shape):
    """Those without targets are the same, whatever is ignored."""
    return not (ignored(shape) and operation in WITHOUT_TARGETS)


def chosen(suite, shapes, operations):
    """Those of the shapes and operations that are of the suite; all of its
    own where nothing is asked for."""
    shapes = [shape for shape in shapes or suite.SHAPES
              if len(sizes(shape)) == len(sizes(suite.SHAPES[0]))]
    operations = [operation for operation in operations or suite.OPERATIONS
                  if operation in suite.OPERATIONS]
    return shapes, operations

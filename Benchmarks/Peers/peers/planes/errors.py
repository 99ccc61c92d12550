"""Errors of planes are those of the same samples as rows."""

from ..errors import Reference


class Rows:
    """A batch of planes as rows."""

    def __init__(self, batch):
        self.samples, self.classes = batch.samples, batch.classes
        self.logits = rows(batch.logits)
        self.targets = batch.targets.reshape(-1)


def rows(planes):
    return planes.transpose(0, 2, 1).reshape(-1, planes.shape[1])


class PlanesReference(Reference):
    def __init__(self, batch):
        super().__init__(Rows(batch))

    def errors(self, operation, result):
        if isinstance(result, tuple):
            loss, gradient = result
            return super().errors(operation, (loss, rows(gradient)))
        return super().errors(
            operation, rows(result) if getattr(result, "ndim", 0) else result)

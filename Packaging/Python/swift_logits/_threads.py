from __future__ import annotations

from . import _core

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["threads"]


class threads:
    """At most `n` threads work on each call in this `with` block, the calling
    one included:

        with swift_logits.threads(1):
            swift_logits.softmax(x)

    It is about the calls of the thread that enters the block. Results are the
    same bits for any number. By default there are as many as the process may
    use processors; for tensors, as `torch.get_num_threads()` says.

    Raises ValueError if n is not from 1 to 4096.
    """

    def __init__(self, n: int) -> None:
        if not 1 <= n <= 4096:
            raise ValueError(
                f"the number of threads must be from 1 to 4096, not {n}"
            )
        self._n = n
        self._before: list[int] = []

    def __enter__(self) -> None:
        self._before.append(_core.threads(self._n))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        _core.threads(self._before.pop())

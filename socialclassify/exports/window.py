"""The part of a file that is being read: a buffer that takes text at its end and lets go of it at its start."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MOST_AT_ONCE = 8 * 1024 * 1024
_LINE = re.compile(rb"[^\r\n]*+(?:\r\n?|\n|\Z)")


class Window:
    """What has been read of a text and is not done with; positions count from its start.

    Parameters
    ----------
    blocks : iterator of bytes
        The text, in UTF-8, cut between characters.

    Attributes
    ----------
    is_complete : bool
        Whether the end of the text is in the window.
    """

    def __init__(self, blocks: Iterator[bytes | memoryview]) -> None:
        self._blocks = blocks
        self._buffer: NDArray[np.uint8] = np.empty(0, np.uint8)
        self._begin = self._end = 0
        self.is_complete = False

    def __len__(self) -> int:
        return self._end - self._begin

    @property
    def text(self) -> NDArray[np.uint8]:
        """The bytes of the window; they stay where they are until it grows."""
        return self._buffer[self._begin : self._end]

    def drop(self, count: int) -> None:
        """Let go of the first bytes."""
        self._begin += count

    def grow(self, count: int) -> None:
        """Read on, by about as many bytes if there are as many: a lot at once where a record turns out to be long."""
        wanted = len(self) + min(max(count, 1), _MOST_AT_ONCE)
        while len(self) < wanted:
            block = next(self._blocks, None)
            if block is None:
                self.is_complete = True
                return
            self._append(block)

    def _append(self, block: bytes | memoryview) -> None:
        length = len(self)
        if self._end + len(block) > self._buffer.size:
            room = (length + len(block)) * 3 // 2
            buffer = self._buffer if room <= self._buffer.size else np.empty(room, np.uint8)
            buffer[:length] = self.text
            self._buffer, self._begin, self._end = buffer, 0, length
        self._buffer[self._end : self._end + len(block)] = np.frombuffer(block, np.uint8)
        self._end += len(block)

    def lines(self, start: int, stops: list[int]) -> Iterator[str]:
        r"""Go through the lines from a position on, reading on as necessary.

        Parameters
        ----------
        start : int
            Where the first line starts.
        stops : list of int
            To this list is added where each line stops.

        Yields
        ------
        str
            A line with its end, ``\r``, ``\n`` or ``\r\n``.
        """
        while True:
            text = self.text
            for found in _LINE.finditer(text, start):  # type: ignore[call-overload] # any buffer is searched
                stop = found.end()
                if start == stop or (stop == text.size and not self.is_complete):
                    break
                stops.append(stop)
                yield found[0].decode()
                start = stop
            if self.is_complete and start == len(self):
                return
            self.grow(len(self) - start)

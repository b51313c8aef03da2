"""Read the rows of a file as columns, in compiled runs of regular records; the others are split one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from socialclassify.exports import dialect as dialects
from socialclassify.exports.dialect import Dialect
from socialclassify.exports.placing import Placing
from socialclassify.exports.records import split_records
from socialclassify.exports.splitting import FULL, ODD, UNFINISHED, gather, split
from socialclassify.exports.transcoding import utf8_blocks
from socialclassify.exports.window import Window

if TYPE_CHECKING:
    import pyarrow as pa

BLOCK_BYTES = 1024 * 1024

_MOST_CELLS = 1 << 21
_LONGEST_ODD_RUN = 64


def is_splittable(dialect: Dialect) -> bool:
    """Whether compiled code knows the delimiter."""
    return dialect.delimiter == "\t" or (dialect.delimiter in map(chr, range(33, 127)) and dialect.delimiter != '"')


def read_columns(
    file: BinaryIO, dialect: Dialect, where: str, placing: Placing, rows: int, size: int, block: int = BLOCK_BYTES
) -> Iterator[list[pa.Array]]:
    """Read all rows of an open file, from its start: columns of strings, in batches. The file stays open.

    Parameters
    ----------
    file : BinaryIO
        The file.
    dialect : Dialect
        How it is written; :func:`is_splittable` holds.
    where : str
        Its name, for errors.
    placing : Placing
        Gets the records that are not regular, so above all those up to the header, and counts the filled rows.
    rows, size : int
        Rows and bytes after which a batch ends.
    block : int
        Bytes that are read at a time.

    Yields
    ------
    list of pyarrow.Array
        The columns of some rows.

    Raises
    ------
    InputError
        If a cell is too long to be read.
    """
    file.seek(0)
    raw = open(file.fileno(), "rb", buffering=0, closefd=False)  # noqa: SIM115 - a view; who opened it closes it
    window = Window(utf8_blocks(raw, dialect.encoding, block))
    return _Batches(window, dialect, where, placing, rows, size).read()


class _Batches:
    """The batch at hand: where its cells stand in the window."""

    def __init__(self, window: Window, dialect: Dialect, where: str, placing: Placing, rows: int, size: int) -> None:
        self._window = window
        self._dialect = dialect
        self._where = where
        self._placing = placing
        self._size = size
        room = max(1, min(rows, _MOST_CELLS // placing.width))
        self._starts = np.empty((room, placing.width), np.int64)
        self._stops = np.empty_like(self._starts)
        self._rows = self._at = self._line = 0

    def read(self) -> Iterator[list[pa.Array]]:
        """Fill the batch again and again, to the end of the file."""
        odd_run = 1
        while True:
            if not self._rows:
                self._window.drop(self._at)
                self._at = 0
            start = self._at
            reason = self._split() if self._placing.is_below_header else ODD
            if reason == FULL and self._rows:
                yield self._take()
            elif reason == UNFINISHED:
                if self._window.is_complete:
                    break
                self._window.grow(len(self._window) - self._at)
            elif reason == ODD:
                odd_run = 1 if self._at > start else min(odd_run * 2, _LONGEST_ODD_RUN)
                yield from self._split_odd(odd_run)
                if self._window.is_complete and self._at == len(self._window):
                    break
        if self._rows:
            yield self._take()

    def _split(self) -> int:
        """Take regular records into the batch, and say why they end."""
        self._at, self._rows, lines, filled, reason = split(
            self._window.text,
            self._at,
            self._window.is_complete,
            ord(self._dialect.delimiter),
            self._dialect.quoted,
            dialects.MAX_CELL,
            self._size,
            self._starts,
            self._stops,
            self._rows,
        )
        self._line += lines
        self._placing.filled += filled
        return reason

    def _split_odd(self, count: int) -> Iterator[list[pa.Array]]:
        """Take some records, of whatever kind; yields the batches that become full."""
        line_stops: list[int] = []
        lines = 0
        text = self._window.lines(self._at, line_stops)
        records = split_records(text, self._dialect, self._where, self._placing.width, self._line)
        for record in islice(records, count):
            lines += record.lines
            for cells in self._placing.place(record):
                if self._rows == len(self._starts):
                    yield self._take()
                self._put(cells)
            self._at = line_stops[lines - 1]
            if self._at > self._size:
                break
        self._line += lines

    def _put(self, cells: list[str]) -> None:
        """Take a row into the batch; its cells are written over the record, which holds at least as many bytes."""
        at = self._at
        for place, cell in enumerate(cells):
            content = np.frombuffer(cell.encode(), np.uint8)
            self._starts[self._rows, place] = at
            self._window.text[at : at + content.size] = content
            at += content.size
            self._stops[self._rows, place] = at
        self._rows += 1

    def _take(self) -> list[pa.Array]:
        """Take the batch's columns out."""
        import pyarrow as pa

        text, starts, stops = self._window.text, self._starts, self._stops
        data = np.empty(self._at, np.uint8)  # for all columns: together they are shorter than what they were read from
        columns = []
        for place in range(self._placing.width):
            offsets = np.empty(self._rows + 1, np.int64)
            size = gather(text, starts, stops, place, offsets, data)
            columns.append(
                pa.LargeStringArray.from_buffers(self._rows, pa.py_buffer(offsets), pa.py_buffer(data[:size]))
            )
            data = data[size:]
        self._rows = 0
        return columns

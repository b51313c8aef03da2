"""Write tables as delimited UTF-8, compiled, to the same bytes as the csv module."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from socialclassify.compiled import jit

if TYPE_CHECKING:
    import pyarrow as pa

_QUOTE = 34
_LF = 10
_CR = 13

_BYTES = 'Array(uint8, 1, "C", True)'
_OFFSETS = 'Array(int64, 1, "C", True)'


@jit(f"void({_BYTES}, {_OFFSETS}, int64, boolean, int64[::1], int64[::1])")
def _measure(
    data: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    delimiter: int,
    alone: bool,
    added: NDArray[np.int64],
    lengths: NDArray[np.int64],
) -> None:
    """Count the quotes to add to each cell of a column, and add the cells' lengths to the rows'."""
    for row in range(added.size):
        start, stop = offsets[row], offsets[row + 1]
        quotes = special = 0
        for at in range(np.uint64(start), np.uint64(stop)):
            byte = data[at]
            quotes += byte == _QUOTE
            special |= (byte == delimiter) | (byte == _LF) | (byte == _CR)
        is_quoted = quotes or special or (alone and start == stop)
        added[row] = quotes + 2 if is_quoted else 0
        lengths[row] += stop - start + added[row]


@jit(f"int64({_BYTES}, int64, int64, uint8[::1], int64)", inner=True)
def _copy(data: NDArray[np.uint8], start: int, stop: int, out: NDArray[np.uint8], to: int) -> int:
    """Copy a part of the data, and say where the copy ends."""
    for offset in range(np.uint64(stop - start)):
        out[np.uint64(to) + offset] = data[np.uint64(start) + offset]
    return to + stop - start


@jit(f"int64({_BYTES}, int64, int64, uint8[::1], int64)", inner=True)
def _copy_quoted(data: NDArray[np.uint8], start: int, stop: int, out: NDArray[np.uint8], to: int) -> int:
    """Copy a part of the data between quotes, with those in it doubled, and say where the copy ends."""
    out[to] = _QUOTE
    to += 1
    for at in range(start, stop):
        if data[at] == _QUOTE:
            to = _copy(data, start, at + 1, out, to)
            start = at
    to = _copy(data, start, stop, out, to)
    out[to] = _QUOTE
    return to + 1


@jit(f"void({_BYTES}, {_OFFSETS}, {_BYTES}, int64[::1], int64[::1], uint8[::1])")
def _write(
    data: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    behind: NDArray[np.uint8],
    added: NDArray[np.int64],
    places: NDArray[np.int64],
    out: NDArray[np.uint8],
) -> None:
    """Write the cells of a column and what stands behind each, and move the place in each row on."""
    for row in range(added.size):
        start, stop, to = offsets[row], offsets[row + 1], places[row]
        to = _copy_quoted(data, start, stop, out, to) if added[row] else _copy(data, start, stop, out, to)
        places[row] = _copy(behind, 0, behind.size, out, to)


def serialise(table: pa.Table, delimiter: str, line_end: str) -> memoryview | None:
    r"""Write a table as text.

    Parameters
    ----------
    table : pyarrow.Table
        Columns of strings and whole numbers; a missing value becomes an empty cell.
    delimiter : str
        One character.
    line_end : str
        What each row ends with. Whatever it is, cells that hold ``\r`` or ``\n`` are quoted.

    Returns
    -------
    memoryview or None
        UTF-8; None where a column or the delimiter is of another kind.
    """
    columns = [text for text in map(_text, table.columns) if text]
    if not columns or len(columns) < table.num_columns or not delimiter.isascii() or delimiter in '" \r\n':
        return None
    behind = [np.frombuffer(text.encode(), np.uint8) for text in [delimiter] * (len(columns) - 1) + [line_end]]
    added = np.empty((len(columns), table.num_rows), np.int64)
    lengths = np.full(table.num_rows, sum(map(len, behind)), np.int64)
    for (data, offsets), quotes in zip(columns, added, strict=True):
        _measure(data, offsets, ord(delimiter), len(columns) == 1, quotes, lengths)
    stops = lengths.cumsum()
    places = stops - lengths
    out = np.empty(lengths.sum(), np.uint8)
    for (data, offsets), after, quotes in zip(columns, behind, added, strict=True):
        _write(data, offsets, after, quotes, places, out)
    return out.data


def _text(column: pa.ChunkedArray) -> tuple[NDArray[np.uint8], NDArray[np.int64]] | None:
    """Data and offsets of a column's values as strings; None where the csv module may write them otherwise."""
    import pyarrow as pa
    from pyarrow import types

    if types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if types.is_integer(column.type) or types.is_null(column.type):
        column = column.cast(pa.string())
    if not (types.is_string(column.type) or types.is_large_string(column.type)):
        return None
    array = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    if array.null_count:
        array = array.fill_null("")
    _, offsets, data = array.buffers()
    places = np.frombuffer(offsets or bytes(8), np.int64 if types.is_large_string(column.type) else np.int32)
    return np.frombuffer(data or b"", np.uint8), places[array.offset : array.offset + len(array) + 1].astype(np.int64)

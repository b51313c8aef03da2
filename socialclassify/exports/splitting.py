"""Find the cells of regular records in UTF-8, compiled; what is not regular is left to :mod:`.records`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from socialclassify.compiled import jit

FULL = 0
"""No further record is wanted."""
UNFINISHED = 1
"""The text ends, and the next record is not whole."""
ODD = 2
"""The next record breaks a rule, has cells too many or is too long, or blank lines end a table of one column."""

_QUOTE = 34
_LF = 10
_CR = 13
_FEWEST_DELIMITERS = 3

_BYTES = 'Array(uint8, 1, "C", True)'
_CELLS = "int64[:, ::1]"


@jit(f"Tuple((int64, boolean))({_BYTES}, int64)", inner=True)
def _closing_quote(text: NDArray[np.uint8], at: int) -> tuple[int, bool]:
    """Where the next quote is that is not doubled, or the text's end; and whether there are doubled ones before."""
    end = text.size
    doubled = False
    while True:
        while at < end and text[at] != _QUOTE:
            at += 1
        if at + 1 >= end or text[at + 1] != _QUOTE:
            return at, doubled
        doubled = True
        at += 2


@jit(f"int64({_BYTES}, int64, int64)", inner=True)
def _plain_stop(text: NDArray[np.uint8], at: int, delimiter: int) -> int:
    """Where the next delimiter or line end is, or the text's end."""
    end = text.size
    while at < end and text[at] not in (delimiter, _LF, _CR):
        at += 1
    return at


@jit(f"int64({_BYTES}, int64, boolean)", inner=True)
def _line_stop(text: NDArray[np.uint8], at: int, complete: bool) -> int:
    """Where the line stops that ends here; ``-UNFINISHED`` where that depends on what follows the text."""
    if text[at] == _LF:
        return at + 1
    if at + 1 == text.size:
        return at + 1 if complete else -UNFINISHED
    return at + (2 if text[at + 1] == _LF else 1)


@jit(f"Tuple((int64, int64))({_BYTES}, int64, boolean)", inner=True)
def _blank_lines(text: NDArray[np.uint8], at: int, complete: bool) -> tuple[int, int]:
    """Where the first line starts that is not blank, or does not stop in the text; and the number of lines before."""
    count = 0
    while at < text.size and text[at] in (_LF, _CR):
        stop = _line_stop(text, at, complete)
        if stop < 0:
            break
        at = stop
        count += 1
    return at, count


@jit(f"int64({_BYTES}, int64, int64)", inner=True)
def _line_ends(text: NDArray[np.uint8], start: int, stop: int) -> int:
    """How many lines end in a part of the text that is not its last byte."""
    ends = 0
    for at in range(np.uint64(start), np.uint64(stop)):
        ends += (text[at] == _LF) | ((text[at] == _CR) & (text[at + np.uint64(1)] != _LF))
    return ends


@jit(f"boolean({_BYTES}, int64, int64, int64, int64)", inner=True)
def _swallows(text: NDArray[np.uint8], start: int, stop: int, delimiter: int, width: int) -> bool:
    """Whether a line between the first and the last looks like a record of its own; see :mod:`.records`."""
    delimiters = quotes = 0
    is_first = True
    for at in range(start, stop):
        byte = text[at]
        if byte == _LF or (byte == _CR and text[at + 1] != _LF):
            if not is_first and delimiters >= width - 1 and quotes % 2 == 0:
                return True
            is_first = False
            delimiters = quotes = 0
        delimiters += byte == delimiter
        quotes += byte == _QUOTE
    return False


@jit(f"Tuple((int64, int64, int64))({_BYTES}, int64, boolean, int64, boolean, {_CELLS}, {_CELLS}, int64)", inner=True)
def _record(
    text: NDArray[np.uint8],
    at: int,
    complete: bool,
    delimiter: int,
    quoted: bool,
    starts: NDArray[np.int64],
    stops: NDArray[np.int64],
    row: int,
) -> tuple[int, int, int]:
    """Find the cells of one record: where it stops or ``-ODD`` or ``-UNFINISHED``, its cells, its lines."""
    first, end, width = at, text.size, starts.shape[1]
    cells = 0
    lines = 1
    while True:
        doubled = False
        if quoted and at < end and text[at] == _QUOTE:
            start = at + 1
            stop, doubled = _closing_quote(text, start)
            if stop == end:
                return -(ODD if complete else UNFINISHED), 0, 0
            lines += _line_ends(text, start, stop)
            at = stop + 1
        else:
            start = at
            at = stop = _plain_stop(text, at, delimiter)
        if at == end and not complete:
            return -UNFINISHED, 0, 0
        if (cells >= width and stop > start) or (at < end and text[at] not in (delimiter, _LF, _CR)):
            return -ODD, 0, 0
        if cells < width:
            starts[row, cells] = start
            stops[row, cells] = ~stop if doubled else stop
        cells += 1
        if at == end or text[at] != delimiter:
            break
        at += 1
    if lines > 2 and width > _FEWEST_DELIMITERS and _swallows(text, first, at, delimiter, width):
        return -ODD, 0, 0
    return _line_stop(text, at, complete) if at < end else at, cells, lines


@jit(
    f"UniTuple(int64, 5)({_BYTES}, int64, boolean, int64, boolean, int64, int64, {_CELLS}, {_CELLS}, int64)",
)
def split(
    text: NDArray[np.uint8],
    at: int,
    complete: bool,
    delimiter: int,
    quoted: bool,
    longest: int,
    until: int,
    starts: NDArray[np.int64],
    stops: NDArray[np.int64],
    row: int,
) -> tuple[int, int, int, int, int]:
    """Find the cells of regular records.

    Parameters
    ----------
    text : ndarray of uint8
        Valid UTF-8.
    at : int
        Where in it the first record starts.
    complete : bool
        Whether the file ends with it.
    delimiter : int
        One byte of ASCII.
    quoted : bool
        Whether double quotes enclose cells.
    longest : int
        Bytes of the longest record that is regular.
    until : int
        Position from which on no record is started.
    starts, stops : ndarray of int64, shape (rows, width)
        Filled with where each cell starts and stops; the stop of a cell that holds doubled quotes is inverted.
    row : int
        The first row of them to fill.

    Returns
    -------
    at, row : int
        Where the next record starts, and the row that would be filled from it.
    lines : int
        Lines passed.
    filled : int
        Records passed that had fewer cells than there are columns.
    reason : int
        Why it stopped: :data:`FULL`, :data:`UNFINISHED` or :data:`ODD`.
    """
    rows, width = starts.shape
    end = text.size
    lines = filled = 0
    while row < rows and at < until:
        start, blank = _blank_lines(text, at, complete)
        if width > 1:
            at, lines, blank = start, lines + blank, 0
        if start == end or text[start] == _CR:
            is_odd = end - at > longest or (complete and start > at)
            return at, row, lines, filled, ODD if is_odd else UNFINISHED
        if row + blank >= rows:
            return at, row, lines, filled, FULL if row else ODD
        stop, cells, taken = _record(text, start, complete, delimiter, quoted, starts, stops, row + blank)
        if stop < 0 or stop - start > longest:
            is_odd = stop != -UNFINISHED or end - start > longest
            return at, row, lines, filled, ODD if is_odd else UNFINISHED
        for blank_row in range(row, row + blank):
            starts[blank_row, 0] = stops[blank_row, 0] = 0
        row += blank
        for place in range(cells, width):
            starts[row, place] = stops[row, place] = 0
        filled += cells < width
        lines += blank + taken
        row += 1
        at = stop
    return at, row, lines, filled, FULL


@jit(f"int64({_BYTES}, int64, int64, uint8[::1], int64)", inner=True)
def _copy(text: NDArray[np.uint8], start: int, stop: int, data: NDArray[np.uint8], to: int) -> int:
    """Copy a part of the text, and say where the copy ends."""
    for offset in range(np.uint64(stop - start)):
        data[np.uint64(to) + offset] = text[np.uint64(start) + offset]
    return to + stop - start


@jit(f"int64({_BYTES}, int64, int64, uint8[::1], int64)", inner=True)
def _copy_unquoted(text: NDArray[np.uint8], start: int, stop: int, data: NDArray[np.uint8], to: int) -> int:
    """Copy a part of the text with its doubled quotes made single, and say where the copy ends."""
    at = start
    while at < stop:
        if text[at] == _QUOTE:
            at += 1
            to = _copy(text, start, at, data, to)
            start = at + 1
        at += 1
    return _copy(text, start, stop, data, to)


@jit(f"int64({_BYTES}, {_CELLS}, {_CELLS}, int64, int64[::1], uint8[::1])")
def gather(
    text: NDArray[np.uint8],
    starts: NDArray[np.int64],
    stops: NDArray[np.int64],
    place: int,
    offsets: NDArray[np.int64],
    data: NDArray[np.uint8],
) -> int:
    """Copy the cells of one column together, with doubled quotes made single.

    Parameters
    ----------
    text : ndarray of uint8
        The text that was split.
    starts, stops : ndarray of int64, shape (rows, width)
        Where its cells stand, as :func:`split` found them.
    place : int
        Number of the column.
    offsets : ndarray of int64
        Filled with where each cell of the column starts in ``data``, and where the last one stops.
    data : ndarray of uint8
        Filled with the cells, from its start.

    Returns
    -------
    int
        Bytes filled.
    """
    to = 0
    for row in range(offsets.size - 1):
        offsets[row] = to
        start, stop = starts[row, place], stops[row, place]
        to = _copy(text, start, stop, data, to) if stop >= 0 else _copy_unquoted(text, start, ~stop, data, to)
    offsets[offsets.size - 1] = to
    return to

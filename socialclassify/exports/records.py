"""Split a delimited file into records, and mend what stray quotation marks would swallow."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple

from socialclassify.errors import InputError
from socialclassify.exports.dialect import Dialect, errors_for

_FEWEST_DELIMITERS = 3


class Record(NamedTuple):
    """One record of a file.

    Attributes
    ----------
    line : int
        Number of its first line, from 1.
    cells : list of str
        Its cells; empty for a blank line.
    raw : str
        The record as it stands in the file, without its line end.
    broken : str
        What is wrong with its quotation marks; empty where nothing is.
    lines : int
        Number of its lines.
    """

    line: int
    cells: list[str]
    raw: str
    broken: str = ""
    lines: int = 1

    @property
    def is_content(self) -> bool:
        """Whether it says anything but how the file is written."""
        return any(cell.strip() for cell in self.cells) and not self.raw.startswith("sep=")


def read_records(file: BinaryIO, dialect: Dialect, where: str, width: int = 0) -> Iterator[Record]:
    """Read all records of an open file, from its start; see :func:`split_records`. The file stays open."""
    file.seek(0)
    encoding = dialect.encoding
    text = open(  # noqa: SIM115 - a view of an open file; who opened the file closes it
        file.fileno(), encoding=encoding, errors=errors_for(encoding), newline="", closefd=False
    )
    return split_records(text, dialect, where, width)


def split_records(
    text: Iterable[str], dialect: Dialect, where: str, width: int = 0, above: int = 0
) -> Iterator[Record]:
    """Split lines into records.

    A record whose quotation marks break the rules, or whose quoted cell spans lines that look like records of their
    own, is read again line by line, with the quotation marks of its first line as part of the text.

    Parameters
    ----------
    text : iterable of str
        The lines with their line ends.
    dialect : Dialect
        How they are written.
    where : str
        The file's name, for errors.
    width : int
        Number of cells of the header; 0 while it is not known.
    above : int
        Number of lines of the file that come before.

    Yields
    ------
    Record

    Raises
    ------
    InputError
        If a cell is too long to be read.
    """
    lines = _Lines(text, above)
    reader = dialect.records(lines, strict=dialect.quoted)
    as_text = Dialect(dialect.encoding, dialect.delimiter, quoted=False)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            _check_length(error, where, lines.first + 1)
            cells = None
        if cells is not None and not _swallows(lines.taken, cells, dialect, width):
            yield Record(lines.first + 1, cells, "".join(lines.taken).rstrip("\r\n"), lines=len(lines.taken))
            lines.done(len(lines.taken))
            continue
        first = lines.taken[0]
        try:
            cells = next(as_text.records(iter([first])))
        except csv.Error as error:
            _check_length(error, where, lines.first + 1)
            raise
        yield Record(lines.first + 1, cells, first.rstrip("\r\n"), "a stray quotation mark")
        lines.done(1)


def _check_length(error: csv.Error, where: str, line: int) -> None:
    if "field larger" in str(error):
        message = f"{where}, line {line}: {error}; is a quotation mark left open there?"
        raise InputError(message) from None


def _swallows(taken: list[str], cells: list[str], dialect: Dialect, width: int) -> bool:
    """Whether a record of several lines seems to hold other records, because a quotation mark was left open.

    A sentence may hold as many commas as a record. So where the number of cells is right, all lines between the first
    and the last have to look like records, and there have to be some.
    """
    delimiters = width - 1
    inside = taken[1:-1]
    if delimiters < _FEWEST_DELIMITERS or not inside:
        return False
    alike = [line.count(dialect.delimiter) >= delimiters and line.count('"') % 2 == 0 for line in inside]
    if len(cells) == width:
        return len(inside) > 1 and all(alike)
    return any(alike)


class _Lines:
    """The lines of a file, with those kept that the record at hand was read from; they can be given back."""

    def __init__(self, text: Iterable[str], above: int) -> None:
        self._text = iter(text)
        self._waiting: list[str] = []
        self.taken: list[str] = []
        self.first = above

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._waiting.pop() if self._waiting else next(self._text)
        self.taken.append(line)
        return line

    def done(self, count: int) -> None:
        """Go on behind the first lines of those taken; the others will be read again."""
        self._waiting.extend(reversed(self.taken[count:]))
        self.taken.clear()
        self.first += count

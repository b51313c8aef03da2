"""Read an export in batches, each row in its place, none lost."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from socialclassify.errors import InputError
from socialclassify.exports.columns import Columns, recognise
from socialclassify.exports.dialect import Dialect
from socialclassify.exports.records import read_records
from socialclassify.exports.sniffing import SAMPLE_BYTES, sniff
from socialclassify.files import STANDARD_STREAM

if TYPE_CHECKING:
    import pyarrow as pa

BATCH_ROWS = 4096
MAX_COLUMNS = 10_000

_BATCH_CHARACTERS = 32 * 1024 * 1024
_SAMPLE_ROWS = 500


@dataclass(frozen=True)
class Reject:
    """A record that has no place in the table.

    Attributes
    ----------
    line : int
        Number of its first line in the file, from 1.
    reason : str
        Why it could not be placed.
    raw : str
        The record as it stands in the file.
    """

    line: int
    reason: str
    raw: str


@dataclass
class Export:
    """An opened export; :func:`open_export` makes it.

    Attributes
    ----------
    where : str
        The file's name, for messages.
    dialect : Dialect
        How it is written.
    header : list of str
        Names of the columns as they stand in the file.
    columns : Columns
        Which of them hold what a model needs.
    size : int
        Bytes.
    filled : int
        Rows of the last pass that had fewer cells than the header and were filled with empty ones.
    """

    where: str
    dialect: Dialect
    header: list[str]
    columns: Columns
    size: int
    _file: BinaryIO = field(repr=False)
    filled: int = 0

    def batches(
        self, on_reject: Callable[[Reject], None] | None = None, on_progress: Callable[[int], None] | None = None
    ) -> Iterator[pa.Table]:
        """Read all rows, from the start, in batches.

        Parameters
        ----------
        on_reject : callable, optional
            Called with each record that has no place in the table.
        on_progress : callable, optional
            Called after each batch with the number of bytes read so far.

        Yields
        ------
        pyarrow.Table
            At most :data:`BATCH_ROWS` rows; all columns are strings, named by the header.

        Raises
        ------
        InputError
            If a cell is too long to be read.
        """
        for rows in self._row_batches(on_reject or (lambda _: None)):
            if on_progress:
                on_progress(os.lseek(self._file.fileno(), 0, os.SEEK_CUR))
            yield _table(self.header, rows)

    def _row_batches(self, on_reject: Callable[[Reject], None]) -> Iterator[list[list[str]]]:
        width = len(self.header)
        rows: list[list[str]] = []
        characters = blank_lines = 0
        self.filled = 0
        for number, record in enumerate(read_records(self._file, self.dialect, self.where, width)):
            if number <= self.dialect.header_record:
                if number < self.dialect.header_record and record.is_content:
                    on_reject(Reject(record.line, "above the header", record.raw))
                continue
            if not record.cells:
                blank_lines += width == 1  # in a table of one column a blank line is a row without a text
                continue
            cells = record.cells if len(record.cells) == width else fit(record.cells, width)
            if cells is None:
                reason = record.broken or f"has {len(record.cells)} cells, the header has {width}"
                on_reject(Reject(record.line, reason, record.raw))
                continue
            self.filled += len(record.cells) < width
            rows += [[""]] * blank_lines
            rows.append(cells)
            blank_lines = 0
            characters += len(record.raw)
            if len(rows) >= BATCH_ROWS or characters > _BATCH_CHARACTERS:
                yield rows
                rows, characters = [], 0
        if rows:
            yield rows


@contextlib.contextmanager
def open_export(source: str | Path, overrides: dict[str, str] | None = None) -> Iterator[Export]:
    """Open an export and find out how it is written and what its columns hold.

    Parameters
    ----------
    source : str or Path
        A file, or ``-`` for standard input.
    overrides : dict of str to str, optional
        Field (``text``, ``author``, ``brand``, ``parent``) to column name, where the user knows better.

    Yields
    ------
    Export

    Raises
    ------
    InputError
        If the file is missing, empty, no table, or holds no texts.
    UsageError
        If an override names no column.
    """
    where = "standard input" if str(source) == STANDARD_STREAM else str(source)
    with _open(source) as file:
        head = file.read(SAMPLE_BYTES)
        size = file.seek(0, io.SEEK_END)
        dialect = sniff(head, where, complete=size == len(head))
        header, rows = _sample(file, dialect, where)
        columns = recognise(header, rows, where, overrides)
        yield Export(where, dialect, header, columns, size, file)


def _open(source: str | Path) -> contextlib.AbstractContextManager[BinaryIO]:
    if str(source) == STANDARD_STREAM:
        if sys.stdin is None:
            message = "standard input is closed; name a file"
            raise InputError(message)
        return _spooled(sys.stdin.buffer)
    path = Path(source)
    try:
        file = path.open("rb")
    except FileNotFoundError:
        message = f"{path}: no such file; check the name and the folder"
        raise InputError(message) from None
    except IsADirectoryError:
        message = f"{path}: is a folder; name a file"
        raise InputError(message) from None
    except OSError as error:
        message = f"{path}: cannot be opened ({error.strerror})"
        raise InputError(message) from None
    if file.seekable():
        return file
    with file:
        return _spooled(file)


def _spooled(stream: BinaryIO) -> contextlib.AbstractContextManager[BinaryIO]:
    """Keep a stream in a temporary file, because an export is read twice."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - handed to the caller's with block
    shutil.copyfileobj(stream, file)
    file.seek(0)
    return file


def _sample(file: BinaryIO, dialect: Dialect, where: str) -> tuple[list[str], list[list[str]]]:
    header: list[str] = []
    rows: list[list[str]] = []
    characters = 0
    for number, record in enumerate(read_records(file, dialect, where)):
        characters += len(record.raw)
        if number == dialect.header_record:
            header = _header(record.cells, where)
        elif number > dialect.header_record and record.cells:
            cells = fit(record.cells, len(header))
            if cells is not None:
                rows.append(cells)
        if len(rows) >= _SAMPLE_ROWS or characters > _BATCH_CHARACTERS:
            break
    return header, rows


def _header(cells: list[str], where: str) -> list[str]:
    if len(cells) > MAX_COLUMNS:
        message = f"{where}: has {len(cells):,} columns, at most {MAX_COLUMNS:,} are read; is it the right file?"
        raise InputError(message)
    return cells


def fit(cells: list[str], width: int) -> list[str] | None:
    """Bring a record to the width of the header; None where that would lose a cell."""
    if len(cells) < width:
        return cells + [""] * (width - len(cells))
    return None if any(cells[width:]) else cells[:width]


def _table(header: list[str], rows: list[list[str]]) -> pa.Table:
    import pyarrow as pa

    columns = [pa.array(column, pa.large_string()) for column in zip(*rows, strict=True)]
    return pa.Table.from_arrays(columns, names=header)

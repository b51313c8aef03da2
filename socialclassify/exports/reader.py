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
from socialclassify.exports.placing import Placing, Reject, fit
from socialclassify.exports.records import read_records
from socialclassify.exports.sniffing import SAMPLE_BYTES, sniff
from socialclassify.files import STANDARD_STREAM

if TYPE_CHECKING:
    import pyarrow as pa

BATCH_ROWS = 4096
MAX_COLUMNS = 10_000

COMPILED_FROM = 1024 * 1024
"""Bytes of a file from which on compiled code is worth the time that it takes to load."""

_BATCH_CHARACTERS = 32 * 1024 * 1024
_SAMPLE_ROWS = 500


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
        import pyarrow as pa

        self.filled = 0
        placing = Placing(len(self.header), self.dialect.header_record, on_reject or (lambda _: None))
        for columns in self._columns(placing):
            self.filled = placing.filled
            if on_progress:
                on_progress(os.lseek(self._file.fileno(), 0, os.SEEK_CUR))
            yield pa.Table.from_arrays(columns, names=self.header)
        self.filled = placing.filled

    def _columns(self, placing: Placing) -> Iterator[list[pa.Array]]:
        if self.size >= COMPILED_FROM:
            from socialclassify.compiled import HAS_NUMBA

            if HAS_NUMBA:
                from socialclassify.exports.columnar import is_splittable, read_columns

                if is_splittable(self.dialect):
                    return read_columns(self._file, self.dialect, self.where, placing, BATCH_ROWS, _BATCH_CHARACTERS)
        return self._columns_of_rows(placing)

    def _columns_of_rows(self, placing: Placing) -> Iterator[list[pa.Array]]:
        import pyarrow as pa

        for rows in self._row_batches(placing):
            yield [pa.array(column, pa.large_string()) for column in zip(*rows, strict=True)]

    def _row_batches(self, placing: Placing) -> Iterator[list[list[str]]]:
        rows: list[list[str]] = []
        characters = 0
        for record in read_records(self._file, self.dialect, self.where, placing.width):
            placed = placing.place(record)
            if not placed:
                continue
            rows += placed
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

"""Write scored rows as CSV, in the way that the export was written."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, Self

from socialclassify.errors import UsageError
from socialclassify.exports.dialect import Dialect
from socialclassify.exports.placing import Reject
from socialclassify.files import STANDARD_STREAM, check_writable, is_stream, open_atomic

if TYPE_CHECKING:
    import pyarrow as pa

OTHER_FORMATS = frozenset(".gz .html .json .jsonl .ods .parquet .pdf .xls .xlsx .zip".split())
REJECTS_SUFFIX = ".rejects.csv"
REJECTS_HEADER = ("line", "reason", "raw")

COMPILED_FROM = 2000
"""Rows of a batch from which on compiled code is worth the time that it takes to load."""


class TableWriter:
    """Writes rows below a header, as text and, where that is the same, as bytes; :func:`open_table` makes it."""

    def __init__(self, file: BinaryIO, text: io.TextIOBase, dialect: Dialect, header: list[str]) -> None:
        self._file = file
        self._text = text
        self._delimiter = dialect.delimiter
        self._line_end = dialect.line_end
        self._writer: Any = csv.writer(self._Rows(self.write_row), delimiter=dialect.delimiter, lineterminator="\r\n")
        self._writer.writerow(header)

    class _Rows(NamedTuple):
        """What the csv module writes to: it hands over one row at a time."""

        write: Callable[[str], None]

    def write_row(self, row: str) -> None:
        """Write one row; the csv module quotes lone carriage returns only where its own rows end with one."""
        self._text.write(row.removesuffix("\r\n") + self._line_end)

    def write(self, table: pa.Table) -> None:
        """Write a batch; a missing value becomes an empty cell."""
        content = self._compiled(table) if table.num_rows >= COMPILED_FROM else None
        if content is None:
            self._writer.writerows(zip(*(column.to_pylist() for column in table.columns), strict=True))
            return
        self._text.flush()
        while content:  # an unbuffered standard output may take less than all
            content = content[self._file.write(content) :]

    def _compiled(self, table: pa.Table) -> memoryview | None:
        from socialclassify.compiled import HAS_NUMBA

        if not HAS_NUMBA:
            return None
        from socialclassify.exports.serialising import serialise

        return serialise(table, self._delimiter, self._line_end)


@contextlib.contextmanager
def open_table(target: str | Path, dialect: Dialect, header: list[str]) -> Iterator[TableWriter]:
    """Open a CSV file that appears under its name only when it is complete.

    Parameters
    ----------
    target : str or Path
        The file to write; ``-`` is standard output.
    dialect : Dialect
        How the export was written: its delimiter and line ends are kept. The output is UTF-8, with a byte order mark
        unless the export was UTF-8 without one, because spreadsheets recognise UTF-8 by it.
    header : list of str
        Names of the columns.

    Yields
    ------
    TableWriter
    """
    encoding = "utf-8" if dialect.encoding == "utf-8" else "utf-8-sig"
    with open_atomic(Path(target)) as file:
        text = io.TextIOWrapper(file, encoding=encoding, newline="")
        yield TableWriter(file, text, dialect, header)
        text.flush()
        text.detach()


def check_target(target: str | Path, source: str | Path) -> None:
    """Refuse a target that cannot be meant, before any work is done.

    Raises
    ------
    UsageError
        If the target is the source, a folder, in a missing folder, or named as a format that is not written.
    """
    path = Path(target)
    if is_stream(path):
        return
    if path.suffix.lower() in OTHER_FORMATS:
        message = f"{path}: {path.suffix} files are not written, only CSV; name it {path.with_suffix('.csv').name}"
        raise UsageError(message)
    check_writable(path)
    rejects = _rejects_path(path)
    for file in (path, rejects):
        if str(source) != STANDARD_STREAM and file.exists() and Path(source).exists() and file.samefile(source):
            message = f"{source}: is the file that is read, and {file.name} would be written; write to another one"
            raise UsageError(message)
    if rejects.exists() and not _is_rejects_file(rejects):
        message = f"{rejects}: is in the way of the rejects file; rename it or write to another file"
        raise UsageError(message)


def _rejects_path(target: Path) -> Path:
    return target.with_name(target.name + REJECTS_SUFFIX)


def _is_rejects_file(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.readline().decode("utf-8-sig", "replace").strip() == ",".join(REJECTS_HEADER)


class RejectsFile:
    """Collects what could not be placed, beside the scored file; without rejects there is no such file.

    Attributes
    ----------
    count : int
        Records written so far.
    path : Path or None
        Where they are; None as long as there are none, or where the target is standard output.
    """

    def __init__(self, target: str | Path) -> None:
        self.count = 0
        self.path: Path | None = None
        self._final = None if is_stream(Path(target)) else _rejects_path(Path(target))
        self._stack = contextlib.ExitStack()
        self._writer: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)
        if kind is None and self.count == 0 and self._final is not None and _is_rejects_file(self._final):
            self._final.unlink()

    def add(self, reject: Reject) -> None:
        """Write one record with its line and the reason."""
        self.count += 1
        if self._final is None:
            return
        if self._writer is None:
            self.path = self._final
            file = self._stack.enter_context(open_atomic(self._final))
            text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
            self._stack.callback(text.detach)
            self._writer = csv.writer(text)
            self._writer.writerow(REJECTS_HEADER)
        self._writer.writerow([reject.line, reject.reason, reject.raw])

"""Write scored rows as CSV, in the way that the export was written."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from socialclassify.errors import UsageError
from socialclassify.exports.dialect import Dialect
from socialclassify.exports.reader import Reject
from socialclassify.files import STANDARD_STREAM, check_writable, open_atomic

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIXES = ("", ".csv", ".tsv", ".tab", ".txt")
REJECTS_SUFFIX = ".rejects.csv"


class TableWriter:
    """Writes batches below one header; :func:`open_table` makes it."""

    def __init__(self, file: io.TextIOBase, dialect: Dialect) -> None:
        self._writer: Any = csv.writer(file, delimiter=dialect.delimiter, lineterminator=dialect.line_end)
        self._header_written = False

    def write_header(self, names: list[str]) -> None:
        """Write the names of the columns, once."""
        if not self._header_written:
            self._writer.writerow(names)
            self._header_written = True

    def write(self, table: pa.Table) -> None:
        """Write a batch; a missing value becomes an empty cell."""
        self.write_header(table.column_names)
        self._writer.writerows(zip(*(column.to_pylist() for column in table.columns), strict=True))


@contextlib.contextmanager
def open_table(target: str | Path, dialect: Dialect) -> Iterator[TableWriter]:
    """Open a CSV file that appears under its name only when it is complete.

    Parameters
    ----------
    target : str or Path
        The file to write; ``-`` is standard output.
    dialect : Dialect
        How the export was written: its delimiter and line ends are kept. The output is UTF-8, with a byte order mark
        unless the export was UTF-8 without one, because spreadsheets recognise UTF-8 by it.

    Yields
    ------
    TableWriter
    """
    encoding = "utf-8" if dialect.encoding == "utf-8" else "utf-8-sig"
    with open_atomic(Path(target)) as file:
        text = io.TextIOWrapper(file, encoding=encoding, newline="")
        yield TableWriter(text, dialect)
        text.flush()
        text.detach()


def check_target(target: str | Path, source: str | Path) -> None:
    """Refuse a target that cannot be meant, before any work is done.

    Raises
    ------
    UsageError
        If the target is the source, a folder, in a missing folder, or named as a format that is not written.
    """
    if str(target) == STANDARD_STREAM:
        return
    path = Path(target)
    if path.suffix.lower() not in SUFFIXES:
        message = f"{path}: {path.suffix} files are not written, only CSV; name it {path.with_suffix('.csv').name}"
        raise UsageError(message)
    check_writable(path)
    if str(source) != STANDARD_STREAM and path.exists() and Path(source).exists() and path.samefile(source):
        message = f"{path}: is the file that is read; write to another one"
        raise UsageError(message)


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
        self._final = None if str(target) == STANDARD_STREAM else Path(f"{target}{REJECTS_SUFFIX}")
        self._stack = contextlib.ExitStack()
        self._writer: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)
        if kind is None and self.count == 0 and self._final is not None and self._final.is_file():
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
            self._writer.writerow(["line", "reason", "raw"])
        self._writer.writerow([reject.line, reject.reason, reject.raw])

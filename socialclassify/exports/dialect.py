"""How a delimited text file is written, and how its bytes are decoded."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

MAX_CELL = 64 * 1024 * 1024
"""Longest cell that is read, in characters."""

MIXED = "socialclassify.mixed"
"""Name of the error handler that reads bytes which are not UTF-8 as Windows-1252, as pasted text often is."""


@dataclass(frozen=True)
class Dialect:
    r"""How a file is written.

    Attributes
    ----------
    encoding : str
        A codec's name.
    delimiter : str
        One character.
    quoted : bool
        Whether double quotes enclose cells; False where they are part of the text.
    header_record : int
        Number of records above the header.
    line_end : str
        ``"\r\n"`` or ``"\n"``.
    """

    encoding: str
    delimiter: str = ","
    quoted: bool = True
    header_record: int = 0
    line_end: str = "\r\n"

    def records(self, lines: Iterable[str], *, strict: bool = False) -> Any:
        """Split lines into records of cells: a reader of the csv module."""
        csv.field_size_limit(MAX_CELL)
        quoting: Any = csv.QUOTE_MINIMAL if self.quoted else csv.QUOTE_NONE
        return csv.reader(lines, delimiter=self.delimiter, quoting=quoting, strict=strict)


def decode(data: bytes, encoding: str) -> str:
    """Decode a part of a file; bytes that do not belong are read as Windows-1252, a cut character is left out."""
    return codecs.getincrementaldecoder(encoding)(errors_for(encoding)).decode(data)


def errors_for(encoding: str) -> str:
    """Name of the error handler that an encoding is read with."""
    return "replace" if encoding.startswith(("utf-16", "utf-32")) else MIXED


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    return "".join(_WINDOWS_1252[byte] for byte in stray), error.end


_WINDOWS_1252 = [bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256)]
"""What each byte means there; the five bytes that mean nothing become the control characters of their number."""

codecs.register_error(MIXED, _as_windows_1252)

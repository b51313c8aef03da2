"""How a delimited text file is written: encoding, delimiter, quoting, and where its header stands.

Nothing is told apart by vendor. Each possible reading of the first part of the file is scored by the column names that
it finds and by how even its rows are; the best one is taken.
"""

from __future__ import annotations

import codecs
import csv
import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from socialclassify.errors import InputError
from socialclassify.exports.names import is_known

SAMPLE_BYTES = 256 * 1024
MAX_CELL = 64 * 1024 * 1024
"""Longest cell that is read, in characters."""

MIXED = "socialclassify.mixed"
"""Name of the error handler that reads bytes which are not UTF-8 as Windows-1252, as pasted text often is."""

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_RECORDS = 200
_HEADER_DEPTH = 15
_NOT_TEXT = (
    (b"PK\x03\x04", "an Excel workbook or a ZIP archive; save it as 'CSV UTF-8' or unpack it first"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook; save it as 'CSV UTF-8'"),
    (b"\x1f\x8b", "compressed with gzip; unpack it first"),
    (b"PAR1", "a Parquet file; export it as CSV"),
    (b"SQLite format 3", "an SQLite database; export the table as CSV"),
    (b"%PDF", "a PDF; export the table as CSV"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATOR_LINE = re.compile(r"\Asep=(.)\s*\Z")
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
_NUMBER = re.compile(r"[\d.,:%\s+-]+\Z")


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

    def records(self, lines: Iterator[str], *, strict: bool = False) -> Any:
        """Split lines into records of cells: a reader of the csv module."""
        csv.field_size_limit(MAX_CELL)
        quoting: Any = csv.QUOTE_MINIMAL if self.quoted else csv.QUOTE_NONE
        return csv.reader(lines, delimiter=self.delimiter, quoting=quoting, strict=strict)


def sniff(head: bytes, where: str, *, complete: bool) -> Dialect:
    """Find out how a file is written.

    Parameters
    ----------
    head : bytes
        Its first bytes, at most :data:`SAMPLE_BYTES`.
    where : str
        The file's name, for errors.
    complete : bool
        Whether ``head`` is the whole file.

    Returns
    -------
    Dialect

    Raises
    ------
    InputError
        If the file is empty or no delimited text.
    """
    for magic, kind in _NOT_TEXT:
        if head.startswith(magic):
            message = f"{where}: is {kind}"
            raise InputError(message)
    encoding = _encoding(head)
    sample = decode(head, encoding)
    if not sample.strip("\ufeff \t\r\n\0"):
        message = f"{where}: is empty; export it again"
        raise InputError(message)
    if sample.lstrip()[:1] in "{[<":
        message = (
            f"{where}: holds {'HTML or XML' if sample.lstrip()[0] == '<' else 'JSON'}, not a table; export it as CSV"
        )
        raise InputError(message)
    line_end = "\n" if re.search(r"(?<!\r)\n", sample) and "\r\n" not in sample else "\r\n"
    best = max(_readings(sample, encoding, complete=complete), key=lambda reading: reading[0])
    return replace(best[1], line_end=line_end)


def decode(data: bytes, encoding: str) -> str:
    """Decode a part of a file; bytes that do not belong are read as Windows-1252, a cut character is left out."""
    return codecs.getincrementaldecoder(encoding)(errors_for(encoding)).decode(data)


def errors_for(encoding: str) -> str:
    """Name of the error handler that an encoding is read with."""
    return MIXED if encoding.startswith("utf-8") else "replace"


def _encoding(head: bytes) -> str:
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return encoding
    zeros = head[:4000].count(0)
    if zeros * 3 > len(head[:4000]):
        return "utf-16-le" if head[1:4000:2].count(0) * 2 > zeros else "utf-16-be"
    whole = sum(len(match[0]) for match in _MULTIBYTE.finditer(head))
    stray = len(_HIGH_BYTE.findall(head)) - whole
    return "cp1252" if stray > whole else "utf-8"


def _readings(sample: str, encoding: str, *, complete: bool) -> Iterator[tuple[float, Dialect]]:
    announced = _SEPARATOR_LINE.match(sample[:8].splitlines()[0])
    for delimiter in (announced[1],) if announced else _DELIMITERS:
        for quoted in (True, False):
            dialect = Dialect(encoding, delimiter, quoted)
            records, sound = _sample_records(dialect, sample, complete=complete)
            for place, header in enumerate(records[:_HEADER_DEPTH]):
                evidence = _evidence(header, records[place + 1 :]) * (1.0 if sound else 0.5)
                yield evidence - place * 1e-3 + quoted * 1e-2, replace(dialect, header_record=place)


def _sample_records(dialect: Dialect, sample: str, *, complete: bool) -> tuple[list[list[str]], bool]:
    records, sound = _first_records(dialect, sample, strict=dialect.quoted)
    if not sound:
        records, _ = _first_records(dialect, sample, strict=False)
    if not complete and len(records) < _SAMPLE_RECORDS:
        records = records[:-1]
    return records, sound


def _first_records(dialect: Dialect, sample: str, *, strict: bool) -> tuple[list[list[str]], bool]:
    """The first records, and whether they could be read without an error."""
    records: list[list[str]] = []
    try:
        records.extend(islice(dialect.records(io.StringIO(sample, newline=""), strict=strict), _SAMPLE_RECORDS))
    except csv.Error:
        return records, False
    return records, True


def _evidence(header: list[str], rows: list[list[str]]) -> float:
    named = [cell for cell in header if cell.strip() and not _NUMBER.match(cell)]
    if not named:
        return 0.0
    known = sum(map(is_known, named))
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    even = sum(len(row) == len(header) for row in filled) / len(filled) if filled else 0.5
    whole = len(named) / len(header)
    return even * whole * (2 * known + math.sqrt(min(len(header), 100)))


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    return "".join(bytes([byte]).decode("cp1252", "replace") for byte in stray), error.end


codecs.register_error(MIXED, _as_windows_1252)

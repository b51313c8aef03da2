"""Find out how a file is written: encoding, delimiter, quoting, and where its header stands.

Nothing is told apart by vendor. Each possible reading of the first part of the file is scored by the column names that
it finds and by how even its rows are; the best one is taken.
"""

from __future__ import annotations

import codecs
import io
import math
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from socialclassify.errors import InputError
from socialclassify.exports.dialect import Dialect, decode
from socialclassify.exports.names import is_known
from socialclassify.exports.records import Record, split_records

SAMPLE_BYTES = 256 * 1024

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_RECORDS = 500
_FORGIVEN = 0.05
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
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_TABLES = (
    (re.compile(r'\s*(?:\[\s*[\[{"]|\{\s*")'), "JSON"),
    (re.compile(r"(?i)\s*<(?:!doctype|html|\?xml|table)"), "HTML or XML"),
)
_SEPARATOR_LINE = re.compile(r"\Asep=(.)\s*\Z")
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
_NUMBER = re.compile(r"[\d.,:%\s+-]+\Z")


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
    if not sample.replace("\0", "").replace("\ufeff", "").strip():
        message = f"{where}: is empty; export it again"
        raise InputError(message)
    for pattern, kind in _NOT_TABLES:
        if pattern.match(sample):
            message = f"{where}: holds {kind}, not a table; export it as CSV"
            raise InputError(message)
    line_end = "\n" if re.search(r"(?<!\r)\n", sample) and "\r\n" not in sample else "\r\n"
    readings = list(_readings(sample, encoding, where, complete=complete))
    if not readings:
        message = f"{where}: no line ends in its first {SAMPLE_BYTES // 1024} KB, so there is no header; is it a table?"
        raise InputError(message)
    return replace(max(readings, key=lambda reading: reading[0])[1], line_end=line_end)


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


def _readings(sample: str, encoding: str, where: str, *, complete: bool) -> Iterator[tuple[float, Dialect]]:
    announced = _SEPARATOR_LINE.match(sample[:8].splitlines()[0])
    for delimiter in (announced[1],) if announced else _DELIMITERS:
        for quoted in (True, False):
            dialect = Dialect(encoding, delimiter, quoted)
            records, odd = _sample_records(dialect, sample, where, complete=complete)
            for place, header in enumerate(records[:_HEADER_DEPTH]):
                evidence = _evidence(header, records[place + 1 :]) * (1 - (odd if odd > _FORGIVEN else 0))
                yield evidence - place * 1e-3 + quoted * 1e-2, replace(dialect, header_record=place)


def _sample_records(dialect: Dialect, sample: str, where: str, *, complete: bool) -> tuple[list[list[str]], float]:
    """The first records, and the share of them whose quotation marks this reading does not explain."""
    records = list(islice(split_records(io.StringIO(sample, newline=""), dialect, where), _SAMPLE_RECORDS))
    if not complete and len(records) < _SAMPLE_RECORDS:
        records = records[:-1]
    odd = sum(bool(record.broken) or (not dialect.quoted and _is_quoted(record)) for record in records)
    return [record.cells for record in records], odd / max(len(records), 1)


def _is_quoted(record: Record) -> bool:
    return any(len(cell) > 1 and cell[0] == cell[-1] == '"' for cell in record.cells)


def _evidence(header: list[str], rows: list[list[str]]) -> float:
    named = [cell for cell in header if cell.strip() and not _NUMBER.match(cell)]
    if not named:
        return 0.0
    known = sum(map(is_known, named))
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    even = sum(len(row) == len(header) for row in filled) / len(filled) if filled else 0.5
    whole = len(named) / len(header)
    return even * whole * (2 * known + math.sqrt(min(len(header), 100)))

"""Find the place of each record: above the header, in the table, or among the rejects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from socialclassify.exports.records import Record


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


class Placing:
    """Turns the records of a file, from its first on, into rows and rejects.

    Parameters
    ----------
    width : int
        Number of cells of the header.
    header_record : int
        Number of records above the header.
    on_reject : callable
        Called with each record that has no place in the table.

    Attributes
    ----------
    filled : int
        Rows so far that had fewer cells than the header and were filled with empty ones.
    """

    def __init__(self, width: int, header_record: int, on_reject: Callable[[Reject], None]) -> None:
        self.width = width
        self.filled = 0
        self._above = header_record
        self._on_reject = on_reject
        self._blank_lines = 0

    @property
    def is_below_header(self) -> bool:
        """Whether the header is behind, and what comes next does not depend on what was before."""
        return self._above < 0 and not self._blank_lines

    def place(self, record: Record) -> list[list[str]]:
        """Place the next record; the rows that it completes, of as many cells as the header has."""
        if self._above >= 0:
            if self._above > 0 and record.is_content:
                self._on_reject(Reject(record.line, "above the header", record.raw))
            self._above -= 1
            return []
        if not record.cells:
            self._blank_lines += self.width == 1  # in a table of one column a blank line is a row without a text
            return []
        cells = record.cells if len(record.cells) == self.width else fit(record.cells, self.width)
        if cells is None:
            reason = record.broken or f"has {len(record.cells)} cells, the header has {self.width}"
            self._on_reject(Reject(record.line, reason, record.raw))
            return []
        self.filled += len(record.cells) < self.width
        rows = [[""]] * self._blank_lines
        self._blank_lines = 0
        return [*rows, cells]


def fit(cells: list[str], width: int) -> list[str] | None:
    """Bring a record to the width of the header; None where that would lose a cell."""
    if len(cells) < width:
        return cells + [""] * (width - len(cells))
    return None if any(cells[width:]) else cells[:width]

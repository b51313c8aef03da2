"""Count how often the same wording occurs in a file: repeated boilerplate is direct evidence of a mass message."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from socialclassify.characters import fold
from socialclassify.compiled import is_compiled
from socialclassify.features.hashing import WORD_SEED, hashed
from socialclassify.language import status_of
from socialclassify.text import normalise

if TYPE_CHECKING:
    import pyarrow as pa

MIN_CHARACTERS = 40
"""Texts up to this length are not counted: "Danke!" is no boilerplate."""

_SPACES = re.compile(r"\s+")
_BLOCK = 1 << 20


class CopyCounter:
    """Counts wordings: first all texts are added, then their counts are read in the same order.

    Mentions, links, digits, case and white space are masked, so that a pasted answer counts as a copy although it
    names somebody else. A row takes eight bytes of a temporary file and four of memory.

    Examples
    --------
    >>> import pyarrow as pa
    >>> posts = [f"@{name} Danke für deine Nachricht, wir melden uns bis 12 Uhr!" for name in ("lena", "tom")]
    >>> with CopyCounter() as counter:
    ...     counter.add(wordings(pa.array([*posts, "Danke!"])))
    ...     counter.counts(3).tolist()
    [2, 2, 0]
    """

    def __init__(self) -> None:
        self._hashes = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the counter
        self._size = self._read = 0
        self._counts: NDArray[np.uint32] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._hashes.close()

    def add(self, hashes: NDArray[np.uint64]) -> None:
        """Count texts by their :func:`wordings`; not possible any more after :meth:`counts`."""
        self._hashes.write(hashes.tobytes())
        self._size += len(hashes)

    def counts(self, size: int) -> NDArray[np.uint32]:
        """How often the wordings of the next texts were added; 0 for a text that is too short to be counted."""
        if self._counts is None:
            self._counts = self._count()
        self._read += size
        return self._counts[self._read - size : self._read]

    def _count(self) -> NDArray[np.uint32]:
        """Count the hashes part by part, each with about as many as a block."""
        counts = np.zeros(self._size, dtype=np.uint32)
        n_parts = np.uint64(self._size // _BLOCK + 1)
        for part in range(int(n_parts)):
            rows, hashes = [], []
            for start, block in self._blocks():
                chosen = np.flatnonzero((block % n_parts == part) & (block != 0))
                rows.append(chosen + start)
                hashes.append(block[chosen])
            if rows:
                _, wording, number = np.unique(np.concatenate(hashes), return_inverse=True, return_counts=True)
                counts[np.concatenate(rows)] = number[wording]
        return counts

    def _blocks(self) -> Iterator[tuple[int, NDArray[np.uint64]]]:
        self._hashes.seek(0)
        for start in range(0, self._size, _BLOCK):
            size = min(_BLOCK, self._size - start)
            yield start, np.frombuffer(self._hashes.read(8 * size), dtype=np.uint64)


def wordings(texts: pa.Array) -> NDArray[np.uint64]:
    """A hash of each text's wording, 0 for texts up to :data:`MIN_CHARACTERS` and those that cannot be read."""
    if is_compiled(len(texts)):
        from socialclassify.features.compiled import batches

        return batches.wordings(texts, MIN_CHARACTERS + 1)
    found = [_wording(text) for text in texts.to_pylist()]
    hashes = hashed(found, WORD_SEED)
    hashes[[not wording for wording in found]] = 0
    return hashes


def _wording(text: str | None) -> str:
    if text is None or status_of(text) not in ("ok", "not_german"):
        return ""
    wording = _SPACES.sub(" ", fold(normalise(text)))
    return wording if len(wording) > MIN_CHARACTERS else ""

"""Count how often the same wording occurs in a file: repeated boilerplate is direct evidence of a mass message."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from hashlib import blake2b

import numpy as np

from socialclassify.text import MAX_CHARACTERS, normalise

MIN_CHARACTERS = 40
"""Texts up to this length are not counted: "Danke!" is no boilerplate."""

_SPACES = re.compile(r"\s+")


class CopyCounter:
    """Counts wordings, eight bytes a post.

    Mentions, links, digits, case and white space are masked, so that a pasted answer counts as a copy although it
    names somebody else.

    Examples
    --------
    >>> counter = CopyCounter()
    >>> posts = ["@lena Danke für deine Nachricht, wir melden uns bis 12 Uhr!", "@tom Danke für deine Nachricht, wir melden uns bis 15 Uhr!"]
    >>> counter.add(posts)
    >>> counter.counts([*posts, "Danke!"])
    [2, 2, None]
    """  # noqa: E501 - an example reads best in one line

    def __init__(self) -> None:
        self._seen = array("Q")
        self._wordings: tuple[np.ndarray, np.ndarray] | None = None

    def add(self, texts: Iterable[str | None]) -> None:
        """Count texts; not possible any more after :meth:`counts`."""
        self._seen.extend(wording for wording in map(_wording, texts) if wording is not None)

    def counts(self, texts: Iterable[str | None]) -> list[int | None]:
        """How often each text's wording was added; None for a text too short to be counted."""
        if self._wordings is None:
            self._wordings = np.unique(np.frombuffer(self._seen, dtype=np.uint64), return_counts=True)
            self._seen = array("Q")
        wordings, frequency = self._wordings
        found: list[int | None] = []
        for wording in map(_wording, texts):
            if wording is None:
                found.append(None)
                continue
            place = np.searchsorted(wordings, np.uint64(wording))
            known = place < len(wordings) and wordings[place] == wording
            found.append(int(frequency[place]) if known else 0)
        return found


def _wording(text: str | None) -> int | None:
    if not text or len(text) > MAX_CHARACTERS:
        return None
    wording = _SPACES.sub(" ", normalise(text)).casefold()
    if len(wording) <= MIN_CHARACTERS:
        return None
    return int.from_bytes(blake2b(wording.encode(), digest_size=8).digest(), "little")

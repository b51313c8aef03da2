"""Say where in the text as exported each character of its normalised form comes from.

The steps are those of :mod:`socialclassify.text`, taken with its own patterns; the result is compared with
:func:`socialclassify.text.normalise`, so that a place is rather given too wide than wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple

from socialclassify.characters import simplify
from socialclassify.text import (
    EDGES,
    INVISIBLES,
    LINE_BREAKS,
    SPACES,
    STYLED_LETTERS,
    SURROGATES,
    masking,
    normalise,
    tidy_space,
    unescape,
)

_ENTITY = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)")
"""What :func:`html.unescape` looks at."""

_LONGEST_LOOK = 64
"""So many characters before a starter decide whether it is composed with them."""

_Piece = tuple[int, int, str]
"""Start and end of a part of a text, and what stands there afterwards."""


class Aligned(NamedTuple):
    """A text that was made from another.

    Attributes
    ----------
    text : str
        The text that was made.
    starts, ends : list of int
        For each of its characters, the characters of the other text that it stands for; in the order of the text.
    """

    text: str
    starts: list[int]
    ends: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The part of the other text that a part of this one, not empty, stands for."""
        return self.starts[start], self.ends[end - 1]


def align(text: str, brand: str | None = None) -> Aligned:
    r"""Normalise a text and keep where each character comes from.

    Parameters
    ----------
    text : str
        A post as exported.
    brand : str or None
        The brand that the post belongs to, where it is known.

    Returns
    -------
    Aligned
        Its text is that of :func:`socialclassify.text.normalise`. A placeholder stands for all that it replaced. Should
        the places not be known, each character stands for the whole text.

    Examples
    --------
    >>> made = align("Gru\u0308\u00dfe @lena")
    >>> made.text, made.span(0, 5), made.span(6, 11)
    ('Grüße @user', (0, 6), (7, 12))
    """
    aligned = Aligned(text, list(range(len(text))), list(range(1, len(text) + 1)))
    for pieces in (
        _entities,
        partial(_matches, SURROGATES, "\ufffd"),
        _styled_letters,
        _composed,
        partial(_matches, INVISIBLES, ""),
        partial(_matches, LINE_BREAKS, "\n"),
        partial(_matches, SPACES, tidy_space),
        _edges,
    ):
        aligned = _rewritten(aligned, pieces(aligned.text))
    simplified = aligned._replace(text=simplify(aligned.text))
    aligned = _rewritten(simplified, _matches(*masking(brand), simplified.text))
    known = normalise(text, brand)
    return aligned if aligned.text == known else Aligned(known, [0] * len(known), [len(text)] * len(known))


def _rewritten(aligned: Aligned, pieces: Iterable[_Piece]) -> Aligned:
    """Change some pieces of a text; what stays the same within a piece keeps its places."""
    text, done = aligned.text, 0
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end, new in pieces:
        if new == text[start:end]:
            continue
        parts += text[done:start], new
        starts += aligned.starts[done:start] + [aligned.starts[start]] * len(new)
        ends += aligned.ends[done:start] + [aligned.ends[end - 1]] * len(new)
        done = end
    if not done:
        return aligned
    return Aligned("".join([*parts, text[done:]]), starts + aligned.starts[done:], ends + aligned.ends[done:])


def _matches(pattern: re.Pattern[str], new: str | Callable[[re.Match[str]], str], text: str) -> Iterator[_Piece]:
    for match in pattern.finditer(text):
        yield match.start(), match.end(), new if isinstance(new, str) else new(match)


def _entities(text: str) -> Iterator[_Piece]:
    """HTML entities; one without a semicolon may be the beginning of a word, of which the rest stays."""
    for match in _ENTITY.finditer(text):
        entity, resolved = match[0], unescape(match[0])
        size = len(entity)
        if entity[1] != "#":
            size = next(size for size in range(size + 1) if unescape(entity[:size]) + entity[size:] == resolved)
        if size:
            yield match.start(), match.start() + size, unescape(entity[:size])


def _styled_letters(text: str) -> Iterator[_Piece]:
    for match in STYLED_LETTERS.finditer(text):
        for place, letter in enumerate(match[0], match.start()):
            yield place, place + 1, unicodedata.normalize("NFKC", letter)


def _composed(text: str) -> Iterator[_Piece]:
    """Letters with the marks, and the letters, that are composed with them."""
    compose = partial(unicodedata.normalize, "NFC")
    if unicodedata.is_normalized("NFC", text):
        return
    start = 0
    for place, character in enumerate(text):
        if place and _starts(text[max(start, place - _LONGEST_LOOK) : place], character, compose):
            yield start, place, compose(text[start:place])
            start = place
    yield start, len(text), compose(text[start:])


def _starts(before: str, character: str, compose: Callable[[str], str]) -> bool:
    if character.isascii():
        return True
    return not unicodedata.combining(character) and compose(before + character) == compose(before) + compose(character)


def _edges(text: str) -> Iterator[_Piece]:
    begin, end = len(text) - len(text.lstrip(EDGES)), len(text.rstrip(EDGES))
    if begin:
        yield 0, begin, ""
    if begin <= end < len(text):
        yield end, len(text), ""

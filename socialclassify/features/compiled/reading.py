"""Read a text as :func:`socialclassify.text.normalise` does, from UTF-8 to the places of its characters.

The regular expressions of :mod:`socialclassify.text` say what is meant; the functions here do the same character by
character. Texts that have to be composed first are told apart by :func:`triage`.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from socialclassify.characters import (
    EMOJI_END,
    EMOJI_PLACE,
    EMOJI_START,
    FOREIGN_END,
    FOREIGN_PLACE,
    FOREIGN_START,
    LOW_END,
    REPLACEMENT,
    REPLACEMENT_PLACE,
    VARIANT,
    VARIANT_PLACE,
    characters,
    folded,
)
from socialclassify.compiled import jit
from socialclassify.features.compiled import int64
from socialclassify.labels import STATUSES
from socialclassify.text import INVISIBLE, MAX_CHARACTERS

WORD, SPACE, LETTER, DROPPED, BREAK, UNCOMPOSED = (1 << bit for bit in range(6))
"""Bits of what a character is; DROPPED and the following ones concern cleaning alone."""

_CHINESE_START, _CHINESE_END = 0x4E00, 0xA000
_MARK = 0xFEFF
_NEWLINE, _RETURN, _BLANK, _JOINER, _AMPERSAND = (ord(character) for character in "\n\r \u200d&")

READABLE, NOT_GERMAN, EMPTY, UNREADABLE = map(STATUSES.index, ("ok", "not_german", "empty", "unreadable"))
COMPOSABLE = len(STATUSES)
"""Said of texts that have to be composed before more is known."""


class Alphabet(NamedTuple):
    """What is known of each character, by place.

    Attributes
    ----------
    kinds : ndarray of uint8, shape (n_places,)
        Bits such as :data:`WORD`.
    small : ndarray of uint16, shape (n_places,)
        The place of its small letter.
    """

    kinds: NDArray[np.uint8]
    small: NDArray[np.uint16]


@cache
def alphabet() -> Alphabet:
    """The tables, made once."""
    import re
    import unicodedata

    dropped = re.compile(f"[{INVISIBLE}]")
    kinds = np.zeros(len(characters()), dtype=np.uint8)
    for place, character in enumerate(characters()):
        if EMOJI_PLACE <= place < FOREIGN_PLACE:
            kinds[place] = WORD | LETTER if character.isalnum() else 0
            continue
        word = character.isalnum()
        kinds[place] = (
            (word or character == "_") * WORD
            + character.isspace() * SPACE
            + (word and not character.isdecimal()) * LETTER
            + (dropped.match(character) is not None) * DROPPED
            + (character in "\x85\u2028\u2029") * BREAK
        )
        if place < LOW_END:
            composed = unicodedata.is_normalized("NFC", character) and not unicodedata.combining(character)
            foreign = FOREIGN_START <= place < FOREIGN_END
            kinds[place] += (not composed or foreign) * UNCOMPOSED
    return Alphabet(kinds, folded())


@jit(error_model="numpy")
def triage(data: NDArray[np.uint8], starts: NDArray[np.int64], kinds: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Tell texts that can be read at once from those that are too long or have to be composed first.

    Parameters
    ----------
    data : ndarray of uint8
        Texts in UTF-8, one after another.
    starts : ndarray of int64, shape (n_texts + 1,)
        Where each begins in ``data``, and where the last one ends.
    kinds : ndarray of uint8
        Of :class:`Alphabet`.

    Returns
    -------
    ndarray of uint8, shape (n_texts,)
        :data:`READABLE`, :data:`COMPOSABLE` or :data:`UNREADABLE`.
    """
    found = np.zeros(len(starts) - 1, dtype=np.uint8)
    for row in range(len(found)):
        at, stop = starts[row], starts[row + 1]
        if stop - at > MAX_CHARACTERS and _characters(data, at, stop) > MAX_CHARACTERS:
            found[row] = UNREADABLE
            continue
        while at < stop:
            if data[at] < 0x80:
                if data[at] == _AMPERSAND:
                    found[row] = COMPOSABLE
                    break
                at += 1
                continue
            point, at = decoded(data, at)
            if not _is_composed(point, kinds):
                found[row] = COMPOSABLE
                break
    return found


@jit(inner=True, error_model="numpy")
def _characters(data: NDArray[np.uint8], start: int, stop: int) -> int:
    count = 0
    for at in range(start, stop):
        count += (data[at] & 0xC0) != 0x80
    return count


@jit(inner=True, error_model="numpy")
def _is_composed(point: int, kinds: NDArray[np.uint8]) -> bool:
    if point < LOW_END:
        return not kinds[point] & UNCOMPOSED
    if EMOJI_START <= point < EMOJI_END or _CHINESE_START <= point < _CHINESE_END:
        return True
    return point == VARIANT or point == REPLACEMENT or point == _MARK


@jit(inner=True, error_model="numpy")
def decoded(data: NDArray[np.uint8], at: int) -> tuple[int, int]:
    """The code point that begins at ``at``, not an ASCII one, and where the next one begins."""
    lead = int64(data[at])
    if lead < 0xE0:
        return (lead & 0x1F) << 6 | (data[at + 1] & 0x3F), at + 2
    if lead < 0xF0:
        return (lead & 0x0F) << 12 | (data[at + 1] & 0x3F) << 6 | (data[at + 2] & 0x3F), at + 3
    point = (lead & 0x07) << 18 | (data[at + 1] & 0x3F) << 12 | (data[at + 2] & 0x3F) << 6 | (data[at + 3] & 0x3F)
    return point, at + 4


@jit(inner=True, error_model="numpy")
def place_of(point: int) -> int:
    """The place of a code point that is not ASCII."""
    if point < LOW_END:
        return FOREIGN_PLACE if FOREIGN_START <= point < FOREIGN_END else point
    if EMOJI_START <= point < EMOJI_END:
        return point - EMOJI_START + EMOJI_PLACE
    if point == VARIANT:
        return VARIANT_PLACE
    return REPLACEMENT_PLACE if point == REPLACEMENT else FOREIGN_PLACE


@jit(error_model="numpy")
def cleaned(
    data: NDArray[np.uint8],
    start: int,
    stop: int,
    kinds: NDArray[np.uint8],
    out: NDArray[np.uint16],
) -> tuple[int, int]:
    """Clean a composed text into ``out``; where the visible part of it begins and ends."""
    length = breaks = 0
    waiting = returned = False
    at = start
    while at < stop:
        place = int64(data[at])
        if place < 0x80:
            at += 1
        else:
            point, at = decoded(data, at)
            if point == _MARK:
                continue
            place = point if point < LOW_END and kinds[point] & (SPACE | DROPPED) else place_of(point)
        kind = kinds[place]
        if kind & DROPPED:
            continue
        if kind & SPACE:
            waiting = True
            if place == _NEWLINE:
                breaks += not returned
            elif place == _RETURN or kind & BREAK:
                breaks += 1
            returned = place == _RETURN
            continue
        if waiting:
            for _ in range(min(max(breaks, 1), 2)):
                out[length] = _NEWLINE if breaks else _BLANK
                length += 1
            waiting = returned = False
            breaks = 0
        out[length] = place
        length += 1
    first = 0
    while first < length and (out[first] == _BLANK or out[first] == _NEWLINE or out[first] == _JOINER):
        first += 1
    while length > first and (out[length - 1] == _BLANK or out[length - 1] == _NEWLINE or out[length - 1] == _JOINER):
        length -= 1
    return first, length


@jit(inner=True, error_model="numpy")
def status(visible: NDArray[np.uint16]) -> int:
    """Whether there is anything to read in a cleaned text."""
    if len(visible) == 0:
        return EMPTY
    lost = 0
    for place in visible:
        lost += place == REPLACEMENT_PLACE
    return UNREADABLE if 2 * lost > len(visible) else READABLE

"""Count the hashed n-grams of a text, as :mod:`socialclassify.features.ngrams` does."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from socialclassify.compiled import jit
from socialclassify.features.compiled.reading import WORD
from socialclassify.features.hashing import (
    CHAR_SEED,
    CLOSE_HASH,
    MAX_COUNT,
    OPEN_HASH,
    PAIR_FACTOR,
    PRIME,
    SHIFT,
    SIGN_FACTOR,
    SPREAD,
    START_FACTOR,
    WORD_SEED,
)
from socialclassify.features.ngrams import LONGEST, SHORTEST

_BLANK, _NEWLINE, _AT = map(ord, " \n@")
_SENTENCE_ENDS = tuple(map(ord, ".!?:\n"))


class Counts(NamedTuple):
    """Room for the n-grams of a text.

    Attributes
    ----------
    spaced : ndarray of uint16
        The text with single blanks, one at each end.
    places : ndarray of int64
        Columns by slot; -1 where a slot is free.
    numbers : ndarray of int64
        Counts by slot.
    used : ndarray of int64
        Slots in use, in order of first occurrence.
    """

    spaced: NDArray[np.uint16]
    places: NDArray[np.int64]
    numbers: NDArray[np.int64]
    used: NDArray[np.int64]


@jit(inner=True, error_model="numpy")
def room_for(longest: int) -> Counts:
    """Room for a normalised text of the given number of characters."""
    most = most_ngrams(longest)
    size = slots_for(most)
    return Counts(
        np.empty(longest + 2, dtype=np.uint16),
        np.full(size, -1, dtype=np.int64),
        np.zeros(size, dtype=np.int64),
        np.empty(most, dtype=np.int64),
    )


@jit(inner=True, error_model="numpy")
def most_ngrams(length: int) -> int:
    """The most n-grams that a text of so many characters can have."""
    return 8 * length + 16


@jit(inner=True, error_model="numpy")
def slots_for(most: int) -> int:
    """A power of two that leaves half of the slots free."""
    size = 64
    while size < 2 * most:
        size *= 2
    return size


@jit(inner=True, error_model="numpy")
def _take(counts: Counts, last: int, used: int, column: int) -> int:
    """Count one n-gram; how many slots are used then."""
    slot = (column * 0x9E3779B1) >> 7 & last
    while counts.places[slot] != column:
        if counts.places[slot] == -1:
            counts.places[slot] = column
            counts.numbers[slot] = 0
            counts.used[used] = slot
            used += 1
            break
        slot = (slot + 1) & last
    counts.numbers[slot] += 1
    return used


@jit(inner=True, error_model="numpy")
def slot_of(value: np.uint64, size: np.uint64) -> int:
    """The place of a hash in a table of the given size."""
    spread = (value ^ (value >> SHIFT)) * SPREAD
    return np.int64(((spread >> SHIFT) * size) >> SHIFT)


@jit(inner=True, error_model="numpy")
def count_ngrams(
    small: NDArray[np.uint16], kinds: NDArray[np.uint8], n_hashes: int, counts: Counts
) -> tuple[int, int]:
    """Count the n-grams of a normalised text in small letters.

    Returns how many slots are used by words and signs, and how many in all. The caller frees them.
    """
    last = slots_for(most_ngrams(len(small))) - 1
    size = np.uint64(n_hashes)
    used = _count_words(small, kinds, size, counts, last)
    return used, _count_characters(small, size, counts, last, used)


@jit(inner=True, error_model="numpy")
def _count_words(
    small: NDArray[np.uint16], kinds: NDArray[np.uint8], size: np.uint64, counts: Counts, last: int
) -> int:
    used = at = np.int64(0)
    token, is_word = OPEN_HASH, False
    word, any_word = OPEN_HASH, False
    fresh = True
    while at < len(small):
        place = small[at]
        if place == _BLANK or place == _NEWLINE:
            fresh = fresh or place == _NEWLINE
            at += 1
            continue
        value = (WORD_SEED ^ np.uint64(place)) * PRIME
        at += 1
        if kinds[place] & WORD or (place == _AT and at < len(small) and kinds[small[at]] & WORD):
            while at < len(small) and kinds[small[at]] & WORD:
                value = (value ^ np.uint64(small[at])) * PRIME
                at += 1
            used = _take(counts, last, used, slot_of(value, size))
            if any_word:
                used = _take(counts, last, used, slot_of(word * PAIR_FACTOR + value, size))
            if fresh:
                used = _take(counts, last, used, slot_of(value * START_FACTOR, size))
            if not is_word:
                used = _take(counts, last, used, slot_of(token * SIGN_FACTOR + value, size))
            word, any_word, fresh, is_word = value, True, False, True
        else:
            used = _take(counts, last, used, slot_of(token * SIGN_FACTOR + value, size))
            fresh = fresh or place in _SENTENCE_ENDS
            is_word = False
        token = value
    if token == OPEN_HASH:
        return used
    return _take(counts, last, used, slot_of(token * SIGN_FACTOR + CLOSE_HASH, size))


@jit(inner=True, error_model="numpy")
def _count_characters(small: NDArray[np.uint16], size: np.uint64, counts: Counts, last: int, used: int) -> int:
    spaced = counts.spaced
    spaced[0] = _BLANK
    length = np.int64(1)
    for place in small:
        if place == _NEWLINE:
            place = np.uint16(_BLANK)  # noqa: PLW2901 - the same character for what follows
        if place != _BLANK or spaced[length - 1] != _BLANK:
            spaced[length] = place
            length += 1
    if spaced[length - 1] != _BLANK:
        spaced[length] = _BLANK
        length += 1
    offset = np.int64(size)
    for begin in range(length):
        value = (CHAR_SEED ^ np.uint64(spaced[begin])) * PRIME
        crossing = False
        for reach in range(1, min(LONGEST, length - begin)):
            value = (value ^ np.uint64(spaced[begin + reach])) * PRIME
            if reach + 1 >= SHORTEST and (not crossing or reach + 1 == LONGEST):
                used = _take(counts, last, used, offset + slot_of(value, size))
            crossing = crossing or spaced[begin + reach] == _BLANK
    return used

"""Count the hashed n-grams of a text, as :mod:`socialclassify.features.ngrams` does."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from socialclassify.compiled import jit
from socialclassify.features.compiled import int64
from socialclassify.features.compiled.reading import WORD
from socialclassify.features.hashing import (
    CASE_SEED,
    CHAR_SEED,
    CLOSE_HASH,
    FIRST_FACTOR,
    LAST_FACTOR,
    OPEN_HASH,
    PAIR_FACTOR,
    PRIME,
    SHIFT,
    SIGN_FACTOR,
    SKIP_FACTOR,
    SPREAD,
    START_FACTOR,
    WORD_SEED,
)
from socialclassify.features.ngrams import ENDS, LONGEST, N_TABLES, SHORTEST

_BLANK, _NEWLINE, _AT = map(ord, " \n@")
_SENTENCE_ENDS = tuple(map(ord, ".!?:\n"))
COUNT_BITS = 24
"""A text of :data:`socialclassify.text.MAX_CHARACTERS` cannot hold more of one n-gram than they count."""

_MOST_PER_CHARACTER, _MOST_MORE = 11, 2 * ENDS + 2


class Counts(NamedTuple):
    """Room for the n-grams of a text.

    Attributes
    ----------
    spaced : ndarray of uint16
        The text with single blanks, one at each end.
    words : ndarray of uint64
        Hashes of its words.
    slots : ndarray of int64
        Columns, each with its count in the lowest :data:`COUNT_BITS` bits; -1 where a slot is free.
    used : ndarray of int32
        Slots in use, those of one table after those of another.
    columns : ndarray of int32
        Room for the columns of the slots in use.
    values : ndarray of float64
        Room for their values.
    ends : ndarray of int64, shape (n_tables,)
        Where the slots of each table end in ``used``.
    """

    spaced: NDArray[np.uint16]
    words: NDArray[np.uint64]
    slots: NDArray[np.int64]
    used: NDArray[np.int32]
    columns: NDArray[np.int32]
    values: NDArray[np.float64]
    ends: NDArray[np.int64]


@jit(inner=True, error_model="numpy")
def room_for(longest: int) -> Counts:
    """Room for a normalised text of the given number of characters."""
    size = _slots_for(longest)
    return Counts(
        np.empty(longest + 2, dtype=np.uint16),
        np.empty(longest, dtype=np.uint64),
        np.full(size, -1, dtype=np.int64),
        np.empty(size, dtype=np.int32),
        np.empty(size, dtype=np.int32),
        np.empty(size, dtype=np.float64),
        np.zeros(N_TABLES, dtype=np.int64),
    )


@jit(inner=True, error_model="numpy")
def _slots_for(length: int) -> int:
    """A power of two above the number of n-grams that so many characters can have."""
    size = 64
    while size <= _MOST_PER_CHARACTER * length + _MOST_MORE:
        size *= 2
    return size


@jit(inner=True, error_model="numpy", forceinline=True)
def _take(
    slots: NDArray[np.int64],
    in_use: NDArray[np.int32],
    last: int,
    used: int,
    value: np.uint64,
    size: np.uint64,
    offset: int,
) -> int:
    """Count one n-gram by its hash; how many slots are used then."""
    spread = (value ^ (value >> SHIFT)) * SPREAD
    column = offset + int64(((spread >> SHIFT) * size) >> SHIFT)
    slot = column & last
    while True:
        held = slots[slot]
        if held >> COUNT_BITS == column:
            slots[slot] = held + 1
            return used
        if held < 0:
            slots[slot] = (column << COUNT_BITS) + 1
            in_use[used] = slot
            return used + 1
        slot = (slot + 1) & last


@jit(inner=True, error_model="numpy")
def count_ngrams(
    text: NDArray[np.uint16], small: NDArray[np.uint16], kinds: NDArray[np.uint8], n_hashes: int, counts: Counts
) -> int:
    """Count the n-grams of a normalised text, also given in small letters.

    Returns how many slots are used; the caller frees them.
    """
    last = _slots_for(len(small)) - 1
    size = np.uint64(n_hashes)
    n_words, used = _count_marks(text, small, kinds, size, counts, last)
    counts.ends[0] = used
    used = _count_words(counts.words[:n_words], size, counts, last, used)
    counts.ends[1] = used
    used = _count_characters(small, size, counts, last, used)
    counts.ends[2] = used
    return used


@jit(inner=True, error_model="numpy")
def _count_marks(
    text: NDArray[np.uint16],
    small: NDArray[np.uint16],
    kinds: NDArray[np.uint8],
    size: np.uint64,
    counts: Counts,
    last: int,
) -> tuple[int, int]:
    """Hash the words, and count signs with their neighbours and words by their case and place."""
    slots, in_use = counts.slots, counts.used
    used = n_words = at = int64(0)
    token, is_word, fresh = OPEN_HASH, False, True
    while at < len(small):
        place = small[at]
        if place == _BLANK or place == _NEWLINE:
            fresh = fresh or place == _NEWLINE
            at += 1
            continue
        value = (WORD_SEED ^ np.uint64(place)) * PRIME
        cased = (CASE_SEED ^ np.uint64(text[at])) * PRIME
        at += 1
        if kinds[place] & WORD or (place == _AT and at < len(small) and kinds[small[at]] & WORD):
            while at < len(small) and kinds[small[at]] & WORD:
                value = (value ^ np.uint64(small[at])) * PRIME
                cased = (cased ^ np.uint64(text[at])) * PRIME
                at += 1
            counts.words[n_words] = value
            n_words += 1
            used = _take(slots, in_use, last, used, cased, size, 0)
            if fresh:
                used = _take(slots, in_use, last, used, value * START_FACTOR, size, 0)
            if n_words <= ENDS:
                used = _take(slots, in_use, last, used, value * FIRST_FACTOR, size, 0)
            if not is_word:
                used = _take(slots, in_use, last, used, token * SIGN_FACTOR + value, size, 0)
            is_word, fresh = True, False
        else:
            used = _take(slots, in_use, last, used, token * SIGN_FACTOR + value, size, 0)
            fresh = fresh or place in _SENTENCE_ENDS
            is_word = False
        token = value
    if token != OPEN_HASH:
        used = _take(slots, in_use, last, used, token * SIGN_FACTOR + CLOSE_HASH, size, 0)
    for place in range(max(n_words - ENDS, 0), n_words):
        used = _take(slots, in_use, last, used, counts.words[place] * LAST_FACTOR, size, 0)
    return n_words, used


@jit(inner=True, error_model="numpy")
def _count_words(words: NDArray[np.uint64], size: np.uint64, counts: Counts, last: int, used: int) -> int:
    slots, in_use = counts.slots, counts.used
    offset = int64(size)
    for place in range(len(words)):
        used = _take(slots, in_use, last, used, words[place], size, offset)
        if place > 0:
            used = _take(slots, in_use, last, used, words[place - 1] * PAIR_FACTOR + words[place], size, offset)
        if place > 1:
            used = _take(slots, in_use, last, used, words[place - 2] * SKIP_FACTOR + words[place], size, offset)
    return used


@jit(inner=True, error_model="numpy")
def _count_characters(small: NDArray[np.uint16], size: np.uint64, counts: Counts, last: int, used: int) -> int:
    spaced = counts.spaced
    spaced[0] = _BLANK
    length = int64(1)
    for place in small:
        if place != _BLANK and place != _NEWLINE:
            spaced[length] = place
            length += 1
        elif spaced[length - 1] != _BLANK:
            spaced[length] = _BLANK
            length += 1
    if spaced[length - 1] != _BLANK:
        spaced[length] = _BLANK
        length += 1
    slots, in_use = counts.slots, counts.used
    offset = 2 * int64(size)
    for begin in range(length):
        value = (CHAR_SEED ^ np.uint64(spaced[begin])) * PRIME
        crossing = False
        for reach in range(1, min(LONGEST, length - begin)):
            value = (value ^ np.uint64(spaced[begin + reach])) * PRIME
            if reach + 1 >= SHORTEST and (not crossing or reach + 1 == LONGEST):
                used = _take(slots, in_use, last, used, value, size, offset)
            crossing = crossing or spaced[begin + reach] == _BLANK
    return used

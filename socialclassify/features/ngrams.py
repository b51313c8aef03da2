"""Hashed word and character n-grams: no vocabulary is kept, so no word of the training data can leak from a model.

This is the plain path, vectorised with NumPy; :mod:`socialclassify.features.compiled.counting` is the compiled one.
Both give the same bits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from socialclassify.characters import fold, places
from socialclassify.features.hashing import (
    CASE_SEED,
    CHAR_SEED,
    CLOSE_HASH,
    FIRST_FACTOR,
    LAST_FACTOR,
    MAX_COUNT,
    OPEN_HASH,
    PAIR_FACTOR,
    SIGN_FACTOR,
    SKIP_FACTOR,
    SQUARE_SCALE,
    START_FACTOR,
    TERM_SQUARE,
    TERM_WEIGHT,
    WORD_SEED,
    hashed,
    slots,
    step,
)

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

SHORTEST, LONGEST = 2, 5
"""Lengths of the runs of characters; the longest ones also cross from word to word."""

ENDS = 5
"""How many words at either end of a text count by their place."""

N_TABLES = 3

TOKEN = re.compile(r"(?P<word>@?\w+)|[^\w\s]|\n")
"""Words, signs and line breaks."""

SENTENCE_ENDS = frozenset(".!?:\n")

_Found = tuple[NDArray[np.int64], NDArray[np.uint64]]
"""Rows and hashes of n-grams."""


def ngram_counts(texts: list[str], n_hashes: int) -> csr_matrix:
    """Hash the n-grams of each text into three tables: marks, words, and characters.

    The first table holds signs with their neighbours, words as they are written, the first word of each sentence and
    the first and last words of the text; the second one words, pairs of words, and pairs with one word between; the
    third one runs of 2 to 5 characters within word borders, and those of 5 across them.

    Parameters
    ----------
    texts : list of str
        Normalised texts.
    n_hashes : int
        Size of each table.

    Returns
    -------
    csr_matrix of float32, shape (n_texts, 3 * n_hashes)
        ``1 + log(count)``, each table's row scaled to unit length.

    Examples
    --------
    >>> ngram_counts(["Danke"], 1024).shape
    (1, 3072)
    """
    from scipy.sparse import csr_matrix

    tables = [*_marks_and_words(texts), _characters([fold(text) for text in texts])]
    rows = np.concatenate([rows for rows, _ in tables])
    columns = np.concatenate([slots(hashes, n_hashes) + number * n_hashes for number, (_, hashes) in enumerate(tables)])
    width = N_TABLES * n_hashes
    found, counts = np.unique(rows * width + columns, return_counts=True)
    counts = np.minimum(counts, MAX_COUNT)
    row, column = np.divmod(found, width)
    table = N_TABLES * row + column // n_hashes
    squares = np.zeros(N_TABLES * len(texts), dtype=np.int64)
    np.add.at(squares, table, TERM_SQUARE[counts])
    values = TERM_WEIGHT[counts] / np.sqrt(squares[table] / SQUARE_SCALE)
    starts = np.searchsorted(row, np.arange(len(texts) + 1))
    return csr_matrix((values.astype(np.float32), column, starts), shape=(len(texts), width))


def _marks_and_words(texts: list[str]) -> tuple[_Found, _Found]:
    tokens = [list(TOKEN.finditer(text)) for text in texts]
    rows = np.repeat(np.arange(len(tokens)), [len(each) for each in tokens])
    names = [token[0] for each in tokens for token in each]
    is_word = np.array([token["word"] is not None for each in tokens for token in each], dtype=bool)
    ends = np.array([name in SENTENCE_ENDS for name in names], dtype=bool)
    is_break = np.array([name == "\n" for name in names], dtype=bool)
    hashes = hashed([fold(name) for name in names], WORD_SEED)

    words, word_rows = hashes[is_word], rows[is_word]
    cased = hashed([name for name, word in zip(names, is_word.tolist(), strict=True) if word], CASE_SEED)
    opens = _changes(word_rows) | _changes(np.cumsum(ends)[is_word])
    place, place_from_end = _places(word_rows), _places(word_rows[::-1])[::-1]
    first, last = place < ENDS, place_from_end < ENDS
    marks = (
        (word_rows, cased),
        (word_rows[opens], words[opens] * START_FACTOR),
        (word_rows[first], words[first] * FIRST_FACTOR),
        (word_rows[last], words[last] * LAST_FACTOR),
        *_signs(rows[~is_break], hashes[~is_break], is_word[~is_break]),
    )
    second, third = np.flatnonzero(place > 0), np.flatnonzero(place > 1)
    pairs = (
        (word_rows, words),
        (word_rows[second], words[second - 1] * PAIR_FACTOR + words[second]),
        (word_rows[third], words[third - 2] * SKIP_FACTOR + words[third]),
    )
    return _joined(marks), _joined(pairs)


def _joined(found: Iterable[_Found]) -> _Found:
    rows, hashes = zip(*found, strict=True)
    return np.concatenate(rows), np.concatenate(hashes)


def _changes(values: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Where a value differs from the one before."""
    changes = np.ones(len(values), dtype=bool)
    changes[1:] = values[1:] != values[:-1]
    return changes


def _places(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number of each entry within its row, from 0."""
    starts = np.flatnonzero(_changes(rows))
    return np.arange(len(rows)) - np.repeat(starts, np.diff(np.append(starts, len(rows))))


def _signs(rows: NDArray[np.int64], hashes: NDArray[np.uint64], is_word: NDArray[np.bool_]) -> tuple[_Found, _Found]:
    """Pairs of neighbours of which one is no word; both ends of a text count as signs."""
    first = _changes(rows)
    last = np.roll(first, -1)
    left = np.where(first, OPEN_HASH, np.roll(hashes, 1))
    left_is_word = ~first & np.roll(is_word, 1)
    chosen = ~(left_is_word & is_word)
    return (
        (rows[chosen], left[chosen] * SIGN_FACTOR + hashes[chosen]),
        (rows[last], hashes[last] * SIGN_FACTOR + CLOSE_HASH),
    )


def _characters(small: list[str]) -> _Found:
    """Runs of characters; a blank stands at both ends of a text."""
    spaced = [f" {' '.join(words)} " if (words := text.split()) else "" for text in small]
    rows = np.repeat(np.arange(len(spaced)), [len(text) for text in spaced])
    points = places("".join(spaced)).astype(np.uint64)
    blanks = np.cumsum(np.concatenate([[0], points == ord(" ")]))
    hashes = np.full(len(points), CHAR_SEED)
    found: list[_Found] = [(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint64))]
    for size in range(1, min(LONGEST, len(points)) + 1):
        fits = len(points) - size + 1
        hashes = step(hashes[:fits], points[size - 1 :])
        if size >= SHORTEST:
            inside = rows[:fits] == rows[size - 1 :]
            if size < LONGEST:
                inside &= blanks[size - 1 : size - 1 + fits] == blanks[1 : fits + 1]
            found.append((rows[:fits][inside], hashes[inside]))
    return _joined(found)

"""Hashed word and character n-grams: no vocabulary is kept, so no word of the training data can leak from a model.

This is the plain path, vectorised with NumPy; :mod:`socialclassify.features.compiled.counting` is the compiled one.
Both give the same bits.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from socialclassify.characters import fold, places
from socialclassify.features.hashing import (
    CHAR_SEED,
    CLOSE_HASH,
    MAX_COUNT,
    OPEN_HASH,
    PAIR_FACTOR,
    SIGN_FACTOR,
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

_TOKEN = re.compile(r"(?P<word>@?\w+)|[^\w\s]|\n")
_SENTENCE_ENDS = frozenset(".!?:\n")


def ngram_counts(texts: list[str], n_hashes: int) -> csr_matrix:
    """Hash the n-grams of each text into two tables, words and characters.

    The first table holds words, pairs of words, the first word of each sentence, and signs with their neighbours. The
    second holds runs of 2 to 5 characters within word borders, and those of 5 across them.

    Parameters
    ----------
    texts : list of str
        Normalised texts.
    n_hashes : int
        Size of each table.

    Returns
    -------
    csr_matrix of float32, shape (n_texts, 2 * n_hashes)
        ``1 + log(count)``, each table's row scaled to unit length.

    Examples
    --------
    >>> ngram_counts(["Danke"], 1024).shape
    (1, 2048)
    """
    from scipy.sparse import csr_matrix

    small = [fold(text) for text in texts]
    word_rows, word_hashes = _words(small)
    char_rows, char_hashes = _characters(small)
    rows = np.concatenate([word_rows, char_rows])
    columns = np.concatenate([slots(word_hashes, n_hashes), slots(char_hashes, n_hashes) + n_hashes])
    found, counts = np.unique(rows * (2 * n_hashes) + columns, return_counts=True)
    counts = np.minimum(counts, MAX_COUNT)
    row, column = np.divmod(found, 2 * n_hashes)
    table = 2 * row + (column >= n_hashes)
    squares = np.zeros(2 * len(texts), dtype=np.int64)
    np.add.at(squares, table, TERM_SQUARE[counts])
    values = TERM_WEIGHT[counts] / np.sqrt(squares[table] / SQUARE_SCALE)
    starts = np.searchsorted(row, np.arange(len(texts) + 1))
    return csr_matrix((values.astype(np.float32), column, starts), shape=(len(texts), 2 * n_hashes))


def _words(small: list[str]) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Row and hash of each word, pair of words, first word of a sentence, and sign with its neighbour."""
    tokens = [list(_TOKEN.finditer(text)) for text in small]
    rows = np.repeat(np.arange(len(tokens)), [len(each) for each in tokens])
    names = [token[0] for each in tokens for token in each]
    is_word = np.array([token["word"] is not None for each in tokens for token in each], dtype=bool)
    ends = np.array([name in _SENTENCE_ENDS for name in names], dtype=bool)
    is_break = np.array([name == "\n" for name in names], dtype=bool)
    hashes = hashed(names, WORD_SEED)

    words, word_rows = hashes[is_word], rows[is_word]
    next_word = np.flatnonzero(word_rows[1:] == word_rows[:-1])
    pairs = words[next_word] * PAIR_FACTOR + words[next_word + 1]
    sentences = np.cumsum(ends)[is_word]
    opens = np.ones(len(words), dtype=bool)
    opens[1:] = (word_rows[1:] != word_rows[:-1]) | (sentences[1:] != sentences[:-1])
    firsts = words[opens] * START_FACTOR
    sign_rows, signs = _signs(rows[~is_break], hashes[~is_break], is_word[~is_break])
    return (
        np.concatenate([word_rows, word_rows[next_word], word_rows[opens], sign_rows]),
        np.concatenate([words, pairs, firsts, signs]),
    )


def _signs(
    rows: NDArray[np.int64], hashes: NDArray[np.uint64], is_word: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Row and hash of each pair of neighbours of which one is no word; both ends of a text count as signs."""
    first = np.ones(len(rows), dtype=bool)
    first[1:] = rows[1:] != rows[:-1]
    last = np.roll(first, -1)
    left = np.where(first, OPEN_HASH, np.roll(hashes, 1))
    left_is_word = ~first & np.roll(is_word, 1)
    chosen = ~(left_is_word & is_word)
    return (
        np.concatenate([rows[chosen], rows[last]]),
        np.concatenate([left[chosen] * SIGN_FACTOR + hashes[chosen], hashes[last] * SIGN_FACTOR + CLOSE_HASH]),
    )


def _characters(small: list[str]) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Row and hash of each run of characters; a blank stands at both ends of a text."""
    spaced = [f" {' '.join(words)} " if (words := text.split()) else "" for text in small]
    rows = np.repeat(np.arange(len(spaced)), [len(text) for text in spaced])
    points = places("".join(spaced)).astype(np.uint64)
    blanks = np.cumsum(np.concatenate([[0], points == ord(" ")]))
    hashes = np.full(len(points), CHAR_SEED)
    found_rows, found = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.uint64)]
    for size in range(1, min(LONGEST, len(points)) + 1):
        fits = len(points) - size + 1
        hashes = step(hashes[:fits], points[size - 1 :])
        if size >= SHORTEST:
            inside = rows[:fits] == rows[size - 1 :]
            if size < LONGEST:
                inside &= blanks[size - 1 : size - 1 + fits] == blanks[1 : fits + 1]
            found_rows.append(rows[:fits][inside])
            found.append(hashes[inside])
    return np.concatenate(found_rows), np.concatenate(found)

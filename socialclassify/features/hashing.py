"""The arithmetic that turns words into places of a table: FNV-1a over characters, spread by a multiplication.

Fowler, Noll and Vo (1991), as in RFC 9923; a hash is an unsigned integer of 64 bits, and overflow is meant.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from socialclassify.characters import places

PRIME = np.uint64(0x100000001B3)
WORD_SEED = np.uint64(0xCBF29CE484222325)
CHAR_SEED = np.uint64(0x9AE16A3B2F90404F)
PAIR_FACTOR = np.uint64(0x9E3779B97F4A7C15)
SIGN_FACTOR = np.uint64(0xC2B2AE3D27D4EB4F)
START_FACTOR = np.uint64(0x165667B19E3779F9)
FIRST_FACTOR = np.uint64(0x94D049BB133111EB)
LAST_FACTOR = np.uint64(0xBF58476D1CE4E5B9)
SKIP_FACTOR = np.uint64(0x9FB21C651E98DF25)
CASE_SEED = np.uint64(0x2545F4914F6CDD1D)
OPEN_HASH, CLOSE_HASH = np.uint64(0x27D4EB2F165667C5), np.uint64(0x85EBCA77C2B2AE63)
"""Stand for the beginning and the end of a text."""

SPREAD = np.uint64(0xD6E8FEB86659FD93)
SHIFT = np.uint64(32)

MAX_COUNT = 4095
"""Higher counts of one n-gram in one text weigh as much as this."""

SQUARE_SCALE = float(1 << 20)
TERM_WEIGHT: NDArray[np.float64] = 1 + np.log(np.maximum(np.arange(MAX_COUNT + 1, dtype=np.float64), 1))
"""Weight of an n-gram by its count."""

TERM_SQUARE: NDArray[np.int64] = np.rint(TERM_WEIGHT**2 * SQUARE_SCALE).astype(np.int64)
"""Its square as a whole number, so that a sum of squares does not hang on the order."""


UNIT = float(1 << 36)
"""Scores are summed in whole numbers of 1 / UNIT, so that a sum does not hang on the order."""

ROUNDER = 1.5 * 2.0**52
"""Added to a number and taken from it again, it rounds to the next whole one, half to even, as ``rint`` does."""


def step(hashes: NDArray[np.uint64], points: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Take one more character into each hash."""
    return (hashes ^ points) * PRIME


def hashed(words: Sequence[str], seed: np.uint64) -> NDArray[np.uint64]:
    """Hash words of simplified text.

    Parameters
    ----------
    words : sequence of str
    seed : uint64
        Tells hashes of one kind from those of another.

    Returns
    -------
    ndarray of uint64, shape (n_words,)
    """
    lengths = np.array([len(word) for word in words], dtype=np.int64)
    points = places("".join(words)).astype(np.uint64)
    starts = np.concatenate([[0], np.cumsum(lengths)])[:-1]
    hashes = np.full(len(words), seed)
    for place in range(int(lengths.max(initial=0))):
        longer = np.flatnonzero(lengths > place)
        hashes[longer] = step(hashes[longer], points[starts[longer] + place])
    return hashes


def slots(hashes: NDArray[np.uint64], size: int) -> NDArray[np.int64]:
    """The place of each hash in a table of the given size."""
    spread = (hashes ^ (hashes >> SHIFT)) * SPREAD
    return ((spread >> SHIFT) * np.uint64(size) >> SHIFT).astype(np.int64)

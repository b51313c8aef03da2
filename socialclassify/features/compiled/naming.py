"""Brands of a batch, and whether a text names one, as :mod:`socialclassify.text` and the context features have it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from socialclassify.characters import places
from socialclassify.compiled import jit
from socialclassify.features.compiled.reading import WORD, Alphabet

_UNDERLINE = ord("_")


class Words(NamedTuple):
    """Words one after another.

    Attributes
    ----------
    points : ndarray of uint16
        Their characters' places.
    starts : ndarray of int64, shape (n_words + 1,)
        Where each begins, and where the last one ends.
    """

    points: NDArray[np.uint16]
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, words: list[str]) -> Words:
        """Put words one after another."""
        starts = np.cumsum([0, *map(len, words)])
        return cls(places("".join(words)), starts.astype(np.int64))


class Brands(NamedTuple):
    """The brands of a batch; see :class:`socialclassify.text.Brand`.

    Attributes
    ----------
    keys, numbered : Words
        One for each brand, perhaps empty.
    words : Words
        The words of all brands.
    firsts : ndarray of int64, shape (n_brands + 1,)
        Where each brand's words begin in ``words``, and where the last ones end.
    """

    keys: Words
    numbered: Words
    words: Words
    firsts: NDArray[np.int64]


@jit(inner=True, error_model="numpy")
def _equal(one: NDArray[np.uint16], other: NDArray[np.uint16]) -> bool:
    if len(one) != len(other):
        return False
    for place in range(len(one)):
        if one[place] != other[place]:
            return False
    return True


@jit(inner=True, error_model="numpy")
def holds(text: NDArray[np.uint16], word: NDArray[np.uint16]) -> bool:
    """Whether the word stands anywhere in the text."""
    for at in range(len(text) - len(word) + 1):
        place = 0
        while place < len(word) and text[at + place] == word[place]:
            place += 1
        if place == len(word):
            return True
    return False


@jit(inner=True, error_model="numpy")
def holds_word_of(text: NDArray[np.uint16], brand: int, brands: Brands) -> bool:
    """Whether any word of the brand's name stands anywhere in the text."""
    for number in range(brands.firsts[brand], brands.firsts[brand + 1]):
        if holds(text, brands.words.points[brands.words.starts[number] : brands.words.starts[number + 1]]):
            return True
    return False


@jit(inner=True, error_model="numpy")
def key_of(brand: int, brands: Brands) -> NDArray[np.uint16]:
    """The brand's key."""
    return brands.keys.points[brands.keys.starts[brand] : brands.keys.starts[brand + 1]]


@jit(inner=True, error_model="numpy")
def is_own(
    handle: NDArray[np.uint16],
    brand: int,
    brands: Brands,
    user: NDArray[np.uint16],
    alphabet: Alphabet,
    name: NDArray[np.uint16],
) -> bool:
    """Whether a handle is the brand's; ``name`` is room for it."""
    if brand < 0:
        return False
    key = key_of(brand, brands)
    length = 0
    for place in handle:
        if alphabet.kinds[place] & WORD and place != _UNDERLINE:
            name[length] = alphabet.small[place]
            length += 1
    bare = name[:length]
    if len(key) < 2 or (length == len(user) and _equal(bare, user)):
        return False
    if _equal(bare[: len(key)], key) or (length > 3 and _equal(key[:length], bare)):
        return True
    return holds_word_of(bare, brand, brands)

"""Where in one text each of its n-grams stands: :func:`ngram_counts` once more, n-gram by n-gram, for explanations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np

from socialclassify.characters import fold, places
from socialclassify.features.hashing import (
    CASE_SEED,
    CHAR_SEED,
    CLOSE_HASH,
    FIRST_FACTOR,
    LAST_FACTOR,
    OPEN_HASH,
    PAIR_FACTOR,
    PRIME,
    SIGN_FACTOR,
    SKIP_FACTOR,
    START_FACTOR,
    WORD_SEED,
    hashed,
    slots,
)
from socialclassify.features.ngrams import ENDS, LONGEST, SENTENCE_ENDS, SHORTEST, TOKEN

Spans = tuple[tuple[int, int], ...]

_MARKS, _WORDS, _CHARACTERS = range(3)
_BITS = (1 << 64) - 1
_BLANK = ord(" ")
_RUN = re.compile(r"\S+")

_Found = tuple[int, int, Spans]
"""Number of a table, hash, and where the n-gram stands."""


class Occurrence(NamedTuple):
    """One place at which an n-gram stands.

    Attributes
    ----------
    column : int
        Its column in :func:`socialclassify.features.ngrams.ngram_counts`.
    spans : tuple of (int, int)
        The characters of the text that it is made of: words and signs with the characters between them left out.
    """

    column: int
    spans: Spans


def occurrences(text: str, n_hashes: int) -> list[Occurrence]:
    """Find each occurrence of each n-gram of a text.

    Parameters
    ----------
    text : str
        A normalised text.
    n_hashes : int
        Size of each table.

    Returns
    -------
    list of Occurrence
        Each column as often as :func:`socialclassify.features.ngrams.ngram_counts` counts it.

    Examples
    --------
    >>> sorted({text for each in occurrences("Ja!", 1024) for text in ["Ja!"[start:end] for start, end in each.spans]})
    ['!', 'J', 'Ja', 'Ja!', 'a!']
    """
    found = [*_marks_and_words(text), *_characters(text)]
    hashes = np.array([number for _, number, _ in found], dtype=np.uint64)
    return [
        Occurrence(table * n_hashes + slot, spans)
        for (table, _, spans), slot in zip(found, slots(hashes, n_hashes).tolist(), strict=True)
    ]


def _marks_and_words(text: str) -> Iterator[_Found]:
    tokens = list(TOKEN.finditer(text))
    hashes = hashed([fold(token[0]) for token in tokens], WORD_SEED).tolist()
    cased = hashed([token[0] for token in tokens], CASE_SEED).tolist()
    spans = [token.span() for token in tokens]
    words = [place for place, token in enumerate(tokens) if token["word"] is not None]
    sentences = list(accumulate(token[0] in SENTENCE_ENDS for token in tokens))
    sentence = -1
    for place, word in enumerate(words):
        known, here = hashes[word], (spans[word],)
        yield _MARKS, cased[word], here
        if sentences[word] != sentence:
            yield _MARKS, _product(known, START_FACTOR), here
        if place < ENDS:
            yield _MARKS, _product(known, FIRST_FACTOR), here
        if place >= len(words) - ENDS:
            yield _MARKS, _product(known, LAST_FACTOR), here
        sentence = sentences[word]
        yield _WORDS, known, here
        for distance, factor in ((1, PAIR_FACTOR), (2, SKIP_FACTOR)):
            if place >= distance:
                other = words[place - distance]
                yield _WORDS, _sum(_product(hashes[other], factor), known), (spans[other], *here)
    signs = [place for place, token in enumerate(tokens) if token[0] != "\n"]
    for left, right in pairwise([None, *signs, None]):
        if left is None and right is None:
            return
        if left is not None and right is not None and tokens[left]["word"] and tokens[right]["word"]:
            continue
        opening = int(OPEN_HASH) if left is None else hashes[left]
        closing = int(CLOSE_HASH) if right is None else hashes[right]
        both = tuple(spans[place] for place in (left, right) if place is not None)
        yield _MARKS, _sum(_product(opening, SIGN_FACTOR), closing), both


def _characters(text: str) -> Iterator[_Found]:
    """Runs of characters; one that begins or ends with a blank stands at the characters between."""
    points, origins = [_BLANK], [-1]
    small = places(fold(text)).tolist()
    for run in _RUN.finditer(text):
        points += [*small[run.start() : run.end()], _BLANK]
        origins += [*range(run.start(), run.end()), -1]
    prime = int(PRIME)
    for start in range(len(points) - 1):
        number, blanks = int(CHAR_SEED), 0
        for place in range(start, min(start + LONGEST, len(points))):
            size = place - start + 1
            number = (number ^ points[place]) * prime & _BITS
            if size >= SHORTEST and (size == LONGEST or not blanks):
                covered = [origin for origin in origins[start : place + 1] if origin >= 0]
                yield _CHARACTERS, number, ((covered[0], covered[-1] + 1),)
            blanks += place > start and points[place] == _BLANK


def _product(number: int, factor: np.uint64) -> int:
    return number * int(factor) & _BITS


def _sum(first: int, second: int) -> int:
    return first + second & _BITS

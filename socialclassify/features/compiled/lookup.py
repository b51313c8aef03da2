"""Look up each word of a text: what it speaks of, as in :mod:`socialclassify.features.topics`, and its language."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from socialclassify.compiled import jit
from socialclassify.features.compiled.reading import LETTER, WORD
from socialclassify.features.hashing import PAIR_FACTOR, PRIME, SHIFT, SPREAD, WORD_SEED, hashed
from socialclassify.features.topics import LONGEST_AFFIX, lexicon
from socialclassify.language import GERMAN_LETTERS, IGNORED, LANGUAGES, MIN_WORDS

_AT, _HASH, _DASH, _APOSTROPHE, _CURLY = map(ord, "@#-'’")
_PHRASE = np.uint64(1 << 63)
_GERMAN_LETTERS = tuple(map(ord, GERMAN_LETTERS))
_IGNORED_BIT = 1 << len(LANGUAGES)
_LATIN_END = 0x250
_N_LANGUAGES = len(LANGUAGES)

N_EVIDENCE = _N_LANGUAGES + 3


class Table(NamedTuple):
    """Values by hash; a free slot holds the hash 0.

    Attributes
    ----------
    hashes, values : ndarray of uint64
    """

    hashes: NDArray[np.uint64]
    values: NDArray[np.uint64]

    @classmethod
    def of(cls, entries: dict[int, int]) -> Table:
        """Lay out entries, hash to value."""
        size = 64
        while size < 2 * len(entries):
            size *= 2
        hashes, values = [0] * size, [0] * size
        for key, value in entries.items():
            slot = ((key ^ (key >> 32)) * int(SPREAD) & (1 << 64) - 1) >> 32 & size - 1
            while hashes[slot]:
                slot = (slot + 1) & (size - 1)
            hashes[slot], values[slot] = key, value
        return cls(np.array(hashes, dtype=np.uint64), np.array(values, dtype=np.uint64))


class Lexicon(NamedTuple):
    """Topics and languages by hash of a word or a part of it.

    Attributes
    ----------
    words, prefixes, suffixes, infixes, phrases : Table
        Bits of topics; suffixes are hashed backwards, phrases by their words.
    languages : Table
        Bits of languages, the lowest for German.
    openings : Table
        The first characters of infixes.
    shortest, longest : int
        Lengths of infixes.
    longest_phrase : int
        In words.
    n_topics : int
    """

    words: Table
    prefixes: Table
    suffixes: Table
    infixes: Table
    phrases: Table
    languages: Table
    openings: Table
    shortest: int
    longest: int
    longest_phrase: int
    n_topics: int


@cache
def compiled_lexicon() -> Lexicon:
    """The tables, made once."""
    known = lexicon()
    words = _hashes(known.words)
    for first in known.phrases:
        key = int(hashed([first], WORD_SEED)[0])
        words[key] = words.get(key, 0) | int(_PHRASE)
    shortest = min(map(len, known.infixes))
    languages: dict[str, int] = dict.fromkeys(IGNORED, _IGNORED_BIT)
    for bit, (_, function_words) in enumerate(LANGUAGES):
        for word in function_words:
            languages[word] = languages.get(word, 0) | 1 << bit
    return Lexicon(
        words=Table.of(words),
        prefixes=Table.of(_hashes(known.prefixes)),
        suffixes=Table.of(_hashes({suffix[::-1]: topics for suffix, topics in known.suffixes.items()})),
        infixes=Table.of(_hashes(known.infixes)),
        phrases=Table.of(_phrases(known.phrases)),
        languages=Table.of(dict(zip(hashed(list(languages), WORD_SEED).tolist(), languages.values(), strict=True))),
        openings=Table.of(_hashes({infix[:shortest]: frozenset({0}) for infix in known.infixes})),
        shortest=shortest,
        longest=max(map(len, known.infixes)),
        longest_phrase=max(len(words) for each in known.phrases.values() for words, _ in each),
        n_topics=len(known.classes),
    )


def _hashes(entries: dict[str, frozenset[int]]) -> dict[int, int]:
    keys = hashed(list(entries), WORD_SEED).tolist()
    return {key: sum(1 << topic for topic in topics) for key, topics in zip(keys, entries.values(), strict=True)}


def _phrases(entries: dict[str, list[tuple[tuple[str, ...], frozenset[int]]]]) -> dict[int, int]:
    found: dict[int, int] = {}
    with np.errstate(over="ignore"):
        for each in entries.values():
            for words, topics in each:
                first, *others = hashed(words, WORD_SEED)
                for other in others:
                    first = first * PAIR_FACTOR + other
                found[int(first)] = sum(1 << topic for topic in topics)
    return found


@jit(inner=True, error_model="numpy")
def _value(table: Table, key: np.uint64) -> np.uint64:
    last = np.uint64(len(table.hashes) - 1)
    slot = (((key ^ (key >> SHIFT)) * SPREAD) >> SHIFT) & last
    while table.hashes[slot] != 0:
        if table.hashes[slot] == key:
            return table.values[slot]
        slot = (slot + np.uint64(1)) & last
    return np.uint64(0)


@jit(inner=True, error_model="numpy")
def _part_topics(small: NDArray[np.uint16], begin: int, end: int, lexicon: Lexicon) -> np.uint64:
    """Topics of a part of a word by what it is, how it begins and ends, and what it holds."""
    found = np.uint64(0)
    value = backward = WORD_SEED
    for at in range(begin, end):
        value = (value ^ np.uint64(small[at])) * PRIME
        if at - begin < LONGEST_AFFIX:
            found |= _value(lexicon.prefixes, value)
            backward = (backward ^ np.uint64(small[end - 1 + begin - at])) * PRIME
            found |= _value(lexicon.suffixes, backward)
        if at + lexicon.shortest <= end:
            found |= _infix_topics(small, at, min(end, at + lexicon.longest), lexicon)
    return found | _value(lexicon.words, value)


@jit(inner=True, error_model="numpy")
def _infix_topics(small: NDArray[np.uint16], begin: int, end: int, lexicon: Lexicon) -> np.uint64:
    found = np.uint64(0)
    value = WORD_SEED
    for at in range(begin, end):
        value = (value ^ np.uint64(small[at])) * PRIME
        length = at + 1 - begin
        if length == lexicon.shortest and _value(lexicon.openings, value) == 0:
            return found
        if length >= lexicon.shortest:
            found |= _value(lexicon.infixes, value)
    return found


@jit(inner=True, error_model="numpy")
def _joins(place: int) -> bool:
    return place == _DASH or place == _APOSTROPHE or place == _CURLY


@jit(inner=True, error_model="numpy")
def look_up(
    small: NDArray[np.uint16],
    kinds: NDArray[np.uint8],
    lexicon: Lexicon,
    hashes: NDArray[np.uint64],
    evidence: NDArray[np.int64],
) -> np.uint64:
    """Bits of the topics of a normalised text in small letters.

    ``hashes`` is room for its words. ``evidence`` is filled in: words, German ones, and those of each other language,
    then letters and Latin ones.
    """
    evidence[:] = 0
    n_words = at = np.int64(0)
    found = np.uint64(0)
    while at < len(small):
        if not kinds[small[at]] & WORD:
            at += 1
            continue
        begin = since = at
        value = of_part = WORD_SEED
        letters = latin = np.int64(0)
        german = False
        while True:
            while at < len(small) and kinds[small[at]] & WORD:
                point = np.uint64(small[at])
                value = (value ^ point) * PRIME
                letters += kinds[small[at]] & LETTER != 0
                latin += kinds[small[at]] & LETTER != 0 and small[at] < _LATIN_END
                german = german or small[at] in _GERMAN_LETTERS
                at += 1
            found |= _part_topics(small, since, at, lexicon)
            if at + 1 >= len(small) or not _joins(small[at]) or not kinds[small[at + 1]] & WORD:
                break
            value = (value ^ np.uint64(small[at])) * PRIME
            at += 1
            since = at
        if since > begin:
            found |= _part_topics(small, begin, at, lexicon)
        hashes[n_words] = value
        n_words += 1
        before = small[begin - 1] if begin else np.uint16(0)
        if letters and before != _AT and before != _HASH:
            _weigh(value, letters, latin, german, lexicon, evidence)
    return _phrase_topics(hashes[:n_words], lexicon, found) & ~_PHRASE


@jit(inner=True, error_model="numpy")
def _phrase_topics(hashes: NDArray[np.uint64], lexicon: Lexicon, found: np.uint64) -> np.uint64:
    if not found & _PHRASE:
        return found
    for first in range(len(hashes)):
        if not _value(lexicon.words, hashes[first]) & _PHRASE:
            continue
        value = hashes[first]
        for place in range(first + 1, min(first + lexicon.longest_phrase, len(hashes))):
            value = value * PAIR_FACTOR + hashes[place]
            found |= _value(lexicon.phrases, value)
    return found


@jit(inner=True, error_model="numpy")
def _weigh(
    word: np.uint64, letters: int, latin: int, german: bool, lexicon: Lexicon, evidence: NDArray[np.int64]
) -> None:
    """Take one word into the evidence for each language."""
    bits = np.int64(_value(lexicon.languages, word))
    if bits & _IGNORED_BIT:
        return
    evidence[0] += 1
    evidence[1] += german or bits & 1 != 0
    for other in range(1, _N_LANGUAGES):
        evidence[1 + other] += bits >> other & 1
    evidence[-2] += letters
    evidence[-1] += latin


@jit(inner=True, error_model="numpy")
def is_german(evidence: NDArray[np.int64]) -> bool:
    """Whether the evidence of :func:`look_up` leaves room for German."""
    if evidence[0] < MIN_WORDS:
        return True
    if 2 * evidence[-1] < evidence[-2]:
        return False
    foreign = evidence[2:-2].max()
    return foreign < 2 or foreign <= 2 * evidence[1]

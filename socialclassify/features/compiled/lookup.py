"""Look up each word of a text: what it speaks of, as in :mod:`socialclassify.features.topics`, and its language."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from socialclassify.compiled import jit
from socialclassify.features.compiled import int64
from socialclassify.features.compiled.reading import LETTER, WORD
from socialclassify.features.hashing import PAIR_FACTOR, PRIME, SHIFT, SPREAD, WORD_SEED, hashed
from socialclassify.features.topics import LONGEST_AFFIX, lexicon
from socialclassify.language import GERMAN_LETTERS, IGNORED, LANGUAGES, MIN_WORDS

_AT, _HASH, _DASH, _APOSTROPHE, _CURLY = map(ord, "@#-'’")
_PHRASE = np.uint64(1 << 63)
_NOTHING, _ONE, _SIX, _LAST_BIT = map(np.uint64, (0, 1, 6, 63))
_BITS_SHARE = 8
_N_SEEN = 1 << 13
_GERMAN_LETTERS = tuple(map(ord, GERMAN_LETTERS))
_IGNORED_BIT = 1 << len(LANGUAGES)
_LATIN_END = 0x250
_N_LANGUAGES = len(LANGUAGES)

N_EVIDENCE = _N_LANGUAGES + 3


class Seen(NamedTuple):
    """Words that were looked up lately, by hash; most words of a post are.

    Attributes
    ----------
    hashes, topics : ndarray of uint64, shape (n_seen,)
    """

    hashes: NDArray[np.uint64]
    topics: NDArray[np.uint64]


class Lexicon(NamedTuple):
    """Topics and languages by hash of a word or a part of it: several hash tables in one piece of memory.

    Attributes
    ----------
    memory : ndarray of uint64
        Of each table: hashes, 0 where a slot is free; their values; and a bit for each of many hashes, which saves a
        look into the table where it is not set.
    starts : ndarray of int64, shape (n_tables,)
        Where each table begins.
    sizes : ndarray of int64, shape (n_tables,)
        Number of its slots.
    shortest, longest : int
        Lengths of infixes.
    longest_phrase : int
        In words.
    n_topics : int
    """

    memory: NDArray[np.uint64]
    starts: NDArray[np.int64]
    sizes: NDArray[np.int64]
    shortest: int
    longest: int
    longest_phrase: int
    n_topics: int


_WORDS, _PREFIXES, _SUFFIXES, _INFIXES, _PHRASES, _LANGUAGES, _OPENINGS = range(7)
"""The tables: suffixes are hashed backwards, phrases by their words; openings are the first characters of infixes."""


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
    tables = (
        words,
        _hashes(known.prefixes),
        _hashes({suffix[::-1]: topics for suffix, topics in known.suffixes.items()}),
        _hashes(known.infixes),
        _phrases(known.phrases),
        dict(zip(hashed(list(languages), WORD_SEED).tolist(), languages.values(), strict=True)),
        _hashes({infix[:shortest]: frozenset({0}) for infix in known.infixes}),
    )
    laid_out = [_laid_out(table) for table in tables]
    lengths = [len(memory) for memory, _ in laid_out]
    return Lexicon(
        memory=np.concatenate([memory for memory, _ in laid_out]),
        starts=np.cumsum([0, *lengths[:-1]], dtype=np.int64),
        sizes=np.array([size for _, size in laid_out], dtype=np.int64),
        shortest=shortest,
        longest=max(map(len, known.infixes)),
        longest_phrase=max(len(words) for each in known.phrases.values() for words, _ in each),
        n_topics=len(known.classes),
    )


def _laid_out(entries: dict[int, int]) -> tuple[NDArray[np.uint64], int]:
    size = 64
    while size < 2 * len(entries):
        size *= 2
    hashes, values, bits = [0] * size, [0] * size, [0] * (size // _BITS_SHARE)
    for key, value in entries.items():
        slot = ((key ^ (key >> 32)) * int(SPREAD) & (1 << 64) - 1) >> 32 & size - 1
        while hashes[slot]:
            slot = (slot + 1) & (size - 1)
        hashes[slot], values[slot] = key, value
        bits[key >> 6 & size // _BITS_SHARE - 1] |= 1 << (key & 63)
    return np.array([*hashes, *values, *bits], dtype=np.uint64), size


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


@jit(inner=True, error_model="numpy", forceinline=True)
def _value(memory: NDArray[np.uint64], start: int, size: int, key: np.uint64) -> np.uint64:
    word = memory[start + 2 * size + (int64(key >> _SIX) & (size // _BITS_SHARE - 1))]
    if (word >> (key & _LAST_BIT)) & _ONE == _NOTHING:
        return _NOTHING
    slot = int64(((key ^ (key >> SHIFT)) * SPREAD) >> SHIFT) & (size - 1)
    while memory[start + slot] != _NOTHING:
        if memory[start + slot] == key:
            return memory[start + size + slot]
        slot = (slot + 1) & (size - 1)
    return _NOTHING


@jit(inner=True, error_model="numpy")
def nothing_seen() -> Seen:
    """No words yet."""
    return Seen(np.zeros(_N_SEEN, dtype=np.uint64), np.zeros(_N_SEEN, dtype=np.uint64))


@jit(inner=True, error_model="numpy")
def _word_topics(small: NDArray[np.uint16], begin: int, end: int, lexicon: Lexicon) -> np.uint64:
    """Topics of a word and of its parts."""
    found = np.uint64(0)
    since = begin
    for at in range(begin, end):
        if _joins(small[at]):
            found |= _part_topics(small, since, at, lexicon)
            since = at + 1
    found |= _part_topics(small, since, end, lexicon)
    return found | _part_topics(small, begin, end, lexicon) if since > begin else found


@jit(inner=True, error_model="numpy")
def _part_topics(small: NDArray[np.uint16], begin: int, end: int, lexicon: Lexicon) -> np.uint64:
    """Topics of a part of a word by what it is, how it begins and ends, and what it holds."""
    found = np.uint64(0)
    value = backward = WORD_SEED
    memory, shortest = lexicon.memory, lexicon.shortest
    prefixes, n_prefixes = lexicon.starts[_PREFIXES], lexicon.sizes[_PREFIXES]
    suffixes, n_suffixes = lexicon.starts[_SUFFIXES], lexicon.sizes[_SUFFIXES]
    for at in range(begin, end):
        value = (value ^ np.uint64(small[at])) * PRIME
        if at - begin < LONGEST_AFFIX:
            found |= _value(memory, prefixes, n_prefixes, value)
            backward = (backward ^ np.uint64(small[end - 1 + begin - at])) * PRIME
            found |= _value(memory, suffixes, n_suffixes, backward)
        if at + shortest <= end:
            found |= _infix_topics(small, at, min(end, at + lexicon.longest), lexicon)
    return found | _value(lexicon.memory, lexicon.starts[_WORDS], lexicon.sizes[_WORDS], value)


@jit(inner=True, error_model="numpy")
def _infix_topics(small: NDArray[np.uint16], begin: int, end: int, lexicon: Lexicon) -> np.uint64:
    found = np.uint64(0)
    value = WORD_SEED
    for at in range(begin, end):
        value = (value ^ np.uint64(small[at])) * PRIME
        length = at + 1 - begin
        if (
            length == lexicon.shortest
            and _value(lexicon.memory, lexicon.starts[_OPENINGS], lexicon.sizes[_OPENINGS], value) == 0
        ):
            return found
        if length >= lexicon.shortest:
            found |= _value(lexicon.memory, lexicon.starts[_INFIXES], lexicon.sizes[_INFIXES], value)
    return found


@jit(inner=True, error_model="numpy")
def _joins(place: int) -> bool:
    return place == _DASH or place == _APOSTROPHE or place == _CURLY


@jit(inner=True, error_model="numpy")
def look_up(
    small: NDArray[np.uint16],
    kinds: NDArray[np.uint8],
    lexicon: Lexicon,
    seen: Seen,
    hashes: NDArray[np.uint64],
    evidence: NDArray[np.int64],
) -> np.uint64:
    """Bits of the topics of a normalised text in small letters.

    ``seen`` spares words a second look; ``hashes`` is room for the words. ``evidence`` is filled in: words, German
    ones, and those of each other language, then letters and Latin ones.
    """
    evidence[:] = 0
    n_words = at = int64(0)
    found = np.uint64(0)
    while at < len(small):
        if not kinds[small[at]] & WORD:
            at += 1
            continue
        begin = at
        value = WORD_SEED
        letters = latin = int64(0)
        german = False
        while True:
            while at < len(small) and kinds[small[at]] & WORD:
                point = np.uint64(small[at])
                value = (value ^ point) * PRIME
                letters += kinds[small[at]] & LETTER != 0
                latin += kinds[small[at]] & LETTER != 0 and small[at] < _LATIN_END
                german = german or small[at] in _GERMAN_LETTERS
                at += 1
            if at + 1 >= len(small) or not _joins(small[at]) or not kinds[small[at + 1]] & WORD:
                break
            value = (value ^ np.uint64(small[at])) * PRIME
            at += 1
        slot = int64(value >> _SIX) & (_N_SEEN - 1)
        if seen.hashes[slot] != value:
            seen.hashes[slot] = value
            seen.topics[slot] = _word_topics(small, begin, at, lexicon)
        found |= seen.topics[slot]
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
        if not _value(lexicon.memory, lexicon.starts[_WORDS], lexicon.sizes[_WORDS], hashes[first]) & _PHRASE:
            continue
        value = hashes[first]
        for place in range(first + 1, min(first + lexicon.longest_phrase, len(hashes))):
            value = value * PAIR_FACTOR + hashes[place]
            found |= _value(lexicon.memory, lexicon.starts[_PHRASES], lexicon.sizes[_PHRASES], value)
    return found


@jit(inner=True, error_model="numpy")
def _weigh(
    word: np.uint64, letters: int, latin: int, german: bool, lexicon: Lexicon, evidence: NDArray[np.int64]
) -> None:
    """Take one word into the evidence for each language."""
    bits = int64(_value(lexicon.memory, lexicon.starts[_LANGUAGES], lexicon.sizes[_LANGUAGES], word))
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

"""What a post speaks of: 60 classes of German topic words, trades and offerings as well as talk beside them.

The words stand in ``topics.tsv``: ``verspät*`` begins so, ``*tarif`` ends so, ``*akku*`` holds it anywhere, plain
entries are whole words or phrases. They let a model carry over to words that its training posts did not hold.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from socialclassify.characters import fold

_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_PARTS = re.compile(r"[-'’]")
LONGEST_AFFIX = 24
_CACHED_WORDS = 1 << 17

Places = frozenset[int]


class Lexicon(NamedTuple):
    """Topic words by how they match; each entry with the places of its classes."""

    classes: tuple[str, ...]
    words: dict[str, Places]
    prefixes: dict[str, Places]
    suffixes: dict[str, Places]
    infixes: dict[str, Places]
    phrases: dict[str, list[tuple[tuple[str, ...], Places]]]


def topic_names() -> tuple[str, ...]:
    """Names of the classes, in the order of the columns of :func:`topic_values`."""
    return lexicon().classes


def topic_values(texts: list[str]) -> NDArray[np.float32]:
    """Tell which topics each text speaks of.

    Parameters
    ----------
    texts : list of str
        Normalised texts.

    Returns
    -------
    ndarray of float32, shape (n_texts, n_topics)
        1 where a word or phrase of the class occurs, else 0.

    Examples
    --------
    >>> values = topic_values(["Der Zug hat wieder Verspätung"])
    >>> [name for name, value in zip(topic_names(), values[0]) if value]
    ['transport_rail_air']
    """
    values = np.zeros((len(texts), len(topic_names())), dtype=np.float32)
    for row, text in enumerate(texts):
        for _, _, places in _topics(_WORD.findall(fold(text))):
            values[row, list(places)] = 1
    return values


def topic_spans(text: str) -> dict[str, list[tuple[int, int]]]:
    """Tell which words of a normalised text speak of which topic.

    Examples
    --------
    >>> topic_spans("Der Zug hat wieder Verspätung")
    {'transport_rail_air': [(4, 7), (19, 29)]}
    """
    words = list(_WORD.finditer(fold(text)))
    names, spans = topic_names(), defaultdict(list)
    for first, last, places in _topics([word[0] for word in words]):
        for place in places:
            spans[names[place]].append((words[first].start(), words[last].end()))
    return dict(spans)


def _topics(words: list[str]) -> Iterator[tuple[int, int, Places]]:
    """The first and the last word of each entry that is found, and the places of its classes."""
    phrases = lexicon().phrases
    for place, word in enumerate(words):
        if found := _word_topics(word):
            yield place, place, found
        for phrase, places in phrases.get(word, ()):
            if tuple(words[place : place + len(phrase)]) == phrase:
                yield place, place + len(phrase) - 1, places


@lru_cache(maxsize=_CACHED_WORDS)
def _word_topics(word: str) -> Places:
    known = lexicon()
    found: set[int] = set()
    for part in {word, *_PARTS.split(word)}:
        found |= known.words.get(part, frozenset())
        for length in range(1, min(len(part), LONGEST_AFFIX) + 1):
            found |= known.prefixes.get(part[:length], frozenset())
            found |= known.suffixes.get(part[-length:], frozenset())
        for infix, places in known.infixes.items():
            if infix in part:
                found |= places
    return frozenset(found)


@cache
def lexicon() -> Lexicon:
    """The topic words, read once."""
    lines = (files("socialclassify.features") / "topics.tsv").read_text(encoding="utf-8").splitlines()[1:]
    entries = [tuple(line.split("\t")) for line in lines]
    classes = tuple(sorted({name for name, _ in entries}))
    tables: list[dict[str, set[int]]] = [defaultdict(set) for _ in range(5)]
    for name, entry in entries:
        kind = 4 if " " in entry else entry.startswith("*") * 2 + entry.endswith("*")
        tables[kind][entry.strip("*")].add(classes.index(name))
    words, prefixes, suffixes, infixes, spoken = ({key: frozenset(v) for key, v in table.items()} for table in tables)
    phrases: dict[str, list[tuple[tuple[str, ...], Places]]] = defaultdict(list)
    for phrase, places in spoken.items():
        parts = tuple(phrase.split())
        phrases[parts[0]].append((parts, places))
    return Lexicon(classes, words, prefixes, suffixes, infixes, dict(phrases))

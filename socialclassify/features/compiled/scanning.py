"""One pass over the bytes of many posts: read each, find what it holds, and score it or give its features."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from socialclassify.compiled import jit
from socialclassify.features.compiled import float64, int64
from socialclassify.features.compiled.counting import COUNT_BITS, Counts, count_ngrams, room_for
from socialclassify.features.compiled.finding import count_matches
from socialclassify.features.compiled.lookup import (
    N_EVIDENCE,
    Lexicon,
    Seen,
    compiled_lexicon,
    is_german,
    look_up,
    nothing_seen,
)
from socialclassify.features.compiled.masking import EXPANSION, MARGIN, Signs, masked, signs
from socialclassify.features.compiled.naming import Brands
from socialclassify.features.compiled.reading import NOT_GERMAN, READABLE, Alphabet, alphabet, cleaned, status
from socialclassify.features.compiled.standing import BY_NOBODY, stand
from socialclassify.features.context import CONTEXT
from socialclassify.features.cues import CUES, MATCH_WEIGHT, cue_tables
from socialclassify.features.hashing import (
    MAX_COUNT,
    PRIME,
    ROUNDER,
    SQUARE_SCALE,
    TERM_SQUARE,
    TERM_WEIGHT,
    UNIT,
    WORD_SEED,
)
from socialclassify.features.ngrams import N_TABLES
from socialclassify.features.tables import Tables

_N_CUES, _N_CONTEXT = len(CUES), len(CONTEXT)
_MAX_MATCHES = len(MATCH_WEIGHT) - 1
_COUNT = (1 << COUNT_BITS) - 1
_BLANK, _NEWLINE = map(ord, " \n")


class Posts(NamedTuple):
    """The posts of a batch.

    Attributes
    ----------
    data : ndarray of uint8
        Texts in UTF-8, one after another.
    starts : ndarray of int64, shape (n_posts + 1,)
        Where each begins in ``data``, and where the last one ends.
    states : ndarray of uint8, shape (n_posts,)
        READABLE or UNREADABLE; posts that had to be composed are.
    authors : ndarray of uint8, shape (n_posts,)
        BY_NOBODY, BY_BRAND or BY_USER.
    answers : ndarray of bool, shape (n_posts,)
        Whether it is known what the post answers.
    brand : ndarray of int64, shape (n_posts,)
        Number of its brand in ``brands``, or -1.
    brands : Brands
    """

    data: NDArray[np.uint8]
    starts: NDArray[np.int64]
    states: NDArray[np.uint8]
    authors: NDArray[np.uint8]
    answers: NDArray[np.bool_]
    brand: NDArray[np.int64]
    brands: Brands


class Knowledge(NamedTuple):
    """The tables that posts are read with.

    Attributes
    ----------
    alphabet : Alphabet
    signs : Signs
    cues : Tables
    counted : ndarray of bool, shape (n_cues,)
        Whether how often a cue occurs matters.
    lexicon : Lexicon
    """

    alphabet: Alphabet
    signs: Signs
    cues: Tables
    counted: NDArray[np.bool_]
    lexicon: Lexicon


class Weights(NamedTuple):
    """Weights of a linear model.

    Attributes
    ----------
    n_hashes : int
        Size of each n-gram table.
    coef : ndarray of float32, shape (2, n_features, n_outputs)
        For posts whose author is unknown, and known.
    intercept : ndarray of float32, shape (2, n_outputs)
    """

    n_hashes: int
    coef: NDArray[np.float32]
    intercept: NDArray[np.float32]


@cache
def knowledge() -> Knowledge:
    """The tables, made once."""
    counted = np.array([cue.counted for cue in CUES])
    return Knowledge(alphabet(), signs(), cue_tables(), counted, compiled_lexicon())


class _Room(NamedTuple):
    visible: NDArray[np.uint16]
    text: NDArray[np.uint16]
    small: NDArray[np.uint16]
    scratch: NDArray[np.uint16]
    seen: Seen
    hashes: NDArray[np.uint64]
    matches: NDArray[np.int64]
    evidence: NDArray[np.int64]
    named: NDArray[np.float32]


@jit(inner=True, error_model="numpy")
def _room(n_bytes: int, n_named: int) -> _Room:
    size = EXPANSION * n_bytes + 4 * MARGIN
    return _Room(
        np.empty(n_bytes + MARGIN, dtype=np.uint16),
        np.empty(size, dtype=np.uint16),
        np.empty(size, dtype=np.uint16),
        np.empty(2 * size, dtype=np.uint16),
        nothing_seen(),
        np.empty(size, dtype=np.uint64),
        np.zeros(_N_CUES, dtype=np.int64),
        np.zeros(N_EVIDENCE, dtype=np.int64),
        np.zeros(n_named, dtype=np.float32),
    )


@jit(inner=True, error_model="numpy")
def _read(posts: Posts, row: int, brand: int, knowledge: Knowledge, room: _Room) -> tuple[int, int]:
    """Normalise a post into the room, as it is and in small letters; what can be done with it, and its length."""
    if posts.states[row] != READABLE:
        return int64(posts.states[row]), int64(0)
    start, stop = posts.starts[row], posts.starts[row + 1]
    begin, end = cleaned(posts.data, start, stop, knowledge.alphabet.kinds, room.visible)
    visible = room.visible[begin:end]
    state = status(visible)
    if state != READABLE:
        return state, int64(0)
    length = masked(visible, brand, posts.brands, knowledge.signs, knowledge.alphabet, room.text)
    for at in range(length):
        room.small[at] = knowledge.alphabet.small[room.text[at]]
    return state, length


@jit(inner=True, error_model="numpy")
def _name(posts: Posts, row: int, length: int, knowledge: Knowledge, room: _Room) -> int:
    """Fill in the named features of a post that was read; whether it is German."""
    text, small, kinds = room.text[:length], room.small[:length], knowledge.alphabet.kinds
    count_matches(text, knowledge.cues, room.matches)
    for cue in range(_N_CUES):
        most = _MAX_MATCHES if knowledge.counted[cue] else 1
        room.named[cue] = (
            MATCH_WEIGHT[min(room.matches[cue], most)] if knowledge.counted[cue] else min(room.matches[cue], most)
        )
    stand(
        small,
        kinds,
        posts.authors[row],
        posts.answers[row],
        posts.brand[row],
        posts.brands,
        room.scratch,
        room.named[_N_CUES : _N_CUES + _N_CONTEXT],
    )
    topics = look_up(small, kinds, knowledge.lexicon, room.seen, room.hashes, room.evidence)
    for topic in range(knowledge.lexicon.n_topics):
        room.named[_N_CUES + _N_CONTEXT + topic] = (topics >> np.uint64(topic)) & np.uint64(1)
    return int64(READABLE) if is_german(room.evidence) else int64(NOT_GERMAN)


@jit(inner=True, error_model="numpy")
def _length(counts: Counts, first: int, last: int) -> float:
    """Length of the vector of one table's n-grams."""
    squares = int64(0)
    for place in range(first, last):
        squares += TERM_SQUARE[min(counts.slots[counts.used[place]] & _COUNT, MAX_COUNT)]
    return np.sqrt(squares / SQUARE_SCALE)


@jit(error_model="numpy")
def score_rows(
    posts: Posts,
    first: int,
    last: int,
    knowledge: Knowledge,
    weights: Weights,
    scores: NDArray[np.float64],
    states: NDArray[np.uint8],
) -> None:
    """Score posts ``first`` to ``last``, without it.

    Parameters
    ----------
    posts : Posts
    first, last : int
    knowledge : Knowledge
    weights : Weights
    scores : ndarray of float64, shape (n_posts, n_outputs)
        Filled in: log-odds; those of an empty text for what cannot be read.
    states : ndarray of uint8, shape (n_posts,)
        Filled in: READABLE, NOT_GERMAN, EMPTY or UNREADABLE.
    """
    n_named = _N_CUES + _N_CONTEXT + knowledge.lexicon.n_topics
    room, counts = _room(int64(1024), n_named), room_for(int64(1024))
    for row in range(first, last):
        n_bytes = posts.starts[row + 1] - posts.starts[row]
        if posts.states[row] == READABLE and n_bytes + MARGIN > len(room.visible):
            room = _room(2 * n_bytes, n_named)
        state, length = _read(posts, row, posts.brand[row], knowledge, room)
        if length > len(counts.words):
            counts = room_for(2 * length)
        german = _name(posts, row, length, knowledge, room)
        states[row] = german if state == READABLE else state
        _score(posts.authors[row], room, length, counts, knowledge, weights, scores[row])


@jit(inner=True, error_model="numpy")
def _score(
    author: int,
    room: _Room,
    length: int,
    counts: Counts,
    knowledge: Knowledge,
    weights: Weights,
    scores: NDArray[np.float64],
) -> None:
    """Add up in whole numbers, so that the order does not matter."""
    known = int64(author != BY_NOBODY)
    coef = weights.coef[known]
    n_outputs = len(scores)
    sums = np.zeros(n_outputs, dtype=np.float64)
    count_ngrams(room.text[:length], room.small[:length], knowledge.alphabet.kinds, weights.n_hashes, counts)
    first = int64(0)
    for table in range(N_TABLES):
        last = counts.ends[table]
        _add(counts, first, last, coef, sums)
        first = last
    n_named = len(room.named)
    block = N_TABLES * weights.n_hashes
    own = block + n_named * int64(author)
    for place in range(n_named):
        value = float64(room.named[place]) * UNIT
        if value == 0:
            continue
        for output in range(n_outputs):
            sums[output] += (value * coef[block + place, output] + ROUNDER) - ROUNDER
            if known:
                sums[output] += (value * coef[own + place, output] + ROUNDER) - ROUNDER
    for output in range(n_outputs):
        scores[output] = weights.intercept[known, output] + sums[output] / UNIT


@jit(inner=True, error_model="numpy")
def _add(counts: Counts, first: int, last: int, coef: NDArray[np.float32], sums: NDArray[np.float64]) -> None:
    """Add the weighted n-grams of one table to the sums, and free their slots."""
    slots, used, columns, values = counts.slots, counts.used, counts.columns, counts.values
    length = _length(counts, first, last)
    once = float64(np.float32(TERM_WEIGHT[1] / length)) * UNIT
    for place in range(first, last):
        held = slots[used[place]]
        slots[used[place]] = -1
        columns[place] = held >> COUNT_BITS
        number = held & _COUNT
        values[place] = once
        if number > 1:
            values[place] = float64(np.float32(TERM_WEIGHT[min(number, MAX_COUNT)] / length)) * UNIT
    for output in range(len(sums)):
        total = 0.0
        for place in range(first, last):
            total += (values[place] * coef[columns[place], output] + ROUNDER) - ROUNDER
        sums[output] += total


@jit(error_model="numpy")
def extract_rows(
    posts: Posts, knowledge: Knowledge, n_hashes: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32], NDArray[np.float32]]:
    """Compute the features of posts.

    Parameters
    ----------
    posts : Posts
    knowledge : Knowledge
    n_hashes : int
        Size of each n-gram table.

    Returns
    -------
    starts : ndarray of int64, shape (n_posts + 1,)
        Where each post's n-grams begin, and where the last ones end.
    columns : ndarray of int32
        Columns of the n-grams of all posts.
    values : ndarray of float32
        Their values.
    named : ndarray of float32, shape (n_posts, n_cues + n_context + n_topics)
        Values of cues, context and topics.
    """
    n_posts = len(posts.states)
    n_named = _N_CUES + _N_CONTEXT + knowledge.lexicon.n_topics
    starts = np.zeros(n_posts + 1, dtype=np.int64)
    named = np.zeros((n_posts, n_named), dtype=np.float32)
    columns, values = np.empty(1 << 16, dtype=np.int32), np.empty(1 << 16, dtype=np.float32)
    room, counts = _room(int64(1024), n_named), room_for(int64(1024))
    for row in range(n_posts):
        n_bytes = posts.starts[row + 1] - posts.starts[row]
        if posts.states[row] == READABLE and n_bytes + MARGIN > len(room.visible):
            room = _room(2 * n_bytes, n_named)
        _, length = _read(posts, row, posts.brand[row], knowledge, room)
        if length > len(counts.words):
            counts = room_for(2 * length)
        _name(posts, row, length, knowledge, room)
        named[row] = room.named
        used = count_ngrams(room.text[:length], room.small[:length], knowledge.alphabet.kinds, n_hashes, counts)
        start = starts[row]
        if start + used > len(columns):
            columns, values = _wider(columns, start + used), _wider(values, start + used)
        first = int64(0)
        for table in range(N_TABLES):
            norm = _length(counts, first, counts.ends[table])
            for place in range(first, counts.ends[table]):
                held = counts.slots[counts.used[place]]
                counts.slots[counts.used[place]] = -1
                columns[start + place] = held >> COUNT_BITS
                values[start + place] = TERM_WEIGHT[min(held & _COUNT, MAX_COUNT)] / norm
            first = counts.ends[table]
        starts[row + 1] = start + used
    return starts, columns[: starts[-1]], values[: starts[-1]], named


@jit(inner=True, error_model="numpy")
def _wider(array: NDArray[Any], needed: int) -> NDArray[Any]:
    wider = np.empty(2 * needed, dtype=array.dtype)
    wider[: len(array)] = array
    return wider


@jit(error_model="numpy")
def wordings(
    posts: Posts, first: int, last: int, shortest: int, knowledge: Knowledge, hashes: NDArray[np.uint64]
) -> None:
    """Hash the wordings of posts ``first`` to ``last``, without it: masked, in small letters, with single blanks.

    Parameters
    ----------
    posts : Posts
        Their brands do not matter.
    first, last : int
    shortest : int
        Wordings of fewer characters get the hash 0.
    knowledge : Knowledge
    hashes : ndarray of uint64, shape (n_posts,)
        Filled in.
    """
    room = _room(int64(1024), int64(1))
    for row in range(first, last):
        n_bytes = posts.starts[row + 1] - posts.starts[row]
        if posts.states[row] == READABLE and n_bytes + MARGIN > len(room.visible):
            room = _room(2 * n_bytes, int64(1))
        _, length = _read(posts, row, int64(-1), knowledge, room)
        value, kept, blank = WORD_SEED, int64(0), False
        for place in room.small[:length]:
            again = blank
            blank = place == _BLANK or place == _NEWLINE
            if blank and again:
                continue
            value = (value ^ np.uint64(_BLANK if blank else place)) * PRIME
            kept += 1
        hashes[row] = value if kept >= shortest else np.uint64(0)

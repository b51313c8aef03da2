"""Take a score apart: each product of a value and a weight goes back to the characters and cues that it came from."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from socialclassify.alignment import Aligned, align
from socialclassify.characters import fold
from socialclassify.errors import InputError
from socialclassify.explanation import Contributions, Explanation, Kind, LabelScore, Named, Span
from socialclassify.features import NAMED_FEATURES, extract
from socialclassify.features.context import CONTEXT
from socialclassify.features.cues import CUES, Cue
from socialclassify.features.hashing import UNIT
from socialclassify.features.ngrams import N_TABLES, TOKEN
from socialclassify.features.occurrences import occurrences
from socialclassify.features.topics import topic_names, topic_spans
from socialclassify.labels import LABELS
from socialclassify.linear import author_known, linear_scores
from socialclassify.predictions import Prediction

if TYPE_CHECKING:
    from socialclassify.engine import Weights
    from socialclassify.posts import Posts

_Shares = NDArray[np.float64]
"""One row a label, one column a feature or a character."""

_N_ROLES = 3
"""Each named feature has a weight for whoever wrote a post, one for the brand, and one for users."""

_JOINER = "\u200d"
_SKIN_TONES = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
_FLAG_LETTERS = frozenset(map(chr, range(0x1F1E6, 0x1F200)))


def explain(posts: Posts, prediction: Prediction, weights: Weights) -> Explanation:
    """Take the scores of a post apart.

    The share of an n-gram is spread evenly over the words, signs or characters that it is made of, at all places where
    it stands; what it owes to the beginning or the end of the text, or to a blank, falls to what stands beside it.

    Parameters
    ----------
    posts : Posts
        A single one.
    prediction : Prediction
        What the model says of it.
    weights : Weights

    Returns
    -------
    Explanation

    Raises
    ------
    InputError
        If there is no text that can be read.
    """
    ((text, _, brand, _),) = posts
    if text is None or prediction.status == "empty":
        message = "the text is empty: there is nothing to explain"
        raise InputError(message)
    if prediction.status == "unreadable":
        message = "the text cannot be read: it is too long for a post, or most of its characters could not be decoded"
        raise InputError(message)
    features = extract(posts, weights.n_hashes)
    known = int(author_known(features)[0])
    shares = np.zeros((len(LABELS), features.shape[1]))
    products = features.data.astype(np.float64) * UNIT * weights.coef[known][:, features.indices]
    shares[:, features.indices] = np.rint(products) / UNIT
    values = np.zeros(features.shape[1])
    values[features.indices] = features.data

    aligned = align(text, brand)
    first_named = N_TABLES * weights.n_hashes
    scores = linear_scores(features, weights.coef, weights.intercept)[0].tolist()
    return Explanation(
        text,
        prediction,
        _labels(prediction, scores, weights.intercept[known].tolist()),
        tuple(_spans(text, aligned, _character_shares(aligned.text, weights.n_hashes, shares))),
        tuple(_named(aligned, values[first_named:], shares[:, first_named:])),
    )


def _labels(prediction: Prediction, scores: list[float], intercepts: list[float]) -> dict[str, LabelScore]:
    given = ((prediction.message_type, prediction.p_dialogue), (prediction.interaction, prediction.p_relevant))
    return {
        label.name: LabelScore(
            *label, str(name), float(probability or 0), label.name in prediction.unsure, score, start
        )
        for label, (name, probability), score, start in zip(LABELS, given, scores, intercepts, strict=True)
    }


def _character_shares(text: str, n_hashes: int, shares: _Shares) -> _Shares:
    """What the n-grams give to each character of a normalised text."""
    found = occurrences(text, n_hashes)
    columns = np.array([each.column for each in found])
    visible = np.array([not character.isspace() for character in text])
    before = np.concatenate([[0], np.cumsum(visible)])
    sizes = [sum(before[end] - before[start] for start, end in each.spans) for each in found]
    evenly = shares[:, columns] / (np.bincount(columns)[columns] * np.array(sizes))
    steps = np.zeros((len(shares), len(text) + 1))
    places = [(number, *span) for number, each in enumerate(found) for span in each.spans]
    numbers, starts, ends = np.array(places).T
    for row, share in zip(steps, evenly, strict=True):
        np.add.at(row, starts, share[numbers])
        np.subtract.at(row, ends, share[numbers])
    given: _Shares = np.cumsum(steps, axis=1)[:, :-1] * visible
    return given


def _spans(text: str, aligned: Aligned, shares: _Shares) -> Iterator[Span]:
    """The words and signs of the text as given; those that stand for the same characters of it are one."""
    totals: list[tuple[int, int, NDArray[np.float64]]] = []
    for token in TOKEN.finditer(aligned.text):
        if token[0] == "\n":
            continue
        start, end = aligned.span(*token.span())
        share = shares[:, slice(*token.span())].sum(axis=1)
        if totals and (start < totals[-1][1] or _belong_together(text, totals[-1][1], start)):
            first, last, other = totals.pop()
            start, end, share = first, max(end, last), share + other
        totals.append((start, end, share))
    for start, end, share in totals:
        yield Span(start, end, text[start:end], _contributions(share))


def _belong_together(text: str, end: int, start: int) -> bool:
    """Whether what ends and what starts is one sign to a reader: a letter with its mark, an emoji in parts."""
    if start != end:
        return False
    left, right = text[end - 1], text[start]
    return (
        _JOINER in (left, right)
        or right in _SKIN_TONES
        or {left, right} <= _FLAG_LETTERS
        or unicodedata.category(right).startswith("M")
    )


def _named(aligned: Aligned, values: NDArray[np.float64], shares: _Shares) -> Iterator[Named]:
    size = len(NAMED_FEATURES) // _N_ROLES
    by_name = shares.reshape(len(shares), _N_ROLES, size).sum(axis=1)
    topics = topic_spans(aligned.text)
    small = fold(aligned.text)
    cues = {cue.name: cue for cue in CUES}
    about: list[tuple[str, Kind, str]] = [
        *((cue.name, "cue", cue.why) for cue in CUES),
        *((name, "context", why) for name, why in CONTEXT),
        *((name, "topic", f"speaks of {name.replace('_', ', ')}") for name in topic_names()),
    ]
    for place in np.flatnonzero(values[:size]).tolist():
        name, kind, why = about[place]
        found = _matches(cues[name], aligned.text if cues[name].cased else small) if kind == "cue" else ()
        places = [aligned.span(*span) for span in (*found, *(topics.get(name, ()) if kind == "topic" else ()))]
        yield Named(
            name, kind, why, float(values[place]), tuple(dict.fromkeys(places)), _contributions(by_name[:, place])
        )


def _matches(cue: Cue, text: str) -> list[tuple[int, int]]:
    return [match.span() for match in cue.pattern.finditer(text) if match[0]]


def _contributions(shares: NDArray[np.float64]) -> Contributions:
    return dict(zip((label.name for label in LABELS), shares.tolist(), strict=True))

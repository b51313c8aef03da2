"""What a score is made of: shares of words and signs, and shares of named features, that sum to it."""

from __future__ import annotations

import html
import math
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from socialclassify.predictions import Prediction
from socialclassify.text import INVISIBLES, LINE_BREAKS

SCHEMA_VERSION = 1
"""Raised when :meth:`Explanation.to_dict` gives another shape."""

STRONGEST = 8
"""So many named features are shown one by one."""

Kind = Literal["cue", "context", "topic"]
Contributions = dict[str, float]
"""Shares by label, in log-odds: above 0 they speak for its positive class."""

_SMALLEST_SHOWN = 0.05
_STRONG = 1.5
_MATCHES_SHOWN = 3
_MATCH_WIDTH = 24
_UNSEEN = "\ufffd"
_KEPT = "\n\u200d"
_STYLE = (
    "<style>.sc-explanation{max-width:60em}.sc-explanation p{white-space:pre-wrap;line-height:1.8;margin:.3em 0}"
    ".sc-explanation td{text-align:left!important;padding:0 .8em 0 0;background:none!important}"
    ".sc-explanation td:first-child{text-align:right!important;font-variant-numeric:tabular-nums}</style>"
)


class Span(NamedTuple):
    """A word or a sign of the text as given, or what a placeholder replaced, with its shares.

    Attributes
    ----------
    start, end : int
        Its characters.
    text : str
        What stands there.
    contributions : dict of str to float
        Its share in the score of each label.
    """

    start: int
    end: int
    text: str
    contributions: Contributions


class Named(NamedTuple):
    """A named feature that is present, with its shares.

    Attributes
    ----------
    name : str
        Such as ``question_end``.
    kind : {"cue", "context", "topic"}
        Context is what is known beside the words; topics are classes of words.
    why : str
        What it tells of a post, in one line.
    value : float
        1 where it is present, or the logarithm of 1 + its number where how often matters.
    spans : tuple of (int, int)
        Where it stands in the text as given; empty for context.
    contributions : dict of str to float
        Its share in the score of each label.
    """

    name: str
    kind: Kind
    why: str
    value: float
    spans: tuple[tuple[int, int], ...]
    contributions: Contributions


class LabelScore(NamedTuple):
    """How one label was decided.

    Attributes
    ----------
    name, negative, positive : str
        The label and its classes.
    label : str
        The class that was given.
    probability : float
        Calibrated probability of the positive class.
    unsure : bool
        Whether the model is less sure than its threshold.
    score : float
        Log-odds of the positive class: ``intercept`` and the shares of all spans and of all named features.
    intercept : float
        Where every score starts.
    """

    name: str
    negative: str
    positive: str
    label: str
    probability: float
    unsure: bool
    score: float
    intercept: float


class Row(NamedTuple):
    """A line of the table that adds up to a score.

    Attributes
    ----------
    contribution : float
        Rounded to two decimals in such a way that the rows before the last one sum to it.
    name, why : str
        What contributed.
    """

    contribution: float
    name: str
    why: str


@dataclass(frozen=True, repr=False)
class Explanation:
    """What the labels of one post are made of; :meth:`socialclassify.Model.explain` makes one.

    The shares are exact: for each label, ``intercept`` and the contributions of all ``spans`` and all ``named`` sum to
    ``score``, the log-odds of the positive class. A notebook shows it in colour.

    Attributes
    ----------
    text : str
        The text as given.
    prediction : Prediction
        Its labels.
    labels : dict of str to LabelScore
        By the label's name.
    spans : tuple of Span
        Words and signs, in the order of the text.
    named : tuple of Named
        Cues, context and topics that are present.

    Examples
    --------
    >>> from socialclassify import load
    >>> explanation = load().explain("Wann kommt mein Paket?", author="user")
    >>> [span.text for span in explanation.spans]
    ['Wann', 'kommt', 'mein', 'Paket', '?']
    >>> message_type = explanation.labels["message_type"]
    >>> parts = [part.contributions["message_type"] for part in (*explanation.spans, *explanation.named)]
    >>> message_type.label, abs(message_type.intercept + sum(parts) - message_type.score) < 1e-6
    ('dialogue', True)
    """

    text: str
    prediction: Prediction
    labels: dict[str, LabelScore]
    spans: tuple[Span, ...]
    named: tuple[Named, ...]

    def __repr__(self) -> str:
        scores = ", ".join(f"{label.label} {label.score:+.2f}" for label in self.labels.values())
        return f"<Explanation: {scores}; {len(self.spans)} spans, {len(self.named)} named features>"

    def only(self, label: str) -> Explanation:
        """The same for one label alone."""

        def contributions(part: Span | Named) -> Contributions:
            return {label: part.contributions[label]}

        return Explanation(
            self.text,
            self.prediction,
            {label: self.labels[label]},
            tuple(span._replace(contributions=contributions(span)) for span in self.spans),
            tuple(named._replace(contributions=contributions(named)) for named in self.named),
        )

    def to_dict(self) -> dict[str, Any]:
        """Turn it into plain lists, dictionaries, strings and numbers, as JSON takes them.

        Returns
        -------
        dict
            ``schema_version``: 1. ``text``: str. ``prediction``: the fields of :class:`socialclassify.Prediction`.
            ``labels``: by the label's name the fields of :class:`LabelScore` but ``name``. ``spans``: a list of
            ``start``, ``end``, ``text`` and ``contributions``, numbers by the label's name. ``named``: a list of
            ``name``, ``kind``, ``why``, ``value``, ``spans`` as pairs of start and end, and ``contributions``.
            Starts and ends count characters (Unicode code points) from 0.

        Examples
        --------
        >>> from socialclassify import load
        >>> load().explain("Danke!").to_dict()["spans"][0]["text"]
        'Danke'
        """
        labels = {name: label._asdict() for name, label in self.labels.items()}
        for label in labels.values():
            del label["name"]
        named = [{**each._asdict(), "spans": list(map(list, each.spans))} for each in self.named]
        return {
            "schema_version": SCHEMA_VERSION,
            "text": self.text,
            "prediction": {**self.prediction._asdict(), "unsure": list(self.prediction.unsure)},
            "labels": labels,
            "spans": [span._asdict() for span in self.spans],
            "named": named,
        }

    def table(self, label: str) -> list[Row]:
        """The score as a sum of a few lines: intercept, words, the strongest named features, the others; the sum."""
        decided = self.labels[label]
        present = sorted(self.named, key=lambda named: -abs(named.contributions[label]))
        shown = [named for named in present[:STRONGEST] if abs(named.contributions[label]) >= _SMALLEST_SHOWN]
        rows = [
            Row(decided.intercept, "intercept", "where the score starts"),
            Row(math.fsum(span.contributions[label] for span in self.spans), "words", "all words and signs above"),
            *(Row(named.contributions[label], named.name, named.why + self._found(named)) for named in shown),
        ]
        if rest := present[len(shown) :]:
            others = math.fsum(named.contributions[label] for named in rest)
            rows.append(Row(others, "others", f"weaker cues, context and topics ({len(rest)})"))
        numbers = rounded([row.contribution for row in rows])
        rows = [row._replace(contribution=number) for row, number in zip(rows, numbers, strict=True)]
        reading = f"log-odds: above 0 {decided.positive}, below 0 {decided.negative}"
        return [*rows, Row(math.fsum(numbers), "score", reading)]

    def _found(self, named: Named) -> str:
        """The first matches of a cue or topic; single letters tell a reader nothing."""
        texts = dict.fromkeys(" ".join(visible(self.text[start:end]).split()) for start, end in named.spans)
        shown = [_shortened(text) for text in texts if len(text) > 1 or not text.isalnum()][:_MATCHES_SHOWN]
        return f": {', '.join(shown)}" if shown else ""

    def pieces(self) -> list[tuple[str, Span | None]]:
        """The text in pieces that are safe to show, each with its span or, between spans, without."""
        found: list[tuple[str, Span | None]] = []
        done = 0
        for span in self.spans:
            found += (visible(self.text[done : span.start]), None), (visible(span.text), span)
            done = span.end
        found.append((visible(self.text[done:]), None))
        return [(text, span) for text, span in found if text]

    def _repr_html_(self) -> str:
        return f'{_STYLE}<div class="sc-explanation">{"".join(map(self._label_html, self.labels.values()))}</div>'

    def _label_html(self, label: LabelScore) -> str:
        text = "".join(
            html.escape(text) if span is None else _marked(text, span.contributions[label.name])
            for text, span in self.pieces()
        )
        rows = "".join(
            f"<tr><td>{signed(row.contribution)}</td><td>{html.escape(row.name)}</td>"
            f"<td>{html.escape(row.why)}</td></tr>"
            for row in self.table(label.name)
        )
        return f"<p><b>{label.name}: {verdict(label)}</b></p><p>{text}</p><table>{rows}</table>"


def verdict(label: LabelScore) -> str:
    """The class that was given and how sure the model is of it, in one line."""
    probability = max(label.probability, 1 - label.probability)
    shown = f"{probability:.1%}" if probability < 0.9995 else "over 99.9%"
    return f"{label.label} ({shown.replace('%', ' %')}{', unsure' if label.unsure else ''})"


def signed(number: float) -> str:
    """A number with two decimals and its sign, but for 0."""
    return f"{number:+.2f}" if abs(number) >= 0.005 else "0.00"


def strength(contribution: float) -> float:
    """How strongly to colour a share, 0 to 1."""
    return min(abs(contribution) / _STRONG, 1.0)


def rounded(numbers: list[float], total: float | None = None) -> list[float]:
    """Round numbers to two decimals so that they sum to a total, by default their own rounded sum.

    Examples
    --------
    >>> rounded([0.333, 0.333, 0.334])
    [0.33, 0.33, 0.34]
    >>> rounded([0.004, 0.004, 0.004])
    [0.01, 0.0, 0.0]
    """
    hundredths = [math.floor(number * 100) for number in numbers]
    missing = round((math.fsum(numbers) if total is None else total) * 100) - sum(hundredths)
    by_loss = sorted(range(len(numbers)), key=lambda place: hundredths[place] - numbers[place] * 100)
    step = 1 if missing > 0 else -1
    for turn in range(0, missing, step):
        hundredths[by_loss[turn % len(numbers)]] += step
    return [number / 100 for number in hundredths]


def visible(text: str) -> str:
    r"""Leave out what a model does not read and replace what else could steer a terminal; joined emoji stay.

    Examples
    --------
    >>> visible("rot\x1b[31m\u202e\tja\r\n")
    'rot[31m ja\n'
    """
    return "".join(map(_visible, INVISIBLES.sub("", LINE_BREAKS.sub("\n", text))))


def _shortened(text: str) -> str:
    return f"“{text if len(text) <= _MATCH_WIDTH else text[: _MATCH_WIDTH - 1] + '…'}”"


def _visible(character: str) -> str:
    if character.isprintable() or character in _KEPT:
        return character
    return " " if character.isspace() else _UNSEEN


def _marked(text: str, contribution: float) -> str:
    colour = "0,160,70" if contribution > 0 else "215,0,150"
    alpha = round(0.55 * strength(contribution), 2)
    return (
        f'<span style="background:rgba({colour},{alpha});border-radius:.2em" title="{signed(contribution)}">'
        f"{html.escape(text)}</span>"
    )

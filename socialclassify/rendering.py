"""Show an explanation on a terminal, in colour or without, or as JSON."""

from __future__ import annotations

import json
import os
from textwrap import indent
from typing import TextIO

from socialclassify.explanation import Explanation, LabelScore, rounded, signed, strength, verdict

_FOR, _AGAINST = (194, 157, 120, 83), (225, 219, 213, 207)
"""Backgrounds in green and in magenta, from pale to strong, of terminals with 256 colours; black is read on each."""

_FAINTEST = 0.03
_RESET = "\x1b[0m"


def wants_colour(stream: TextIO) -> bool:
    """Whether a stream is a terminal that shows colours, and its user wants them."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def as_text(explanation: Explanation, *, colour: bool) -> str:
    """Show an explanation to a reader.

    Parameters
    ----------
    explanation : Explanation
    colour : bool
        Whether shares are told by colours; else each stands behind its word.

    Returns
    -------
    str
        For each label the verdict, the text, and a table that adds up to the score.

    Examples
    --------
    >>> from socialclassify import load
    >>> shown = as_text(load().explain("Danke!"), colour=False)
    >>> shown.splitlines()[0].startswith("message_type: dialogue (")
    True
    """
    notes = {"not_german": "This text does not seem to be German; its labels are without warranty.\n\n"}
    parts = [_label(explanation, label, colour=colour) for label in explanation.labels.values()]
    return notes.get(explanation.prediction.status, "") + "\n\n".join(parts)


def as_json_text(explanation: Explanation) -> str:
    """An explanation as JSON, in characters that do no harm on any terminal."""
    return json.dumps(explanation.to_dict(), indent=2)


def _label(explanation: Explanation, label: LabelScore, *, colour: bool) -> str:
    title = f"{label.name}: {verdict(label)}"
    *rows, total = explanation.table(label.name)
    words = next(row.contribution for row in rows if row.name == "words")
    text = _coloured(explanation, label) if colour else _numbered(explanation, label, words)
    legend = f"(green: towards {label.positive}, magenta: towards {label.negative})"
    width = max(len(row.name) for row in rows)
    table = [f"{signed(row.contribution):>7}  {row.name:<{width}}  {row.why}" for row in (*rows, total)]
    body = [text, *([legend] if colour else []), "", *table[:-1], f"{'':->7}", table[-1]]
    return "\n".join([f"\x1b[1m{title}{_RESET}" if colour else title, indent("\n".join(body), "  ")])


def _numbered(explanation: Explanation, label: LabelScore, words: float) -> str:
    """The text with the share of each word behind it; the shares sum to that of all words."""
    shares = rounded([span.contributions[label.name] for span in explanation.spans], words)
    shown = {
        span.start: f"({signed(share)})" if share else "" for span, share in zip(explanation.spans, shares, strict=True)
    }
    return "".join(text + (shown[span.start] if span else "") for text, span in explanation.pieces()).strip()


def _coloured(explanation: Explanation, label: LabelScore) -> str:
    parts = [_painted(text, span.contributions[label.name]) if span else text for text, span in explanation.pieces()]
    return "".join(parts).strip()


def _painted(text: str, share: float) -> str:
    size = strength(share)
    if size < _FAINTEST:
        return text
    shades = _FOR if share > 0 else _AGAINST
    shade = shades[min(int(size * len(shades)), len(shades) - 1)]
    return "\n".join(f"\x1b[38;5;16;48;5;{shade}m{line}{_RESET}" for line in text.split("\n"))

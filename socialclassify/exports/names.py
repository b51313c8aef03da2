"""Names of columns in exports of social-media tools, and how two names are compared."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from importlib.resources import files

GRADES = {"v": 3, "r": 2, "g": 1}
"""How sure a name is: seen in a real file, reconstructed by somebody, guessed."""

_DROPPED = re.compile("[\ufeff\u00ad\u200b-\u200f\u2060\"'„“”‚‘’«»]")
_JOINTS = re.compile(r"[\s_.\-/–—]+")


def normalise_name(name: str) -> str:
    r"""Bring a column's name to the form in which names are compared.

    Examples
    --------
    >>> normalise_name("\ufeff„Gefällt mir“-Angaben"), normalise_name("post_message ")
    ('gefällt mir angaben', 'post message')
    """
    plain = _DROPPED.sub("", unicodedata.normalize("NFKC", name))
    return _JOINTS.sub(" ", plain).strip().lower()


def name_grade(name: str, field: str) -> int:
    """How surely a column of this name holds a field: 3 seen, 2 reconstructed, 1 guessed, 0 unknown."""
    return _table().get(field, {}).get(normalise_name(name), 0)


def is_known(name: str) -> bool:
    """Tell whether any export is known to name a column so."""
    return normalise_name(name) in _known()


@cache
def _table() -> dict[str, dict[str, int]]:
    raw = json.loads((files("socialclassify.exports") / "column_names.json").read_text(encoding="utf-8"))
    table: dict[str, dict[str, int]] = {}
    for field, grades in raw.items():
        if field.startswith("_"):
            continue
        points = table.setdefault(field, {})
        for grade, names in grades.items():
            for name in names:
                key = normalise_name(name)
                points[key] = max(points.get(key, 0), GRADES[grade])
    return table


@cache
def _known() -> frozenset[str]:
    return frozenset(name for names in _table().values() for name in names)

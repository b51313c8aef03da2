"""Which column of an export holds the text, its author, its brand: by name, confirmed by what the column holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from socialclassify.errors import InputError, UsageError
from socialclassify.exports.names import name_grade, normalise_name
from socialclassify.posts import AUTHORS, BRAND, ROLES, USER
from socialclassify.text import brand_key

if TYPE_CHECKING:
    import pyarrow as pa

FIELDS = ("text", "author", "brand", "parent", "id")

_NUMBER = re.compile(r"[\d.,:%\s/+-]*\Z")
_ADDRESS = re.compile(r"(?i)\s*(?:https?://|www\.)\S+\s*\Z")
_MIN_WORDS = 2.5
_NOBODY, _A_BRAND, _A_USER = map(AUTHORS.index, (None, BRAND, USER))


@dataclass(frozen=True)
class Choice:
    """A column that was chosen for a field.

    Attributes
    ----------
    place : int
        Its number, from 0.
    name : str
        Its name in the header.
    why : str
        What spoke for it, in a few words.
    """

    place: int
    name: str
    why: str


@dataclass(frozen=True)
class Columns:
    """Where an export holds what a model needs.

    Attributes
    ----------
    text : Choice
        The posts' texts.
    author, brand, parent, id : Choice or None
        Who wrote it (a role or a name), the brand, the text that is answered, the identifier.
    """

    text: Choice
    author: Choice | None = None
    brand: Choice | None = None
    parent: Choice | None = None
    id: Choice | None = None

    def __str__(self) -> str:
        found = ((field, getattr(self, field)) for field in FIELDS)
        return ", ".join(f"{field} = {choice.name!r}" for field, choice in found if choice is not None)


def recognise(
    header: Sequence[str], rows: Sequence[Sequence[str]], where: str, overrides: dict[str, str] | None = None
) -> Columns:
    """Find the columns of an export.

    Parameters
    ----------
    header : sequence of str
        Names of the columns.
    rows : sequence of sequences of str
        The first rows, each as wide as the header.
    where : str
        The file's name, for errors.
    overrides : dict of str to str, optional
        Field to column name, as the user gave them.

    Returns
    -------
    Columns

    Raises
    ------
    UsageError
        If an override names no column.
    InputError
        If no column holds texts.
    """
    unknown = set(overrides or {}) - set(FIELDS)
    if unknown:
        message = f"{min(unknown)!r} is no field; columns can be named for {', '.join(FIELDS)}"
        raise UsageError(message)
    chosen = {field: _named(header, name, where) for field, name in (overrides or {}).items()}
    values = [[row[place] for row in rows if row[place].strip()] for place in range(len(header))]
    taken = {choice.place for choice in chosen.values()}
    text = chosen.get("text") or _text(header, values, taken, where)
    taken.add(text.place)
    brand = chosen.get("brand") or _by_name(header, "brand", taken)
    author = chosen.get("author") or _by_name(header, "author", taken | ({brand.place} if brand else set()))
    if author is None and brand is not None and name_grade(brand.name, "author"):
        author = Choice(brand.place, brand.name, "posts of a page's own export")
    return Columns(
        text=text,
        author=author,
        brand=brand,
        parent=chosen.get("parent") or _by_name(header, "parent_text", taken),
        id=chosen.get("id") or _by_name(header, "id", taken),
    )


def author_numbers(authors: pa.ChunkedArray | None, brands: pa.ChunkedArray | None, size: int) -> NDArray[np.uint8]:
    """Tell who wrote each post: the brand, a user, or nobody known.

    Parameters
    ----------
    authors : pyarrow.ChunkedArray of strings, or None
        Roles ("brand", "Nutzer", ...) or names.
    brands : pyarrow.ChunkedArray of strings, or None
        Names of the brands.
    size : int
        Number of posts.

    Returns
    -------
    ndarray of uint8, shape (n_posts,)
        Places in :data:`socialclassify.posts.AUTHORS`. An author who bears the brand's name is the brand; any other
        name beside a known brand is a user.
    """
    if authors is None:
        return np.zeros(size, dtype=np.uint8)
    keys = [""] * size if brands is None else _keys(brands)
    return np.fromiter(map(_author_number, authors.to_pylist(), keys), np.uint8, size)


def _keys(brands: pa.ChunkedArray) -> list[str]:
    names = brands.to_pylist()
    known = {name: brand_key(name) for name in set(names)}
    return [known[name] for name in names]


def _author_number(author: str | None, key: str) -> int:
    """Place in AUTHORS of who bears the name beside a brand with the key."""
    small = (author or "").strip().casefold()
    if small in ROLES:
        return AUTHORS.index(ROLES[small])
    if not key:
        return _NOBODY
    if small.isascii() and (len(small) < len(key) or (small[0].isalnum() and small[0] != key[0])):
        return _A_USER  # which saves most names a closer look
    return _A_BRAND if brand_key(author) == key else _A_USER


def _named(header: Sequence[str], name: str, where: str) -> Choice:
    exact = [place for place, cell in enumerate(header) if cell == name]
    tolerant = [place for place, cell in enumerate(header) if normalise_name(cell) == normalise_name(name)]
    places = exact or tolerant
    if not places:
        message = f"{where}: has no column {name!r}; it has {_listed(header)}"
        raise UsageError(message)
    return Choice(places[0], header[places[0]], "named by you")


def _by_name(header: Sequence[str], field: str, taken: set[int]) -> Choice | None:
    grades = [(name_grade(name, field), -place) for place, name in enumerate(header) if place not in taken]
    grade, place = max(grades, default=(0, 0))
    return Choice(-place, header[-place], "by its name") if grade else None


def _text(header: Sequence[str], values: Sequence[Sequence[str]], taken: set[int], where: str) -> Choice:
    best: tuple[float, int, str] | None = None
    for place, name in enumerate(header):
        if place in taken:
            continue
        grade = name_grade(name, "text")
        points, why = _text_evidence(grade, values[place])
        if points and (best is None or points > best[0]):
            best = (points, place, why)
    if best is None:
        message = f"{where}: no column holds posts' texts; it has {_listed(header)}; name it with --text-column"
        raise InputError(message)
    return Choice(best[1], header[best[1]], best[2])


def _text_evidence(grade: int, values: Sequence[str]) -> tuple[float, str]:
    """Points for holding texts: the name, long and varied values; nothing for numbers and addresses."""
    if not values:
        return grade / 10, "by its name, though it is empty"
    size = len(values)
    if sum(bool(_NUMBER.match(value) or _ADDRESS.match(value)) for value in values) * 2 > size:
        return 0.0, ""
    words = sum(len(value.split()) for value in values) / size
    varied = len(set(values)) / size
    if not grade and words < _MIN_WORDS:
        return 0.0, ""
    why = "by its name and content" if grade else "by its content: long and varied texts"
    return grade + min(words, 20) / 5 + varied, why


def _listed(header: Sequence[str]) -> str:
    shown = [repr(name[:40]) for name in header[:12]]
    return ", ".join(shown) + (f" and {len(header) - 12} more" if len(header) > 12 else "")

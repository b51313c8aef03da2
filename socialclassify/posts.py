"""Posts as a model sees them: a text with what is known about where it stands."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from types import NoneType
from typing import Any, NamedTuple

from socialclassify.errors import InputError

BRAND = "brand"
USER = "user"
AUTHORS: tuple[str | None, ...] = (None, BRAND, USER)
"""Who wrote a post, by number."""

ROLES: dict[str, str | None] = {
    "brand": BRAND,
    "marke": BRAND,
    "company": BRAND,
    "unternehmen": BRAND,
    "page": BRAND,
    "seite": BRAND,
    "user": USER,
    "nutzer": USER,
    "customer": USER,
    "kunde": USER,
    "kundin": USER,
    "fan": USER,
    "unknown": None,
    "unbekannt": None,
    "": None,
}
"""What a role is called, in small letters."""


class Post(NamedTuple):
    """One post, comment or reply.

    Attributes
    ----------
    text : str or None
        The text as exported; None where the export holds nothing.
    author : str or None
        Who wrote it: ``"brand"``, ``"user"`` or None where that is not known.
    brand : str or None
        The name of the brand that it belongs to.
    parent : str or None
        The text that it answers.
    """

    text: str | None
    author: str | None = None
    brand: str | None = None
    parent: str | None = None


@dataclass(frozen=True)
class Posts(Sequence[Post]):
    """A batch of posts in columns of one length.

    Attributes
    ----------
    text, author, brand, parent : list of (str or None)
        See :class:`Post`.

    Examples
    --------
    >>> posts = Posts.from_columns(["Danke!", "Wann kommt ihr?"], author="user")
    >>> posts[1].author
    'user'
    """

    text: list[str | None]
    author: list[str | None]
    brand: list[str | None]
    parent: list[str | None]

    @classmethod
    def from_columns(cls, text: Any, author: Any = None, brand: Any = None, parent: Any = None) -> Posts:
        """Put columns together.

        Parameters
        ----------
        text : sequence of (str or None)
            A list, tuple, NumPy array, pandas Series or Arrow array. A missing value counts as no text.
        author, brand, parent : str, sequence of (str or None), or None
            One value for all posts or one per post.

        Returns
        -------
        Posts

        Raises
        ------
        InputError
            If the columns differ in length, a value is not a string, or an author is neither brand nor user.
        """
        texts = _column(text, "text", None)
        size = len(texts)
        return cls(
            text=texts,
            author=_roles(author, size),
            brand=_column(brand, "brand", size),
            parent=_column(parent, "parent", size),
        )

    @classmethod
    def of(cls, posts: Any) -> Posts:
        """Take posts in any shape: this class, a sequence of :class:`Post`, or a sequence of texts."""
        if isinstance(posts, cls):
            return posts
        items = _column(posts, "text", None, plain=False)
        if items and all(isinstance(item, Post) for item in items):
            text, author, brand, parent = zip(*items, strict=True)
            return cls.from_columns(text, author, brand, parent)
        return cls.from_columns(items)

    def __len__(self) -> int:
        return len(self.text)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return Posts(self.text[index], self.author[index], self.brand[index], self.parent[index])
        return Post(self.text[index], self.author[index], self.brand[index], self.parent[index])

    def __iter__(self) -> Iterator[Post]:
        return map(Post, self.text, self.author, self.brand, self.parent)

    def take(self, places: Sequence[int]) -> Posts:
        """The posts at the given places, in that order."""
        columns = (self.text, self.author, self.brand, self.parent)
        return Posts(*([column[place] for place in places] for column in columns))

    def without(self, *fields: str) -> Posts:
        """The same posts with some of ``"author"``, ``"brand"``, ``"parent"`` unknown."""
        nothing: list[str | None] = [None] * len(self)
        return replace(self, **dict.fromkeys(fields, nothing))

    @property
    def has_context(self) -> bool:
        """Whether anything but the text is known of any post."""
        return any(map(any, (self.author, self.brand, self.parent)))


def role(value: str | None) -> str | None:
    """Read an author's role: ``"brand"``, ``"user"``, or None for unknown.

    Raises
    ------
    InputError
        If the value names no role.
    """
    if value is None:
        return None
    try:
        return ROLES[value.strip().casefold()]
    except KeyError:
        message = f"author must be 'brand', 'user' or 'unknown', not {value[:40]!r}"
        raise InputError(message) from None


def is_missing(value: Any) -> bool:
    """Tell whether a value is one of the ways to say that there is none: None, NaN, pandas' NA."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, float) and math.isnan(value)


def _roles(author: Any, size: int) -> list[str | None]:
    if author is None or isinstance(author, str):
        return [role(author)] * size
    values = _column(author, "author", size)
    known = {value: role(value) for value in set(values)}
    return [known[value] for value in values]


def _column(values: Any, name: str, size: int | None, *, plain: bool = True) -> list[Any]:
    if size is not None and (values is None or isinstance(values, str)):
        return [values] * size
    if (
        isinstance(values, str | bytes | Mapping | AbstractSet)
        or not hasattr(values, "__len__")
        or hasattr(values, "columns")
    ):
        message = f"{name} must be a sequence of texts, not {type(values).__name__}; wrap a single text in a list"
        raise InputError(message)
    to_list = getattr(values, "to_pylist", None) or getattr(values, "tolist", None)
    items = list(to_list() if to_list else values)
    if size is not None and len(items) != size:
        message = f"{name} has {len(items)} values for {size} texts"
        raise InputError(message)
    if not plain or set(map(type, items)) <= {str, NoneType}:
        return items
    return [_text(item, name, place) for place, item in enumerate(items)]


def _text(value: Any, name: str, place: int) -> str | None:
    if isinstance(value, str):
        return value
    if is_missing(value):
        return None
    message = f"{name} {place} is {type(value).__name__}, not a text"
    raise InputError(message)

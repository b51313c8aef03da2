"""Labelled posts: what a model learns from and is measured on."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from socialclassify.errors import InputError
from socialclassify.labels import LABELS, Label
from socialclassify.posts import Posts, is_missing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from socialclassify.exports import Reject

_CONTEXT = ("author", "brand", "parent")


@dataclass(frozen=True)
class LabelledPosts:
    """Posts with their labels.

    Attributes
    ----------
    posts : Posts
        n posts with what is known about them.
    labels : dict of str to list of (str or None)
        For each label its class of each post, None where the post does not carry it.

    Examples
    --------
    >>> rows = [{"text": "Danke dir!", "author": "brand", "message_type": "dialogue", "interaction": "irrelevant"}]
    >>> LabelledPosts.of(rows).labels["message_type"]
    ['dialogue']
    """

    posts: Posts
    labels: dict[str, list[str | None]]

    @classmethod
    def of(cls, data: Any) -> LabelledPosts:
        """Take labelled posts in any shape.

        Parameters
        ----------
        data : LabelledPosts, str, Path, pandas.DataFrame, pyarrow.Table, or iterable of mappings
            A path names a JSON Lines file, a CSV file, or a folder of JSON Lines files. Columns or keys: ``text``,
            ``message_type``, ``interaction`` and where known ``author``, ``brand``, ``parent``.

        Returns
        -------
        LabelledPosts

        Raises
        ------
        InputError
            If a path cannot be read, or a row has no text or a value that is no class of its label.
        """
        if isinstance(data, cls):
            return data
        if isinstance(data, str | Path):
            return cls._from_rows(_read(Path(data)), str(data))
        return cls._from_rows(_records(data), "the labelled posts")

    @classmethod
    def _from_rows(cls, rows: Iterable[Mapping[str, Any]], where: str) -> LabelledPosts:
        rows = list(rows)
        if not rows:
            message = f"{where}: no posts in it"
            raise InputError(message)
        missing = {"text", *(label.name for label in LABELS)} - set().union(*rows)
        if missing:
            message = f"{where}: lacks {', '.join(sorted(missing))}; it has {', '.join(sorted(set().union(*rows)))}"
            raise InputError(message)
        for place, row in enumerate(rows, 1):
            if is_missing(row.get("text")):
                message = f"{where}, post {place}: has no text"
                raise InputError(message)
        columns = [[row.get(name) or None for row in rows] for name in ("text", *_CONTEXT)]
        labels = {
            label.name: [_class(row.get(label.name), label.classes, where, place) for place, row in enumerate(rows, 1)]
            for label in LABELS
        }
        return cls(Posts.from_columns(*columns), labels)

    def split_by_brand(self, brands: Collection[str]) -> tuple[LabelledPosts, LabelledPosts]:
        """Part the posts into those of other brands and those of the given ones.

        Returns
        -------
        tuple of LabelledPosts
            Posts of all other brands and of none, posts of the given brands.
        """
        inside = [brand in brands for brand in self.posts.brand]
        others = [place for place, held in enumerate(inside) if not held]
        return self.take(others), self.take([place for place, held in enumerate(inside) if held])

    @property
    def n_brands(self) -> int:
        """Number of brands that are named."""
        return len(set(self.posts.brand) - {None})

    def positive(self, label: Label) -> NDArray[np.bool_]:
        """Which posts are of a label's positive class, shape (n_posts,)."""
        import numpy as np

        return np.array([value == label.positive for value in self.labels[label.name]])

    def take(self, places: Sequence[int]) -> LabelledPosts:
        """The posts at the given places, in that order."""
        labels = {name: [classes[place] for place in places] for name, classes in self.labels.items()}
        return LabelledPosts(self.posts.take(places), labels)

    def __len__(self) -> int:
        return len(self.posts)


def _class(value: Any, classes: tuple[str, str], where: str, place: int) -> str | None:
    if is_missing(value) or value == "":
        return None
    if value not in classes:
        message = f"{where}, post {place}: {str(value)[:40]!r} is neither {classes[0]!r} nor {classes[1]!r}"
        raise InputError(message)
    return str(value)


def _read(path: Path) -> Iterator[Mapping[str, Any]]:
    if path.is_dir():
        files = sorted(path.glob("*.jsonl"))
        if not files:
            message = f"{path}: no JSON Lines files (*.jsonl) in this folder"
            raise InputError(message)
        for file in files:
            yield from _read_json_lines(file)
    elif path.suffix == ".jsonl":
        yield from _read_json_lines(path)
    else:
        from socialclassify.exports import open_export

        with open_export(path) as export:
            for batch in export.batches(lambda reject: _refuse(path, reject)):
                yield from batch.to_pylist()


def _read_json_lines(path: Path) -> Iterator[Mapping[str, Any]]:
    try:
        file = path.open(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror})"
        raise InputError(message) from None
    with file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError:
                row = None
            if not isinstance(row, dict):
                message = f"{path}, line {number}: not a JSON object"
                raise InputError(message)
            yield row


def _refuse(path: Path, reject: Reject) -> None:
    if reject.reason != "above the header":
        message = f"{path}, line {reject.line}: {reject.reason}; mend the row"
        raise InputError(message)


def _records(data: Any) -> Iterable[Mapping[str, Any]]:
    if isinstance(data, Mapping):
        message = "labelled posts are a list of mappings or a data frame, not a single mapping"
        raise InputError(message)
    if hasattr(data, "to_pylist"):
        return list(data.to_pylist())
    if hasattr(data, "to_dict"):
        return list(data.to_dict("records"))
    return list(data)

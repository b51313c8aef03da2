"""Score posts: in one compiled pass over their bytes, or step by step where that would not pay; both give the same."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from socialclassify.compiled import is_compiled
from socialclassify.labels import STATUSES
from socialclassify.posts import AUTHORS, Posts

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Weights:
    """A linear model.

    Attributes
    ----------
    n_hashes : int
        Size of each n-gram table.
    coef : ndarray of float32, shape (2, n_outputs, n_features)
        Weights for posts whose author is unknown, and for those whose author is known.
    intercept : ndarray of float32, shape (2, n_outputs)
    """

    n_hashes: int
    coef: NDArray[np.float32]
    intercept: NDArray[np.float32]

    @cached_property
    def by_feature(self) -> NDArray[np.float32]:
        """The same as ``coef``, with the weights of one feature side by side: shape (2, n_features, n_outputs)."""
        return np.ascontiguousarray(self.coef.transpose(0, 2, 1))


@dataclass(frozen=True)
class Batch:
    """Posts in Arrow columns.

    Attributes
    ----------
    text : pyarrow.Array or ChunkedArray of strings
    author : ndarray of uint8, shape (n_posts,)
        Places in :data:`socialclassify.posts.AUTHORS`.
    answers : ndarray of bool, shape (n_posts,)
        Whether it is known what the post answers.
    brand : pyarrow.Array, ChunkedArray of strings, or None
    """

    text: pa.Array
    author: NDArray[np.uint8]
    answers: NDArray[np.bool_]
    brand: pa.Array | None

    def __len__(self) -> int:
        return len(self.author)

    def posts(self) -> Posts:
        """The same as Python values; of what a post answers, it is only kept whether it is known."""
        return Posts(
            self.text.to_pylist(),
            [AUTHORS[number] for number in self.author.tolist()],
            [None] * len(self) if self.brand is None else self.brand.to_pylist(),
            ["?" if answers else None for answers in self.answers.tolist()],
        )


def score(posts: Posts | Batch, weights: Weights) -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
    """Score posts.

    Parameters
    ----------
    posts : Posts or Batch
        n posts.
    weights : Weights

    Returns
    -------
    scores : ndarray of float64, shape (n_posts, n_outputs)
        Log-odds; those of an empty text for what is empty or cannot be read.
    statuses : ndarray of uint8, shape (n_posts,)
        Places in :data:`socialclassify.labels.STATUSES`.
    """
    return (_compiled if is_compiled(len(posts)) else _plain)(posts, weights)


def _compiled(posts: Posts | Batch, weights: Weights) -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
    from socialclassify.features.compiled.batches import batch, batch_of, scores

    ready = batch_of(posts) if isinstance(posts, Posts) else batch(posts.text, posts.author, posts.answers, posts.brand)
    return scores(ready, weights.n_hashes, weights.by_feature, weights.intercept)


def _plain(posts: Posts | Batch, weights: Weights) -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
    from socialclassify.features import extract
    from socialclassify.language import status_of
    from socialclassify.linear import linear_scores

    known = posts if isinstance(posts, Posts) else posts.posts()
    found = (status_of(text, brand) for text, brand in zip(known.text, known.brand, strict=True))
    statuses = np.array([STATUSES.index(status) for status in found], dtype=np.uint8)
    return linear_scores(extract(known, weights.n_hashes), weights.coef, weights.intercept), statuses

"""What a model reads from a post: n-grams, named cues and context, side by side in one sparse matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socialclassify.features.context import CONTEXT_NAMES, context_values
from socialclassify.features.cues import CUE_NAMES, cue_values
from socialclassify.features.ngrams import ngram_counts
from socialclassify.text import normalise

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

    from socialclassify.posts import Posts

NAMED_FEATURES: tuple[str, ...] = CUE_NAMES + CONTEXT_NAMES
"""Names of the last columns of :func:`extract`; the columns before them are hashed n-grams."""


def extract(posts: Posts, n_hashes: int) -> csr_matrix:
    """Turn posts into features.

    Parameters
    ----------
    posts : Posts
        Texts with their context; a missing text counts as an empty one.
    n_hashes : int
        Size of each of the two n-gram tables.

    Returns
    -------
    csr_matrix of float32, shape (n_posts, 2 * n_hashes + n_named)
        Word n-grams, character n-grams, then the :data:`NAMED_FEATURES`.
    """
    from scipy.sparse import csr_matrix, hstack

    texts = [normalise(text or "", brand) for text, brand in zip(posts.text, posts.brand, strict=True)]
    named = (cue_values(texts), context_values(posts, texts))
    return csr_matrix(hstack([ngram_counts(texts, n_hashes), *map(csr_matrix, named)], format="csr"))

"""N-grams, named cues, context and topics of posts, side by side in one sparse matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from socialclassify.compiled import is_compiled
from socialclassify.features.context import CONTEXT_NAMES, context_values
from socialclassify.features.cues import CUE_NAMES, cue_values
from socialclassify.features.ngrams import ngram_counts
from socialclassify.features.topics import topic_names, topic_values
from socialclassify.language import status_of
from socialclassify.posts import BRAND, USER
from socialclassify.text import normalise

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

    from socialclassify.posts import Posts

_PLAIN: tuple[str, ...] = CUE_NAMES + CONTEXT_NAMES + topic_names()

NAMED_FEATURES: tuple[str, ...] = (
    *_PLAIN,
    *(f"{name}, by brand" for name in _PLAIN),
    *(f"{name}, by user" for name in _PLAIN),
)
"""Names of the last columns of :func:`extract`; the columns before them are hashed n-grams.

Each cue, context and topic stands there three times: for whoever wrote the post, and once more for the brand and for
users, because the same cue can tell different things of the two.
"""

NAMED_SCALE: NDArray[np.float64] = np.concatenate(
    [
        share * np.repeat([1.0, 0.5], [len(CUE_NAMES) + len(CONTEXT_NAMES), len(topic_names())])
        for share in (1.0, 0.7, 0.7)
    ]
)
"""How strongly learning may lean on each named feature; topics and role-bound features have to show more."""


def extract(posts: Posts, n_hashes: int) -> csr_matrix:
    """Turn posts into features.

    Parameters
    ----------
    posts : Posts
        Texts with their context; one that is missing or cannot be read counts as an empty one.
    n_hashes : int
        Size of each of the three n-gram tables.

    Returns
    -------
    csr_matrix of float32, shape (n_posts, 3 * n_hashes + n_named)
        Marks, words and characters, then the :data:`NAMED_FEATURES`.
    """
    from scipy.sparse import csr_matrix, hstack

    ngrams, plain = (_compiled if is_compiled(len(posts)) else _plain)(posts, n_hashes)
    by_brand, by_user = (np.array([author == role for author in posts.author])[:, None] for role in (BRAND, USER))
    named = csr_matrix(np.hstack([plain, plain * by_brand, plain * by_user]).astype(np.float32))
    return csr_matrix(hstack([ngrams, named], format="csr"))


def _compiled(posts: Posts, n_hashes: int) -> tuple[csr_matrix, NDArray[np.float32]]:
    from socialclassify.features.compiled.batches import batch_of, features

    return features(batch_of(posts), n_hashes)


def _plain(posts: Posts, n_hashes: int) -> tuple[csr_matrix, NDArray[np.float32]]:
    readable = [status_of(text) in ("ok", "not_german") for text in posts.text]
    texts = [
        normalise(text, brand) if text and reads else ""
        for text, brand, reads in zip(posts.text, posts.brand, readable, strict=True)
    ]
    return ngram_counts(texts, n_hashes), np.hstack(
        [cue_values(texts), context_values(posts, texts), topic_values(texts)]
    )

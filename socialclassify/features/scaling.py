"""How strongly learning may lean on each feature; the scale is folded into the weights afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from socialclassify.features.extract import NAMED_SCALE
from socialclassify.features.ngrams import N_TABLES

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

TABLE_LENGTHS = (2.0, 2.4, 2.6)
"""Root mean square length of a post's scaled n-grams: marks, words, characters."""

_SMOOTHING = 4.0
_UNINFORMED = 0.7


def column_scale(features: csr_matrix, positive: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Scale features by how rare they are and how much they tell of a class.

    N-grams are scaled by a softened inverse document frequency times their log-count ratio, as in Wang and Manning
    (2012, Baselines and bigrams), here softened, too; a ratio smoothed towards the classes' shares is 0 for n-grams
    that were not seen. Each table is then brought to a fixed length.

    Parameters
    ----------
    features : csr_matrix of float32, shape (n_posts, n_features)
        As :func:`socialclassify.features.extract` returns them.
    positive : ndarray of bool, shape (n_posts,)
        Which posts are of the class to learn.

    Returns
    -------
    ndarray of float64, shape (n_features,)
        All above 0.
    """
    n_posts, n_features = features.shape
    n_hashes = (n_features - len(NAMED_SCALE)) // N_TABLES
    is_positive = np.repeat(positive, np.diff(features.indptr))
    with_positive = np.bincount(features.indices[is_positive], minlength=n_features)
    with_any = np.bincount(features.indices, minlength=n_features)
    share = positive.mean()
    ratio = np.log((with_positive + _SMOOTHING * share) / (n_posts * share)) - np.log(
        (with_any - with_positive + _SMOOTHING * (1 - share)) / (n_posts * (1 - share))
    )
    rareness = np.sqrt(1 + np.log((1 + n_posts) / (1 + with_any)))
    scale: NDArray[np.float64] = rareness * (_UNINFORMED + (1 - _UNINFORMED) * np.abs(ratio))
    squares = np.bincount(features.indices, features.data.astype(np.float64) ** 2, minlength=n_features) / n_posts
    for table, length in enumerate(TABLE_LENGTHS):
        block = slice(table * n_hashes, (table + 1) * n_hashes)
        actual = float(squares[block] @ scale[block] ** 2)
        scale[block] *= length / np.sqrt(actual) if actual > 0 else 1.0
    scale[N_TABLES * n_hashes :] = NAMED_SCALE
    return scale

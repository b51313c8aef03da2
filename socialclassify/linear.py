"""A linear classifier's arithmetic."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from socialclassify.features import NAMED_FEATURES
from socialclassify.features.hashing import UNIT

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_AUTHOR_COLUMNS = [NAMED_FEATURES.index(name) - len(NAMED_FEATURES) for name in ("by_brand", "by_user")]


def linear_scores(
    features: csr_matrix, coef: NDArray[np.float32], intercept: NDArray[np.float32]
) -> NDArray[np.float64]:
    """Multiply features with the weights that fit what is known of each post.

    Products are rounded to multiples of 1 / UNIT and added up in whole numbers, so that no order of adding and no
    number of posts at once changes a score.

    Parameters
    ----------
    features : csr_matrix of float32, shape (n_posts, n_features)
    coef : ndarray of float32, shape (2, n_outputs, n_features)
        Weights for posts whose author is unknown, and for those whose author is known.
    intercept : ndarray of float32, shape (2, n_outputs)

    Returns
    -------
    ndarray of float64, shape (n_posts, n_outputs)
        Log-odds.
    """
    known = author_known(features).astype(int)
    rows = np.repeat(known, np.diff(features.indptr))
    values = features.data.astype(np.float64) * UNIT
    scores: NDArray[np.float64] = intercept.astype(np.float64)[known]
    for output in range(coef.shape[1]):
        products = np.rint(values * coef[rows, output, features.indices]).astype(np.int64)
        sums = np.concatenate([[0], np.cumsum(products)])[features.indptr]
        scores[:, output] += np.diff(sums) / UNIT
    return scores


def author_known(features: csr_matrix) -> NDArray[np.bool_]:
    """Whether the features tell who wrote a post, shape (n_posts,)."""
    n_features = features.shape[1]
    columns = features[:, [n_features + column for column in _AUTHOR_COLUMNS]]
    return np.asarray(columns.sum(axis=1)).ravel() > 0


def sigmoid(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn log-odds into probabilities."""
    return np.asarray(1 / (1 + np.exp(-np.clip(scores, -500, 500))))

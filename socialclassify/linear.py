"""A linear classifier's arithmetic."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from socialclassify.features import NAMED_FEATURES

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_AUTHOR_COLUMNS = [NAMED_FEATURES.index(name) - len(NAMED_FEATURES) for name in ("by_brand", "by_user")]


def linear_scores(
    features: csr_matrix, coef: NDArray[np.float32], intercept: NDArray[np.float32]
) -> NDArray[np.float64]:
    """Multiply features with the weights that fit what is known of each post, in double precision.

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
    n_outputs, n_features = coef.shape[1:]
    weights = coef.reshape(2 * n_outputs, n_features).astype(np.float64)
    scores = np.asarray(features.astype(np.float64) @ weights.T).reshape(-1, 2, n_outputs) + intercept
    chosen: NDArray[np.float64] = scores[np.arange(len(scores)), author_known(features).astype(int)]
    return chosen


def author_known(features: csr_matrix) -> NDArray[np.bool_]:
    """Whether the features tell who wrote a post, shape (n_posts,)."""
    n_features = features.shape[1]
    columns = features[:, [n_features + column for column in _AUTHOR_COLUMNS]]
    return np.asarray(columns.sum(axis=1)).ravel() > 0


def sigmoid(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn log-odds into probabilities."""
    from scipy.special import expit

    return np.asarray(expit(scores))

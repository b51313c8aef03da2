"""A linear classifier's arithmetic."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


def linear_scores(
    features: csr_matrix, coef: NDArray[np.float32], intercept: NDArray[np.float32]
) -> NDArray[np.float64]:
    """Multiply features with weights, in double precision.

    Parameters
    ----------
    features : csr_matrix of float32, shape (n_posts, n_features)
    coef : ndarray of float32, shape (n_rows, n_features)
    intercept : ndarray of float32, shape (n_rows,)

    Returns
    -------
    ndarray of float64, shape (n_posts, n_rows)
        Log-odds.
    """
    return np.asarray(features.astype(np.float64) @ coef.T.astype(np.float64)) + intercept.astype(np.float64)


def sigmoid(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn log-odds into probabilities."""
    from scipy.special import expit

    return np.asarray(expit(scores))

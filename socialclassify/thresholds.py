"""Where to cut between two classes of which one is rare."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def platt(scores: NDArray[np.float64], positive: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and offset that turn scores into log-odds.

    Platt (1999), Probabilistic outputs for support vector machines.

    Parameters
    ----------
    scores : ndarray of float64, shape (n_posts,)
        Of posts that the fit has not seen.
    positive : ndarray of bool, shape (n_posts,)

    Returns
    -------
    slope, offset : float
    """
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=1e6).fit(scores[:, None], positive)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def calibration_that_pays(
    scores: NDArray[np.float64], positive: NDArray[np.bool_], folds: NDArray[np.int64]
) -> tuple[float, float]:
    """Slope and offset of :func:`platt` where they lower the log loss on folds that they were not fitted on, else 1, 0.

    Parameters
    ----------
    scores : ndarray of float64, shape (n_posts,)
        Of posts that the fit has not seen.
    positive : ndarray of bool, shape (n_posts,)
    folds : ndarray of int64, shape (n_posts,)
        Number of the fold that each post belongs to.

    Returns
    -------
    slope, offset : float
    """
    calibrated = np.empty(len(scores))
    for fold in np.unique(folds):
        outside = folds == fold
        slope, offset = platt(scores[~outside], positive[~outside])
        calibrated[outside] = slope * scores[outside] + offset
    return platt(scores, positive) if _loss(calibrated, positive) < _loss(scores, positive) else (1.0, 0.0)


def _loss(log_odds: NDArray[np.float64], positive: NDArray[np.bool_]) -> float:
    return float(np.logaddexp(0, np.where(positive, -log_odds, log_odds)).mean())


def best_cut(probabilities: NDArray[np.float64]) -> float:
    """The probability from which on to say yes, so that the expected macro-F1 is highest.

    The expectation is taken over the probabilities themselves, as in Ye et al. (2012, Optimizing F-measures), which
    is less at the mercy of single posts than the macro-F1 that known labels would give.

    Parameters
    ----------
    probabilities : ndarray of float64, shape (n_posts,)
        Calibrated; at least two.

    Returns
    -------
    float

    Examples
    --------
    >>> best_cut(np.array([0.01, 0.02, 0.03, 0.05, 0.4, 0.45]))
    0.4
    """
    ordered = np.sort(probabilities)
    size, total = len(ordered), ordered.sum()
    below = np.arange(1, size)
    sum_below = np.cumsum(ordered)[:-1]
    true_negative, true_positive = below - sum_below, total - sum_below
    macro_f1 = true_positive / (size - below + total) + true_negative / (below + size - total)
    macro_f1[ordered[1:] == ordered[:-1]] = -1  # no cut lies between equal ones
    return float(ordered[1:][macro_f1.argmax()])

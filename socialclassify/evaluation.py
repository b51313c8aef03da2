"""Measure a model against labelled posts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from socialclassify.errors import InputError
from socialclassify.labelled import LabelledPosts
from socialclassify.labels import LABELS, Label

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from socialclassify.model import Model

_BINS = 10


@dataclass(frozen=True)
class ClassScore:
    """How well one class is found: all figures from 0 to 1, ``support`` in posts."""

    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True)
class LabelScore:
    """How good a model is at one label.

    Attributes
    ----------
    posts : int
        Number of posts that carry the label.
    macro_f1 : float
        Mean of both classes' F1, so that the rarer class counts as much; 0 to 1.
    majority_macro_f1 : float
        The same figure for naming the more frequent class every time.
    accuracy : float
        Share of right labels.
    calibration_error : float
        Expected calibration error (Naeini et al. 2015) over ten bins of equal width of the positive class'
        probability: mean distance between probability and share, 0 is best.
    log_loss : float
        Mean negative natural logarithm of the probability given to the right class; 0 is best.
    classes : dict of str to ClassScore
        Each class by itself.
    """

    posts: int
    macro_f1: float
    majority_macro_f1: float
    accuracy: float
    calibration_error: float
    log_loss: float
    classes: dict[str, ClassScore]


@dataclass(frozen=True)
class Evaluation:
    """How good a model is.

    Attributes
    ----------
    labels : dict of str to LabelScore
        The score of each label by its name.
    """

    labels: dict[str, LabelScore]

    def __str__(self) -> str:
        lines = [f"{'label':<14}{'posts':>7}{'macro-F1':>10}{'majority':>10}{'accuracy':>10}{'ECE':>7}"]
        lines += [
            f"{name:<14}{score.posts:>7}{score.macro_f1:>10.3f}{score.majority_macro_f1:>10.3f}"
            f"{score.accuracy:>10.3f}{score.calibration_error:>7.3f}"
            for name, score in self.labels.items()
        ]
        return "\n".join(lines)


def evaluate(model: Model, posts: Any) -> Evaluation:
    """Measure a model against labelled posts.

    Parameters
    ----------
    model : Model
        What is measured.
    posts : LabelledPosts, path, data frame or iterable of mappings
        See :meth:`LabelledPosts.of`. A post without a label is left out of that label's score.

    Returns
    -------
    Evaluation

    Raises
    ------
    InputError
        If the posts cannot be read or a label is missing on all of them.

    Examples
    --------
    >>> from socialclassify import evaluate, load
    >>> rows = [
    ...     {"text": "Wo bleibt mein Paket?", "author": "user", "message_type": "dialogue", "interaction": "relevant"},
    ...     {"text": "Like und gewinne!", "author": "brand", "message_type": "mass", "interaction": "irrelevant"},
    ... ]
    >>> evaluate(load(), rows).labels["message_type"].macro_f1
    1.0
    """
    labelled = LabelledPosts.of(posts)
    probabilities = model.probabilities(labelled.posts)
    return Evaluation(
        {label.name: _score_labelled(label, labelled, probabilities[:, column]) for column, label in enumerate(LABELS)}
    )


def score_label(label: Label, positive: NDArray[np.bool_], probability: NDArray[np.float64]) -> LabelScore:
    """Score probabilities of a label's positive class against the truth.

    Parameters
    ----------
    label : Label
        Gives the names of the classes.
    positive : ndarray of bool, shape (n_posts,)
        Whether the post is of the positive class.
    probability : ndarray of float64, shape (n_posts,)
        Estimated probability that it is.

    Returns
    -------
    LabelScore
    """
    from sklearn.metrics import log_loss, precision_recall_fscore_support

    given = probability > 0.5
    columns = precision_recall_fscore_support(positive, given, labels=[False, True], zero_division=0.0)
    scores = [ClassScore(float(p), float(r), float(f), int(n)) for p, r, f, n in zip(*columns, strict=True)]
    majority_share = max(positive.mean(), 1 - positive.mean())
    return LabelScore(
        posts=len(positive),
        macro_f1=(scores[0].f1 + scores[1].f1) / 2,
        majority_macro_f1=float(majority_share / (1 + majority_share)),
        accuracy=float((given == positive).mean()),
        calibration_error=calibration_error(positive, probability),
        log_loss=float(log_loss(positive, probability, labels=[False, True])),
        classes=dict(zip(label.classes, scores, strict=True)),
    )


def calibration_error(positive: NDArray[np.bool_], probability: NDArray[np.float64]) -> float:
    """Expected calibration error over ten bins of equal width; see :class:`LabelScore`."""
    bins = np.minimum((probability * _BINS).astype(int), _BINS - 1)
    gaps = np.bincount(bins, weights=probability - positive, minlength=_BINS)
    return float(np.abs(gaps).sum() / len(positive))


def _score_labelled(label: Label, labelled: LabelledPosts, probability: NDArray[np.float64]) -> LabelScore:
    known = np.array([value is not None for value in labelled.labels[label.name]])
    if not known.any():
        message = f"no post carries the label {label.name}"
        raise InputError(message)
    return score_label(label, labelled.positive(label)[known], probability[known])

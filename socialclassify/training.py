"""Train a model: fit, calibrate on posts that the fit has not seen, choose what counts as unsure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from socialclassify import __version__
from socialclassify.card import render_card
from socialclassify.classifier import PostClassifier
from socialclassify.errors import InputError
from socialclassify.evaluation import LabelScore, score_label
from socialclassify.features import extract
from socialclassify.labelled import LabelledPosts
from socialclassify.labels import INTERACTION, LABELS, MESSAGE_TYPE, Label
from socialclassify.linear import sigmoid
from socialclassify.model import Head, Model

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

FOLDS = 5
SURE_ACCURACY = {MESSAGE_TYPE.name: 0.96, INTERACTION.name: 0.90}
"""Share of right labels asked of what is not unsure; a label for which it cannot be reached keeps half its posts."""

_MIN_COVERAGE = 0.5


@dataclass(frozen=True)
class HeldOut:
    """How a label does on brands that the fit has not seen.

    Attributes
    ----------
    with_context, without_context : LabelScore
        With author, brand and parent given, and with the text alone.
    coverage : float
        Share of posts that are not unsure.
    accuracy_when_sure : float
        Share of right labels among them.
    """

    with_context: LabelScore
    without_context: LabelScore
    coverage: float
    accuracy_when_sure: float


def train(posts: Any, *, classifier: PostClassifier | None = None, name: str = "custom") -> Model:
    """Train a model for both labels.

    Each label is fitted by itself. Its scores are calibrated by Platt's method (Platt 1999, Probabilistic outputs for
    support vector machines) on out-of-fold scores, with whole brands held out, so that the probabilities hold for
    brands that the model does not know.

    Parameters
    ----------
    posts : LabelledPosts, path, data frame or iterable of mappings
        See :meth:`socialclassify.labelled.LabelledPosts.of`. Each post needs a text and both labels.
    classifier : PostClassifier, optional
        Settings to use; it is not changed.
    name : str, default "custom"
        What the card calls the model.

    Returns
    -------
    Model

    Raises
    ------
    InputError
        If there are too few posts or brands to hold some out, or a label has one class only.

    Examples
    --------
    >>> from socialclassify import PostClassifier, train
    >>> rows = [
    ...     {"text": f"{words} {number}", "brand": f"Marke {number}", "message_type": kind, "interaction": "relevant"}
    ...     for number in range(10)
    ...     for words, kind in (("Warum fehlt mein Paket", "dialogue"), ("Jetzt im Shop sparen", "mass"))
    ... ]
    >>> rows[0]["interaction"] = rows[3]["interaction"] = rows[8]["interaction"] = "irrelevant"
    >>> model = train(rows, classifier=PostClassifier(n_hashes=1024))
    >>> model.predict(["Warum fehlt etwas", "Jetzt sparen im Shop"])[0].message_type
    'dialogue'
    """
    from sklearn.base import clone

    labelled = LabelledPosts.of(posts)
    settings = clone(classifier) if classifier is not None else PostClassifier()
    known = extract(labelled.posts, settings.n_hashes)
    unknown = extract(labelled.posts.without_context(), settings.n_hashes)
    folds = _folds(labelled)
    heads, held_out = [], {}
    for label in LABELS:
        head, held_out[label.name] = _train_label(label, labelled, settings, known, unknown, folds)
        heads.append(head)
    details = {
        "engine": settings.engine,
        "name": name,
        "libraries": _versions(),
        "training": {"posts": len(labelled), "brands": len(set(labelled.posts.brand) - {None}), "folds": FOLDS},
    }
    card = render_card(name, labelled, settings, held_out, {head.name: head.confidence for head in heads})
    return Model(heads, n_hashes=settings.n_hashes, card=card, details=details)


def _train_label(
    label: Label,
    labelled: LabelledPosts,
    settings: PostClassifier,
    known: csr_matrix,
    unknown: csr_matrix,
    folds: NDArray[np.int64],
) -> tuple[Head, HeldOut]:
    classes = labelled.labels[label.name]
    if None in classes:
        message = f"post {classes.index(None) + 1} has no {label.name}; give it one or leave the post out"
        raise InputError(message)
    positive = np.array([value == label.positive for value in classes])
    if positive.all() or not positive.any():
        message = f"all posts are {classes[0]!r} in {label.name}; learning needs both classes"
        raise InputError(message)

    scores = np.empty((2, len(positive)))
    for fold in range(FOLDS):
        inside, outside = folds != fold, folds == fold
        fitted = _fit(settings, known[inside], unknown[inside], positive[inside])
        scores[0, outside] = fitted.decision_features(known[outside])
        scores[1, outside] = fitted.decision_features(unknown[outside])
    shares = [1 - settings.context_dropout, settings.context_dropout]
    slope, offset = _platt(scores.ravel(), np.tile(positive, 2), np.repeat(shares, len(positive)))
    calibrated = sigmoid(slope * scores + offset)
    confidence = _confidence(positive, calibrated[0], SURE_ACCURACY[label.name])

    sure = np.maximum(calibrated[0], 1 - calibrated[0]) >= confidence
    right = (calibrated[0] > 0.5) == positive
    held_out = HeldOut(
        with_context=score_label(label, positive, calibrated[0]),
        without_context=score_label(label, positive, calibrated[1]),
        coverage=float(sure.mean()),
        accuracy_when_sure=float(right[sure].mean()),
    )
    fitted = _fit(settings, known, unknown, positive)
    coef = (slope * fitted.coef_).astype(np.float32)
    intercept = (slope * fitted.intercept_ + offset).astype(np.float32)
    return Head(label.name, coef, intercept, confidence), held_out


def _fit(settings: PostClassifier, known: csr_matrix, unknown: csr_matrix, y: NDArray[Any]) -> PostClassifier:
    from sklearn.base import clone

    classifier: PostClassifier = clone(settings)
    return classifier.fit_features(known, unknown if settings.context_dropout else None, y)


def _folds(labelled: LabelledPosts) -> NDArray[np.int64]:
    """Number of the fold that holds each post out; posts of one brand share it."""
    from sklearn.model_selection import GroupKFold

    groups = [brand or f"\0{place}" for place, brand in enumerate(labelled.posts.brand)]
    if len(set(groups)) < FOLDS:
        message = f"{len(set(groups))} brands are too few to hold some out; training needs posts of at least {FOLDS}"
        raise InputError(message)
    folds = np.empty(len(groups), dtype=np.int64)
    splitter = GroupKFold(FOLDS, shuffle=True, random_state=0)
    for fold, (_, outside) in enumerate(splitter.split(groups, groups=groups)):
        folds[outside] = fold
    return folds


def _platt(
    scores: NDArray[np.float64], positive: NDArray[np.bool_], weights: NDArray[np.float64]
) -> tuple[float, float]:
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=1e6).fit(scores[:, None], positive, sample_weight=weights)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def _confidence(positive: NDArray[np.bool_], probability: NDArray[np.float64], accuracy: float) -> float:
    """Lowest confidence at which what is kept is right often enough, rounded down to a thousandth."""
    confidence = np.maximum(probability, 1 - probability)
    order = np.argsort(-confidence, kind="stable")
    right = ((probability > 0.5) == positive)[order]
    reached = np.cumsum(right) / np.arange(1, len(right) + 1) >= accuracy
    keep = max(int(np.flatnonzero(reached)[-1]) if reached.any() else 0, int(_MIN_COVERAGE * len(right)) - 1)
    return float(np.floor(confidence[order[keep]] * 1000) / 1000)


def _versions() -> dict[str, str]:
    from importlib.metadata import version

    libraries = {library: version(library) for library in ("numpy", "scikit-learn", "scipy")}
    return {**libraries, "socialclassify": __version__}

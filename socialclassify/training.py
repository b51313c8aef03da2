"""Train a model: fit, calibrate on posts that the fit has not seen, choose what counts as unsure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from socialclassify import __version__
from socialclassify.card import COVERAGES, render_card
from socialclassify.classifier import PostClassifier
from socialclassify.errors import InputError
from socialclassify.evaluation import LabelScore, score_label
from socialclassify.features import Views, extract_views
from socialclassify.labelled import LabelledPosts
from socialclassify.labels import INTERACTION, LABELS, MESSAGE_TYPE, Label
from socialclassify.linear import sigmoid
from socialclassify.model import Head, Model
from socialclassify.thresholds import calibration_that_pays

if TYPE_CHECKING:
    from numpy.typing import NDArray

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
    accuracy_at : tuple of float
        Share of right labels among the surest posts, for each share of :data:`COVERAGES`.
    """

    with_context: LabelScore
    without_context: LabelScore
    coverage: float
    accuracy_when_sure: float
    accuracy_at: tuple[float, ...]


def train(posts: Any, *, classifier: PostClassifier | None = None, held_out: Any = None, name: str = "custom") -> Model:
    """Train a model for both labels.

    Each label is fitted by itself. Its scores are calibrated by Platt's method (Platt 1999, Probabilistic outputs for
    support vector machines) on out-of-fold scores, with whole brands held out, so that the probabilities hold for
    brands that the model does not know; the calibration is kept where it lowers the log loss on posts that it has not
    seen.

    Parameters
    ----------
    posts : LabelledPosts, path, data frame or iterable of mappings
        See :meth:`socialclassify.labelled.LabelledPosts.of`. Each post needs a text and both labels.
    classifier : PostClassifier, optional
        Settings to use; it is not changed.
    held_out : LabelledPosts, path, data frame or iterable of mappings, optional
        Labelled posts of other brands on which the card says how good the model is. By default the card gives the
        cross-validation's figures.
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
    >>> [prediction.message_type for prediction in model.predict(["Warum fehlt das Paket", "Jetzt im Shop sparen"])]
    ['dialogue', 'mass']
    """
    from sklearn.base import clone

    labelled = LabelledPosts.of(posts)
    settings = clone(classifier) if classifier is not None else PostClassifier()
    views = extract_views(labelled.posts, settings.n_hashes)
    folds = _folds(labelled)
    fitted = [_train_label(label, labelled, settings, views, folds) for label in LABELS]
    details = {
        "engine": settings.engine,
        "name": name,
        "libraries": _versions(),
        "training": {"posts": len(labelled), "brands": labelled.n_brands, "folds": FOLDS},
    }
    model = Model([head for head, _ in fitted], n_hashes=settings.n_hashes, card="", details=details)
    measured = _held_out_posts(labelled, held_out) if held_out is not None else None
    results = _cross_validated(labelled, fitted) if measured is None else _measured(model, measured)
    model.card = render_card(name, labelled, settings, model.heads, results, measured)
    return model


def _train_label(
    label: Label,
    labelled: LabelledPosts,
    settings: PostClassifier,
    views: Views,
    folds: NDArray[np.int64],
) -> tuple[Head, NDArray[np.float64]]:
    """Fit one label: its head, and out-of-fold probabilities with and without context, shape (2, n_posts)."""
    from sklearn.base import clone

    classes = labelled.labels[label.name]
    if None in classes:
        message = f"post {classes.index(None) + 1} has no {label.name}; give it one or leave the post out"
        raise InputError(message)
    positive = labelled.positive(label)
    if positive.all() or not positive.any():
        message = f"all posts are {classes[0]!r} in {label.name}; learning needs both classes"
        raise InputError(message)

    out_of_fold = _out_of_fold(settings, views, positive, folds)
    calibration = np.array(
        [
            calibration_that_pays(np.concatenate(out_of_fold[2:]), np.tile(positive, 2), np.tile(folds, 2)),
            calibration_that_pays(out_of_fold[0], positive, folds),
        ]
    )
    fitted: PostClassifier = clone(settings).fit_views(views, positive)
    slope, offset = calibration.T.astype(np.float32)
    coef, intercept = slope[:, None] * fitted.coef_[:, 0], slope * fitted.intercept_[:, 0] + offset

    (slope_unknown, offset_unknown), (slope_known, offset_known) = calibration
    probabilities = np.stack(
        [
            sigmoid(slope_known * out_of_fold[0] + offset_known),
            sigmoid(slope_unknown * out_of_fold[3] + offset_unknown),
        ]
    )
    confidence = _confidence(positive, probabilities[0], SURE_ACCURACY[label.name])
    return Head(label.name, coef, intercept, confidence), probabilities


def _out_of_fold(
    settings: PostClassifier, views: Views, positive: NDArray[np.bool_], folds: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Scores of each view by a fit that has not seen the post's brand, shape (4, n_posts)."""
    from sklearn.base import clone

    scores = np.empty((len(views), len(positive)))
    for fold in range(FOLDS):
        outside = folds == fold
        fitted = clone(settings).fit_views(views.take(~outside), positive[~outside])
        scores[:, outside] = [fitted.decision_features(view) for view in views.take(outside)]
    return scores


def _cross_validated(labelled: LabelledPosts, fitted: list[tuple[Head, NDArray[np.float64]]]) -> dict[str, HeldOut]:
    return {
        label.name: _held_out(label, labelled, head, *probabilities)
        for label, (head, probabilities) in zip(LABELS, fitted, strict=True)
    }


def _measured(model: Model, measured: LabelledPosts) -> dict[str, HeldOut]:
    known = model.probabilities(measured.posts)
    unknown = model.probabilities(measured.posts.without("author", "brand", "parent"))
    return {
        label.name: _held_out(label, measured, head, known[:, column], unknown[:, column])
        for column, (label, head) in enumerate(zip(LABELS, model.heads, strict=True))
    }


def _held_out_posts(learnt: LabelledPosts, held_out: Any) -> LabelledPosts:
    posts = LabelledPosts.of(held_out)
    shared = set(learnt.posts.brand) & set(posts.posts.brand) - {None}
    if shared:
        message = (
            f"the held-out posts share {len(shared)} brands with the training posts, so they say nothing of new ones"
        )
        raise InputError(message)
    places = [place for place in range(len(posts)) if all(posts.labels[label.name][place] for label in LABELS)]
    return posts.take(places)


def _held_out(
    label: Label, posts: LabelledPosts, head: Head, known: NDArray[np.float64], unknown: NDArray[np.float64]
) -> HeldOut:
    positive = posts.positive(label)
    sure = np.maximum(known, 1 - known) >= head.confidence
    return HeldOut(
        with_context=score_label(label, positive, known),
        without_context=score_label(label, positive, unknown),
        coverage=float(sure.mean()),
        accuracy_when_sure=float(((known > 0.5) == positive)[sure].mean()),
        accuracy_at=_accuracy_at(positive, known),
    )


def _accuracy_at(positive: NDArray[np.bool_], probability: NDArray[np.float64]) -> tuple[float, ...]:
    surest = np.argsort(-np.maximum(probability, 1 - probability), kind="stable")
    right = ((probability > 0.5) == positive)[surest]
    return tuple(float(right[: max(round(share * len(right)), 1)].mean()) for share in COVERAGES)


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

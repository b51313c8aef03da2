"""A scikit-learn classifier for posts, for the two labels of this package or any labels of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted

from socialclassify.engine import Weights, score
from socialclassify.errors import InputError
from socialclassify.features import Views, column_scale, extract_views
from socialclassify.linear import author_known, linear_scores, sigmoid
from socialclassify.posts import Posts
from socialclassify.thresholds import best_cut, platt

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix
    from sklearn.utils import Tags

ENGINES = ("fast",)

_TOLERANCE, _MOST_PASSES = 0.1, 300
_FOLDS = 5

_AUTHOR_KNOWN = {"full": 0.7, "author_only": 0.2, "bare": 0.1}
_AUTHOR_UNKNOWN = {"brand_only": 0.5, "bare": 0.5}
"""Views of the training posts that each set of weights learns from, with their shares of the weight."""


class PostClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn ships no types
    """Linear classifier over hashed n-grams, named conversation cues and a post's context.

    Parameters
    ----------
    engine : {"fast"}, default "fast"
        What computes the features.
    C : float, default 4.0
        Inverse strength of the L2 regularisation.
    n_hashes : int, default 131072
        Size of each of the three n-gram tables (marks, words, characters).
    threshold : {"macro_f1"} or None, default None
        Where two classes are cut: None at even odds; ``"macro_f1"`` where cross-validation within the training posts
        expects the highest macro-F1, which finds more of a rare class. The cut is folded into ``intercept_``, so
        ``predict_proba`` is not calibrated then.
    class_weight : "balanced", dict or None, default None
        As in scikit-learn. None keeps the priors of the training data, which calibrated probabilities need.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        The labels, sorted.
    coef_ : ndarray of float32, shape (2, n_outputs, 3 * n_hashes + n_named)
        Weights for posts whose author is unknown, and for those whose author is known: three tables of n-grams, and
        named features. There is one output where there are two classes, else one for each class.
    intercept_ : ndarray of float32, shape (2, n_outputs)
        Added to the score.

    Notes
    -----
    Where posts are given as texts alone, pass a list of str. Where author, brand or parent are known, pass
    :class:`socialclassify.posts.Posts` or a list of :class:`socialclassify.posts.Post`.

    Examples
    --------
    >>> from socialclassify import PostClassifier
    >>> texts = ["Wo bleibt mein Paket?", "Jetzt 20 % sparen!", "Warum kommt keiner ran?", "Jetzt neu im Shop!"]
    >>> classifier = PostClassifier(n_hashes=4096).fit(texts, ["frage", "werbung", "frage", "werbung"])
    >>> classifier.predict(["Wann kommt mein Paket?", "Jetzt im Shop sparen!"]).tolist()
    ['frage', 'werbung']
    """

    def __init__(
        self,
        engine: Literal["fast"] = "fast",
        *,
        C: float = 4.0,  # noqa: N803 - the field's name for it
        n_hashes: int = 2**17,
        threshold: Literal["macro_f1"] | None = None,
        class_weight: Any = None,
    ) -> None:
        self.engine = engine
        self.C = C
        self.n_hashes = n_hashes
        self.threshold = threshold
        self.class_weight = class_weight

    def fit(self, X: Any, y: Any) -> Self:  # noqa: N803
        """Learn from labelled posts.

        Parameters
        ----------
        X : list of str, list of Post, or Posts
            The posts, length n_posts.
        y : array-like of shape (n_posts,)
            A label for each.

        Returns
        -------
        PostClassifier
            Itself.

        Raises
        ------
        InputError
            If lengths differ or ``y`` holds fewer than two classes.
        ValueError
            If a parameter is out of range.
        """
        self._check_parameters()
        return self.fit_views(extract_views(Posts.of(X), self.n_hashes), y)

    def fit_views(self, views: Views, y: Any) -> Self:
        """Learn from features that :func:`socialclassify.features.extract_views` gave, so that several fits share them.

        Parameters
        ----------
        views : Views
            Features of n_posts posts.
        y : array-like of shape (n_posts,)
            A label for each post.

        Returns
        -------
        PostClassifier
            Itself.
        """
        labels = np.asarray(y)
        check_classification_targets(labels)
        n_posts = views.full.shape[0]
        if labels.shape != (n_posts,):
            message = f"y has shape {labels.shape} for {n_posts} posts"
            raise InputError(message)
        self.classes_ = np.unique(labels)
        if self.threshold is not None and len(self.classes_) > 2:
            message = f"threshold={self.threshold!r} is for two classes, y holds {len(self.classes_)}"
            raise InputError(message)
        if len(self.classes_) < 2:
            message = f"learning needs at least two classes, y holds only {self.classes_.tolist()}"
            raise InputError(message)

        outputs = self._fit_outputs(views, labels)
        self.coef_: NDArray[np.float32] = np.stack([coef for coef, _ in outputs], axis=1)
        self.intercept_: NDArray[np.float32] = np.stack([intercept for _, intercept in outputs], axis=1)
        if self.threshold == "macro_f1":
            self.intercept_ -= np.float32(self._best_score(views, labels))
        return self

    def _fit_outputs(self, views: Views, labels: NDArray[Any]) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
        targets = self.classes_[1:] if len(self.classes_) == 2 else self.classes_
        return [self._fit_output(views, labels == target) for target in targets]

    def _fit_output(self, views: Views, positive: NDArray[np.bool_]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Weights and intercepts of one output, for posts whose author is unknown, and known."""
        scale = column_scale(views.full, positive)
        without = self._fit_shares(_AUTHOR_UNKNOWN, views, positive, scale)
        known = self._fit_shares(_AUTHOR_KNOWN, views, positive, scale) if author_known(views.full).any() else without
        coef = np.stack([without[0], known[0]])
        return coef.astype(np.float32), np.array([without[1], known[1]], dtype=np.float32)

    def _fit_shares(
        self, shares: dict[str, float], views: Views, positive: NDArray[np.bool_], scale: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], float]:
        """Fit one set of weights on several views of the posts, each with its share of the weight."""
        from scipy.sparse import vstack
        from sklearn.linear_model import LogisticRegression

        if all(getattr(views, name) is views.full for name in shares):
            shares = {"full": sum(shares.values())}
        features = vstack([getattr(views, name) for name in shares], format="csr").astype(np.float64)
        features.data *= scale[features.indices]
        fitted = LogisticRegression(
            C=self.C,
            class_weight=self.class_weight,
            solver="liblinear",
            dual=True,
            tol=_TOLERANCE,
            max_iter=_MOST_PASSES,
            random_state=0,
        ).fit(
            features,
            np.tile(positive, len(shares)),
            sample_weight=np.repeat(list(shares.values()), len(positive)),
        )
        return fitted.coef_[0] * scale, float(fitted.intercept_[0])

    def _best_score(self, views: Views, labels: NDArray[Any]) -> float:
        """The score from which on to say yes, by posts that a fit has not seen."""
        from sklearn.base import clone
        from sklearn.model_selection import StratifiedKFold

        positive = labels == self.classes_[1]
        scores = np.empty(len(labels))
        folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=0)
        for inside, outside in folds.split(scores, positive):
            fitted = clone(self).set_params(threshold=None).fit_views(views.take(inside), labels[inside])
            scores[outside] = fitted.decision_features(views.full[outside])
        slope, offset = platt(scores, positive)
        cut = best_cut(sigmoid(slope * scores + offset))
        return float((np.log(cut / (1 - cut)) - offset) / slope)

    def decision_function(self, X: Any) -> NDArray[np.float64]:  # noqa: N803
        """Score posts.

        Parameters
        ----------
        X : list of str, list of Post, or Posts
            The posts, length n_posts.

        Returns
        -------
        ndarray of float64, shape (n_posts,) or (n_posts, n_classes)
            Log-odds of the second class where there are two, else of each class against the others.
        """
        check_is_fitted(self)
        scores, _ = score(Posts.of(X), Weights(self.n_hashes, self.coef_, self.intercept_))
        return scores[:, 0] if len(self.classes_) == 2 else scores

    def decision_features(self, features: csr_matrix) -> NDArray[np.float64]:
        """Score posts whose features are already computed; see :meth:`decision_function`."""
        scores = linear_scores(features, self.coef_, self.intercept_)
        return scores[:, 0] if len(self.classes_) == 2 else scores

    def predict_proba(self, X: Any) -> NDArray[np.float64]:  # noqa: N803
        """Estimate the probability of each class.

        Parameters
        ----------
        X : list of str, list of Post, or Posts
            The posts, length n_posts.

        Returns
        -------
        ndarray of float64, shape (n_posts, n_classes)
            Columns in the order of ``classes_``; rows sum to 1.
        """
        scores = self.decision_function(X)
        if scores.ndim == 1:
            positive = sigmoid(scores)
            return np.column_stack([1 - positive, positive])
        shares = sigmoid(scores)
        normed: NDArray[np.float64] = shares / shares.sum(axis=1, keepdims=True)
        return normed

    def predict(self, X: Any) -> NDArray[Any]:  # noqa: N803
        """Label posts.

        Parameters
        ----------
        X : list of str, list of Post, or Posts
            The posts, length n_posts.

        Returns
        -------
        ndarray of shape (n_posts,)
            One of ``classes_`` for each.
        """
        scores = self.decision_function(X)
        places = (scores > 0).astype(int) if scores.ndim == 1 else scores.argmax(axis=1)
        labels: NDArray[Any] = self.classes_[places]
        return labels

    def __sklearn_tags__(self) -> Tags:
        """Tell scikit-learn that the input is text."""
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.input_tags.one_d_array = True
        return tags

    def _check_parameters(self) -> None:
        if self.engine not in ENGINES:
            message = f"engine must be one of {', '.join(ENGINES)}, not {self.engine!r}"
            raise ValueError(message)
        if self.threshold not in (None, "macro_f1"):
            message = f"threshold must be None or 'macro_f1', not {self.threshold!r}"
            raise ValueError(message)
        if self.n_hashes < 1 or self.C <= 0:
            message = "n_hashes must be at least 1 and C above 0"
            raise ValueError(message)

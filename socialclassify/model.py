"""A trained model: posts in, both labels with calibrated probabilities out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from socialclassify.artefact import Artefact, read_artefact, write_artefact
from socialclassify.errors import ModelError
from socialclassify.labels import LABELS, Label
from socialclassify.posts import Posts
from socialclassify.predictions import LAST_LABELLED, Prediction, prediction_of
from socialclassify.text import NORMALISATION_VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from socialclassify.engine import Batch, Weights
    from socialclassify.explanation import Explanation

DEFAULT_NAME = "default"


@dataclass(frozen=True)
class Head:
    """The part of a model that gives one label.

    Attributes
    ----------
    name : str
        The label.
    coef : ndarray of float32, shape (2, n_features)
        Weights that give the log-odds of the positive class: for posts whose author is unknown, and known.
    intercept : ndarray of float32, shape (2,)
        Added to the score.
    confidence : float
        Probability of the given class, 0.5 to 1, below which the label is unsure.
    """

    name: str
    coef: NDArray[np.float32]
    intercept: NDArray[np.float32]
    confidence: float


class Labels(NamedTuple):
    """What a model says of n posts, in columns.

    Attributes
    ----------
    probabilities : ndarray of float64, shape (n_posts, 2)
        Calibrated probabilities of dialogue and of relevance; of no meaning where there is no text to read.
    unsure : ndarray of bool, shape (n_posts, 2)
        Whether each label is less sure than its confidence threshold asks.
    statuses : ndarray of uint8, shape (n_posts,)
        Places in :data:`socialclassify.labels.STATUSES`.
    """

    probabilities: NDArray[np.float64]
    unsure: NDArray[np.bool_]
    statuses: NDArray[np.uint8]

    @property
    def readable(self) -> NDArray[np.bool_]:
        """Which posts have a text to label, shape (n_posts,)."""
        return self.statuses <= LAST_LABELLED

    @property
    def fields(self) -> NDArray[np.int64]:
        """Places in :data:`socialclassify.labels.FIELD_NAMES`, shape (n_posts,)."""
        fields: NDArray[np.int64] = (self.probabilities > 0.5) @ [2, 1]
        return fields


class Model:
    """A trained model; make one with :func:`load` or :func:`socialclassify.train`.

    Attributes
    ----------
    heads : tuple of Head
        One for each label, in the order of :data:`socialclassify.labels.LABELS`.
    n_hashes : int
        Size of each n-gram table.
    card : str
        What the model is, was trained on and how good it is, in Markdown.
    details : dict
        What else the manifest says: engine, training data, library versions.

    Examples
    --------
    >>> import socialclassify
    >>> model = socialclassify.load()
    >>> model.predict(["Wann kommt mein Paket an? Warte seit Montag"], author="user")[0].field
    'meaningful_engagement'
    """

    def __init__(self, heads: Sequence[Head], *, n_hashes: int, card: str, details: dict[str, Any]) -> None:
        self.heads = tuple(heads)
        self.n_hashes = n_hashes
        self.card = card
        self.details = details

    def predict(self, texts: Any, *, author: Any = None, brand: Any = None, parent: Any = None) -> list[Prediction]:
        """Label posts.

        Parameters
        ----------
        texts : sequence of (str or None)
            List, array, pandas Series or Arrow array of n texts. A single text goes into a list of one.
        author : str or sequence of str, optional
            Who wrote them: ``"brand"`` or ``"user"``; one value for all or one for each.
        brand : str or sequence of str, optional
            Name of the brand that they belong to.
        parent : str or sequence of str, optional
            The text that each answers.

        Returns
        -------
        list of Prediction
            One for each text, in order.

        Raises
        ------
        InputError
            If lengths differ or a value is not a text.

        Examples
        --------
        >>> from socialclassify import load
        >>> answer, empty = load().predict(["Gewinne jetzt einen Gutschein! Like und teile", " "], author="brand")
        >>> answer.message_type, answer.interaction, empty.status
        ('mass', 'irrelevant', 'empty')
        """
        labels = self.label(Posts.from_columns(texts, author, brand, parent))
        return list(map(prediction_of, labels.probabilities.tolist(), labels.unsure.tolist(), labels.statuses.tolist()))

    def explain(
        self, text: str, *, author: str | None = None, brand: str | None = None, parent: str | None = None
    ) -> Explanation:
        """Say what the labels of a post are made of: exact shares of each word and of each named cue.

        Parameters
        ----------
        text : str
            A single post.
        author, brand, parent : str, optional
            As for :meth:`predict`.

        Returns
        -------
        Explanation
            Its shares sum to the scores that the labels follow from.

        Raises
        ------
        InputError
            If there is no text that can be read.

        Examples
        --------
        >>> from socialclassify import load
        >>> explanation = load().explain("Gewinne jetzt einen Gutschein! Like und teile", author="brand")
        >>> [cue.why for cue in explanation.named if cue.name == "prize"]
        ['speaks of prizes']
        """
        from socialclassify.explaining import explain

        posts = Posts.from_columns([text], author, brand, parent)
        (prediction,) = self.predict(posts.text, author=posts.author, brand=posts.brand, parent=posts.parent)
        return explain(posts, prediction, self._weights)

    def probabilities(self, posts: Posts) -> NDArray[np.float64]:
        """Estimate how probable the positive class of each label is.

        Parameters
        ----------
        posts : Posts
            n posts; a text that is missing or cannot be read counts as an empty one.

        Returns
        -------
        ndarray of float64, shape (n_posts, n_labels)
            Calibrated probabilities, columns in the order of ``heads``.
        """
        return self.label(posts).probabilities

    def label(self, posts: Posts | Batch) -> Labels:
        """Label posts in columns, for pipelines; :meth:`predict` gives the same post by post.

        Parameters
        ----------
        posts : Posts or Batch
            n posts.

        Returns
        -------
        Labels
        """
        import numpy as np

        from socialclassify.engine import score
        from socialclassify.linear import sigmoid

        scores, statuses = score(posts, self._weights)
        probabilities = sigmoid(scores)
        confidence = np.array([head.confidence for head in self.heads])
        return Labels(probabilities, np.maximum(probabilities, 1 - probabilities) < confidence, statuses)

    @cached_property
    def _weights(self) -> Weights:
        import numpy as np

        from socialclassify.engine import Weights

        return Weights(
            self.n_hashes,
            np.stack([head.coef for head in self.heads], axis=1),
            np.stack([head.intercept for head in self.heads], axis=1),
        )

    def save(self, folder: str | Path) -> None:
        """Write the model to a folder that :func:`load` reads.

        Parameters
        ----------
        folder : str or Path
            A new folder, an empty one, or one that holds a model, which is replaced.

        Raises
        ------
        UsageError
            If the folder holds other things.
        OSError
            If it cannot be written.
        """
        labels = {
            head.name: {"classes": list(label.classes), "confidence": head.confidence}
            for head, label in zip(self.heads, LABELS, strict=True)
        }
        manifest = {
            **self.details,
            "labels": labels,
            "n_hashes": self.n_hashes,
            "normalisation_version": NORMALISATION_VERSION,
        }
        weights = {}
        for head in self.heads:
            weights[f"{head.name}.coef"] = head.coef
            weights[f"{head.name}.intercept"] = head.intercept
        write_artefact(Path(folder), Artefact(manifest, weights, self.card))


def load(path: str | Path | None = None) -> Model:
    """Load a model and verify that none of its bytes has changed.

    Parameters
    ----------
    path : str or Path, optional
        Folder of a model that you trained. By default the model that comes with the package.

    Returns
    -------
    Model

    Raises
    ------
    ModelError
        If the folder is missing, incomplete, changed, or of another version.

    Examples
    --------
    >>> from socialclassify import load
    >>> [head.name for head in load().heads]
    ['message_type', 'interaction']
    """
    folder = Path(path) if path is not None else default_folder()
    artefact = read_artefact(folder)
    manifest = artefact.manifest
    version = manifest.get("normalisation_version")
    if version != NORMALISATION_VERSION:
        message = (
            f"{folder}: trained with text normalisation {version}, this package has {NORMALISATION_VERSION}; "
            "train the model again"
        )
        raise ModelError(message)
    try:
        n_hashes = int(manifest["n_hashes"])
        heads = [_head(artefact, label, n_hashes) for label in LABELS]
    except (KeyError, TypeError, ValueError) as error:
        message = f"{folder}: does not fit this version of socialclassify ({error}); train the model again"
        raise ModelError(message) from None
    own = {"files", "labels", "n_hashes", "normalisation_version", "schema_version"}
    details = {key: value for key, value in manifest.items() if key not in own}
    return Model(heads, n_hashes=n_hashes, card=artefact.card, details=details)


def default_folder() -> Path:
    """Folder of the model that comes with the package: inside an installed one, beside a checked-out one."""
    inside = Path(str(files("socialclassify"))) / "models" / DEFAULT_NAME
    return inside if inside.is_dir() else inside.parents[2] / "models" / DEFAULT_NAME


def _head(artefact: Artefact, label: Label, n_hashes: int) -> Head:
    import numpy as np

    from socialclassify.features import NAMED_FEATURES
    from socialclassify.features.ngrams import N_TABLES

    stored = artefact.manifest["labels"][label.name]
    coef, intercept = (artefact.weights[f"{label.name}.{part}"] for part in ("coef", "intercept"))
    if coef.shape != (2, N_TABLES * n_hashes + len(NAMED_FEATURES)) or intercept.shape != (2,):
        message = f"weights of {label.name} have shape {coef.shape}"
        raise ValueError(message)
    if stored["classes"] != list(label.classes) or not (np.isfinite(coef).all() and np.isfinite(intercept).all()):
        message = f"classes or weights of {label.name} are not right"
        raise ValueError(message)
    return Head(label.name, coef, intercept, float(stored["confidence"]))

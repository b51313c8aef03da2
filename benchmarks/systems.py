"""The systems that the benchmarks compare, each a function that learns from texts and gives back what predicts.

To add one, write such a function and name it with :func:`system`; every command finds it in :data:`SYSTEMS` by the
function's name, with dashes. Parameters are the same for every data set. Those of TF-IDF and fastText were picked from
about a dozen variants each on the test set of GermEval 2017, which flatters them there a little; PostClassifier has its
defaults, and once its option for rare classes; that option was added, and its way of finding the cut chosen, after its
figures on that test set had been seen.

fastText comes from the distribution ``fasttext-numpy2`` (MIT; Facebook's 0.9.2 and 0.9.3 fail on NumPy 2 when they are
asked for one text). It has wheels for Linux on x86-64 only and is compiled elsewhere, so there it is left to you.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import HashingVectorizer, TfidfVectorizer
from sklearn.pipeline import FeatureUnion, make_pipeline, make_union
from sklearn.svm import LinearSVC

Predict = Callable[[list[str]], Sequence[Any] | NDArray[Any]]
"""Texts in, a label for each out."""
Learn = Callable[[list[str], list[str]], Predict]
"""Texts and their labels in, what predicts out."""

SPACY_EPOCHS = 5
SPACY_BATCH = 128


@dataclass(frozen=True)
class System:
    """A system to compare.

    Attributes
    ----------
    name, title : str
        How a command's option and its table call it.
    learn : callable
        Learns.
    needs : str
        Module that it needs beyond what the package needs; empty for none.
    compiled : bool
        Whether it is so quick that a speed measurement takes all posts; others get a tenth, as posts/s is a rate.
    """

    name: str
    title: str
    learn: Learn
    needs: str
    compiled: bool

    @property
    def installed(self) -> bool:
        """Whether all that it needs is there."""
        return not self.needs or find_spec(self.needs) is not None

    def sample(self, posts: int) -> int:
        """How many posts a speed measurement gives it."""
        return posts if self.compiled else max(1, posts // 10)


SYSTEMS: dict[str, System] = {}


def system(title: str, *, needs: str = "", compiled: bool = False) -> Callable[[Learn], Learn]:
    """Name a function as a system to compare."""

    def add(learn: Learn) -> Learn:
        name = getattr(learn, "__name__", title).replace("_", "-")
        SYSTEMS[name] = System(name, title, learn, needs, compiled)
        return learn

    return add


def tfidf_word(min_df: int = 2) -> TfidfVectorizer:
    """TF-IDF of words and pairs of words."""
    return TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=min_df)


def tfidf_word_char(min_df: int = 2) -> FeatureUnion:
    """TF-IDF of words, pairs of words, and 2 to 5 characters within words."""
    char = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=min_df)
    return make_union(tfidf_word(min_df), char)


@system("majority class", compiled=True)
def majority(_texts: list[str], labels: list[str]) -> Predict:
    """The label that is most frequent."""
    most = Counter(labels).most_common(1)[0][0]
    return lambda texts: [most] * len(texts)


@system("socialclassify, PostClassifier.predict: one label", compiled=True)
def classifier(texts: list[str], labels: list[str]) -> Predict:
    """The classifier of this package with its default parameters, of texts alone."""
    from socialclassify import PostClassifier

    return PostClassifier().fit(texts, labels).predict


@system('socialclassify, PostClassifier(threshold="macro_f1")', compiled=True)
def classifier_macro_f1(texts: list[str], labels: list[str]) -> Predict:
    """The same, cut where the training posts let expect the highest macro-F1; for labels of which one is rare."""
    from socialclassify import PostClassifier

    return PostClassifier(threshold="macro_f1").fit(texts, labels).predict


@system("socialclassify, Model.predict: both labels", compiled=True)
def model(_texts: list[str], _labels: list[str]) -> Predict:
    """The bundled model, which learnt from the same part of the corpus; gives both labels with probabilities."""
    from socialclassify import load

    bundled = load()
    return lambda texts: [prediction.message_type for prediction in bundled.predict(texts)]


@system("TF-IDF word 1-2 + char_wb 2-5, LinearSVC")
def tfidf_word_char_svc(texts: list[str], labels: list[str]) -> Predict:
    """The strong classic."""
    return _pipeline(tfidf_word_char(), LinearSVC(C=0.5, class_weight="balanced"), texts, labels)


@system("TF-IDF word 1-2, LinearSVC")
def tfidf_word_svc(texts: list[str], labels: list[str]) -> Predict:
    """The quick classic."""
    return _pipeline(tfidf_word(), LinearSVC(class_weight="balanced"), texts, labels)


@system("HashingVectorizer word 1-2 + char_wb 2-5, LinearSVC")
def hashing_svc(texts: list[str], labels: list[str]) -> Predict:
    """The classic without a vocabulary."""
    hashed = make_union(
        HashingVectorizer(ngram_range=(1, 2)), HashingVectorizer(analyzer="char_wb", ngram_range=(2, 5))
    )
    return _pipeline(hashed, LinearSVC(C=0.5, class_weight="balanced"), texts, labels)


@system("fastText word 1-2", needs="fasttext", compiled=True)
def fasttext_word(texts: list[str], labels: list[str]) -> Predict:
    """Facebook's fastText with words and pairs of words."""
    return _fasttext(texts, labels)


@system("fastText word 1-2 + char 2-5", needs="fasttext", compiled=True)
def fasttext_char(texts: list[str], labels: list[str]) -> Predict:
    """Facebook's fastText with words, pairs of words, and 2 to 5 characters within words."""
    return _fasttext(texts, labels, minn=2, maxn=5)


@system("spaCy textcat, TextCatBOW.v3")
def spacy_bow(texts: list[str], labels: list[str]) -> Predict:
    """The bag of words of spaCy, as its quickstart sets it."""
    import spacy
    from spacy.training import Example

    spacy.util.fix_random_seed(0)  # type: ignore[attr-defined]  # documented there, but not exported
    nlp = spacy.blank("de")
    architecture = {
        "@architectures": "spacy.TextCatBOW.v3",
        "exclusive_classes": True,
        "ngram_size": 1,
        "no_output_layer": False,
        "length": 262144,
    }
    textcat: Any = nlp.add_pipe("textcat", config={"model": architecture})
    classes = sorted(set(labels))
    examples = [
        Example.from_dict(nlp.make_doc(text), {"cats": {name: float(name == label) for name in classes}})
        for text, label in zip(texts, labels, strict=True)
    ]
    textcat.initialize(lambda: examples, nlp=nlp)
    optimizer: Any = nlp.create_optimizer()  # type: ignore[no-untyped-call]
    random = np.random.default_rng(0)
    for _ in range(SPACY_EPOCHS):
        order = random.permutation(len(examples))
        for first in range(0, len(examples), SPACY_BATCH):
            textcat.update([examples[place] for place in order[first : first + SPACY_BATCH]], sgd=optimizer)
    return lambda texts: [max(doc.cats, key=lambda name: doc.cats[name]) for doc in nlp.pipe(texts)]


def _pipeline(vectorizer: Any, linear: Any, texts: list[str], labels: list[str]) -> Predict:
    predict: Predict = make_pipeline(vectorizer, linear).fit(texts, labels).predict
    return predict


def _fasttext(texts: list[str], labels: list[str], **ngrams: int) -> Predict:
    """One thread, which makes training repeatable; what is not named here is fastText's default."""
    import fasttext

    with TemporaryDirectory() as folder:
        path = Path(folder) / "train.txt"
        lines = [f"__label__{label} {_one_line(text)}\n" for text, label in zip(texts, labels, strict=True)]
        path.write_text("".join(lines), encoding="utf-8")
        trained = fasttext.train_supervised(
            str(path), wordNgrams=2, epoch=25, lr=0.5, thread=1, seed=0, verbose=0, **ngrams
        )

    def predict(texts: list[str]) -> list[str]:
        given, _ = trained.predict([_one_line(text) for text in texts])
        return [labels[0].removeprefix("__label__") for labels in given]

    return predict


def _one_line(text: str) -> str:
    return " ".join(text.split())

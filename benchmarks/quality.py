"""How good the labels are: ``python benchmarks/quality.py [LABELLED.csv]``.

Prints macro-F1 of both labels for the bundled model, beside the majority class and a TF-IDF baseline (words and
characters, logistic regression) that learns from the same corpus in the same run. A 95 % bootstrap interval shows how
much a figure on so few posts can tell.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from measures import interval, macro_f1
from socialclassify import LabelledPosts, Model, load
from socialclassify.labels import LABELS, Label
from systems import tfidf_word_char

ROOT = Path(__file__).parents[1]
REAL_POSTS = ROOT.parent / "shared" / "real_posts" / "dev.csv"
EXAMPLE = ROOT / "examples" / "zwirbelrad_labels.csv"

Predictor = Callable[[Label, LabelledPosts], NDArray[np.bool_]]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", nargs="?", type=Path, default=REAL_POSTS if REAL_POSTS.exists() else EXAMPLE)
    parser.add_argument("--corpus", type=Path, default=ROOT / "data" / "posts", help="what the baseline learns from")
    parser.add_argument("--model", type=Path, help="folder of the model to measure; by default the bundled one")
    options = parser.parse_args()

    posts, corpus, model = LabelledPosts.of(options.labelled), LabelledPosts.of(options.corpus), load(options.model)
    systems: dict[str, Predictor] = {
        "majority class": lambda label, posts: np.full(len(posts), corpus.positive(label).mean() > 0.5),
        "TF-IDF word+char": lambda label, posts: baseline(label, corpus, posts),
        "socialclassify, text only": lambda label, posts: predicted(model, label, posts, context=False),
        "socialclassify, author and brand": lambda label, posts: predicted(model, label, posts, context=True),
    }
    print(f"{options.labelled}: {len(posts)} posts; trained on {options.corpus.name}: {len(corpus)} posts\n")
    print("| macro-F1 | " + " | ".join(label.name for label in LABELS) + " |")
    print("| --- |" + " --- |" * len(LABELS))
    for name, predict in systems.items():
        cells = [scored(label, posts, predict(label, posts)) for label in LABELS]
        print(f"| {name} | " + " | ".join(cells) + " |")


def baseline(label: Label, corpus: LabelledPosts, posts: LabelledPosts) -> NDArray[np.bool_]:
    """What most would use: TF-IDF of words and characters with a linear model."""
    pipeline: Any = make_pipeline(tfidf_word_char(min_df=1), LogisticRegression(C=10, max_iter=1000))
    pipeline.fit(corpus.posts.text, corpus.positive(label))
    return np.asarray(pipeline.predict(posts.posts.text))


def predicted(model: Model, label: Label, posts: LabelledPosts, *, context: bool) -> NDArray[np.bool_]:
    """What the model says, with or without author and brand."""
    known = posts.posts if context else posts.posts.without("author", "brand", "parent")
    return np.asarray(model.probabilities(known)[:, LABELS.index(label)] > 0.5)


def scored(label: Label, posts: LabelledPosts, given: NDArray[np.bool_]) -> str:
    """Macro-F1 with its 95 % bootstrap interval, over the posts that carry the label."""
    known = np.array([value is not None for value in posts.labels[label.name]])
    return interval(macro_f1, posts.positive(label)[known], given[known])


if __name__ == "__main__":
    main()

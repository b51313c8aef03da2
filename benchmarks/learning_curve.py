"""What more posts bring: ``python benchmarks/learning_curve.py``.

Trains on growing parts of the corpus and measures macro-F1 of both labels on the held-out brands, and on the real posts
where these lie beside the checkout. Two tables: random parts of 1/16 to all (median of three draws), and the rounds in
which the corpus was written, each added to those before it. ``--plot FILE.svg`` draws the first.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from socialclassify import LabelledPosts, PostClassifier, Posts
from socialclassify.features import extract, extract_views
from socialclassify.labels import LABELS

ROOT = Path(__file__).parents[1]
REAL_POSTS = ROOT.parent / "shared" / "real_posts" / "dev.csv"
PARTS = (1 / 16, 1 / 8, 1 / 4, 1 / 2, 1)
DRAWS = 3

Measured = dict[str, tuple[LabelledPosts, csr_matrix]]
Scores = dict[tuple[str, str], float]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plot", type=Path, help="SVG file to draw the curve to")
    options = parser.parse_args()

    brands = json.loads((ROOT / "data" / "split.json").read_text(encoding="utf-8"))["test"]
    rounds = [
        LabelledPosts.of(path).split_by_brand(brands) for path in sorted((ROOT / "data" / "posts").glob("*.jsonl"))
    ]
    corpus = joined([train for train, _ in rounds])
    classifier = PostClassifier()
    views = extract_views(corpus.posts, classifier.n_hashes)
    measured = {"held-out brands": with_features(joined([test for _, test in rounds]), classifier)}
    if REAL_POSTS.exists():
        measured["real posts"] = with_features(LabelledPosts.of(REAL_POSTS), classifier)

    def learn(places: NDArray[np.int64]) -> Scores:
        scores: Scores = {}
        for label in LABELS:
            fitted = PostClassifier().fit_views(views.take(places), corpus.positive(label)[places])
            for name, (posts, features) in measured.items():
                coded = np.array([value is not None for value in posts.labels[label.name]])
                given = fitted.decision_features(features) > 0
                scores[label.name, name] = macro_f1(posts.positive(label)[coded], given[coded])
        return scores

    by_size = list(growing(len(corpus), learn))
    print_table("posts", [(f"{size:,}", scores) for size, scores in by_size])
    ends = np.cumsum([len(train) for train, _ in rounds])
    by_round = [(f"{number} ({end:,} posts)", learn(np.arange(end))) for number, end in enumerate(ends)]
    print_table("up to round", by_round)
    if options.plot:
        draw(by_size, options.plot)


def growing(size: int, learn: Callable[[NDArray[np.int64]], Scores]) -> Iterator[tuple[int, Scores]]:
    """Scores after learning from parts of growing size, the median of a few draws each."""
    for part in PARTS:
        taken = round(size * part)
        draws = [
            learn(np.random.default_rng(seed).permutation(size)[:taken]) for seed in range(DRAWS if part < 1 else 1)
        ]
        yield taken, {key: float(np.median([draw[key] for draw in draws])) for key in draws[0]}


def joined(parts: list[LabelledPosts]) -> LabelledPosts:
    """Parts of a corpus, one after the other."""
    posts = Posts.of([post for part in parts for post in part.posts])
    labels = {label.name: [value for part in parts for value in part.labels[label.name]] for label in LABELS}
    return LabelledPosts(posts, labels)


def with_features(posts: LabelledPosts, classifier: PostClassifier) -> tuple[LabelledPosts, csr_matrix]:
    """Posts with their features, which serve all measurements."""
    return posts, extract(posts.posts, classifier.n_hashes)


def macro_f1(truth: NDArray[np.bool_], given: NDArray[np.bool_]) -> float:
    """Mean of both classes' F1."""
    from sklearn.metrics import f1_score

    return float(f1_score(truth, given, average="macro"))


def print_table(head: str, rows: list[tuple[str, Scores]]) -> None:
    """Print scores as a Markdown table."""
    keys = list(rows[0][1])
    print(f"| {head} | {' | '.join(f'{label}, {name}' for label, name in keys)} |\n| --- |{' --- |' * len(keys)}")
    for name, scores in rows:
        print(f"| {name} | {' | '.join(f'{scores[key]:.3f}' for key in keys)} |")
    print()


def draw(curve: list[tuple[int, Scores]], path: Path) -> None:
    """Draw the curve."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "socialclassify"
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(7, 4), layout="constrained")
    sizes = [size for size, _ in curve]
    for label, name in curve[0][1]:
        line = "-" if name == "held-out brands" else "--"
        colour = "tab:blue" if label == LABELS[0].name else "tab:orange"
        axes.plot(
            sizes,
            [scores[label, name] for _, scores in curve],
            line,
            color=colour,
            marker="o",
            label=f"{label}, {name}",
        )
    axes.set(xscale="log", xlabel="posts learnt from", ylabel="macro-F1")
    axes.set_xticks(sizes, [f"{size:,}" for size in sizes])
    axes.minorticks_off()
    axes.grid(alpha=0.3)
    axes.legend(frameon=False)
    figure.savefig(path, metadata={"Date": None})


if __name__ == "__main__":
    main()

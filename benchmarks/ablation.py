"""What each kind of feature brings: ``python benchmarks/ablation.py``.

Leaves one kind out at a time, trains anew on the same posts and measures macro-F1 of both labels on the held-out
brands, and on the real posts where these lie beside the checkout; author, brand and parent are given.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags_array
from sklearn.metrics import f1_score

from socialclassify import LabelledPosts, PostClassifier
from socialclassify.features import NAMED_FEATURES, Views, extract, extract_views
from socialclassify.features.context import CONTEXT_NAMES
from socialclassify.features.cues import CUE_NAMES
from socialclassify.features.ngrams import N_TABLES
from socialclassify.features.topics import topic_names
from socialclassify.labels import LABELS

ROOT = Path(__file__).parents[1]
REAL_POSTS = ROOT.parent / "shared" / "real_posts" / "dev.csv"


def main() -> None:
    """Measure and print."""
    brands = json.loads((ROOT / "data" / "split.json").read_text(encoding="utf-8"))["test"]
    learnt, held_out = LabelledPosts.of(ROOT / "data" / "posts").split_by_brand(brands)
    measured = {"held-out brands": held_out}
    if REAL_POSTS.exists():
        measured["real posts"] = LabelledPosts.of(REAL_POSTS)
    n_hashes = PostClassifier().n_hashes
    views = extract_views(learnt.posts, n_hashes)
    tests = {name: extract(posts.posts, n_hashes) for name, posts in measured.items()}

    heads = [f"{label.name}, {name}" for label in LABELS for name in measured]
    print(f"| features | {' | '.join(heads)} |\n| --- |{' --- |' * len(heads)}")
    for title, kept in variants(n_hashes).items():
        cells = []
        for label in LABELS:
            fitted = PostClassifier().fit_views(Views(*(masked(view, kept) for view in views)), learnt.positive(label))
            for name, posts in measured.items():
                coded = np.array([value is not None for value in posts.labels[label.name]])
                given = fitted.decision_features(masked(tests[name], kept)) > 0
                cells.append(f1_score(posts.positive(label)[coded], given[coded], average="macro"))
        print(f"| {title} | {' | '.join(f'{cell:.3f}' for cell in cells)} |", flush=True)


def variants(n_hashes: int) -> dict[str, NDArray[np.bool_]]:
    """Which columns each variant keeps."""
    named = np.array([name.removesuffix(", by brand").removesuffix(", by user") for name in NAMED_FEATURES])
    bound = np.array([name != plain for name, plain in zip(NAMED_FEATURES, named, strict=True)])
    author = np.isin(NAMED_FEATURES, ["by_brand", "by_user"])
    ngrams = np.ones(N_TABLES * n_hashes, dtype=bool)
    table = np.arange(N_TABLES * n_hashes) // n_hashes
    everything = np.ones(len(named), dtype=bool)
    return {
        "all": np.concatenate([ngrams, everything]),
        "no marks": np.concatenate([table != 0, everything]),
        "no words": np.concatenate([table != 1, everything]),
        "no characters": np.concatenate([table != 2, everything]),
        "no n-grams at all": np.concatenate([~ngrams, everything]),
        "no cues": np.concatenate([ngrams, ~np.isin(named, CUE_NAMES)]),
        "no topics": np.concatenate([ngrams, ~np.isin(named, topic_names())]),
        "no relation to the brand": np.concatenate([ngrams, author | ~np.isin(named, CONTEXT_NAMES)]),
        "nothing bound to the author's role": np.concatenate([ngrams, ~bound]),
        "n-grams and the author's role alone": np.concatenate([ngrams, author]),
    }


def masked(features: csr_matrix, kept: NDArray[np.bool_]) -> csr_matrix:
    """Features with the columns emptied that are not kept."""
    return csr_matrix(features @ diags_array(kept.astype(np.float32)))


if __name__ == "__main__":
    main()

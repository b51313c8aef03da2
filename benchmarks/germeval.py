"""How good the classifier is on other people's posts and labels: ``python benchmarks/germeval.py [FOLDER]``.

GermEval 2017, relevance: does a text concern Deutsche Bahn? Learnt from the Twitter part of the training set and the
development set, measured on the synchronic test set. GermEval 2021, engaging: does a comment argue, inform, propose?
Five-fold cross-validation on the training set; the score is 2PR/(P+R) of the classes' mean precision and mean recall.
Figures compare systems on these files; those published for 2017 learnt from the whole training set. All systems have
the parameters of ``benchmarks/systems.py``.

Speed is that of predicting the tweets among the test texts of 2017, repeated.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.model_selection import StratifiedKFold

from measures import Runner, interval, machine, macro_f1, macro_pr_f1, micro_f1, progress, race, timed
from systems import SYSTEMS, System

ROOT = Path(__file__).parents[1]
FOLDER = ROOT.parent / "shared" / "benchmarks"
FILES = ("germeval2017/train_twitter.tsv", "germeval2017/dev.tsv", "germeval2017/test_synchronic.tsv")
COMMENTS = "germeval2021/train.csv"
FOLDS = 5
NAMES = (
    "majority",
    "tfidf-word-svc",
    "tfidf-word-char-svc",
    "fasttext-word",
    "fasttext-char",
    "classifier",
    "classifier-macro-f1",
)
COLUMNS = ("2017 micro-F1", "2017 macro-F1", "2021 score", "2021 macro-F1", "posts/s")


@dataclass(frozen=True)
class Texts:
    """Texts with their labels, and which of them are tweets."""

    texts: list[str]
    labels: list[str]
    tweets: list[str]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER, help="folder of germeval2017 and germeval2021")
    parser.add_argument("--posts", type=int, default=20_000, help="posts in each run of the speed measurement")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each system (default: %(default)s)")
    parser.add_argument("--systems", nargs="+", choices=NAMES, default=NAMES, metavar="NAME", help=", ".join(NAMES))
    options = parser.parse_args()
    absent = [name for name in (*FILES, COMMENTS) if not (options.folder / name).is_file()]
    if absent:
        sys.exit(f"{options.folder}: lacks {', '.join(absent)}; these data sets are not part of this repository")

    learnt, test, comments = (*relevance(options.folder), engaging(options.folder / COMMENTS))
    results: dict[str, list[str]] = {}
    runners: dict[str, Runner] = {}
    for system in (SYSTEMS[name] for name in options.systems):
        if not system.installed:
            results[system.title] = ["not installed", "", "", ""]
            continue
        progress(f"learning: {system.title}")
        predict = system.learn(learnt.texts, learnt.labels)
        truth, given = np.array(test.labels), np.array(predict(test.texts))
        scores = [interval(score, truth, given) for score in (micro_f1, macro_f1)]
        results[system.title] = scores + cross_validated(system, comments)
        if system.name != "majority":
            size = system.sample(options.posts)
            runners[system.title] = Runner(system.title, size, timed(predict, test.tweets, size))
    race(list(runners.values()), options.rounds)
    print_results(learnt, test, comments, results, runners)


def relevance(folder: Path) -> tuple[Texts, Texts]:
    """Read GermEval 2017: the texts to learn from and those to be measured on."""
    train, dev, test = (folder / name for name in FILES)
    with train.open(encoding="utf-8", newline="") as file:
        tweets = [(row["tweet"], row["relevance"]) for row in csv.DictReader(file, delimiter="\t")]
    rows = [(row[1], row[2]) for row in unquoted(dev)]
    measured = unquoted(test)
    return (
        Texts([text for text, _ in tweets + rows], [label for _, label in tweets + rows], []),
        Texts(
            [row[1] for row in measured],
            [row[2] for row in measured],
            [row[1] for row in measured if "twitter.com/" in row[0]],
        ),
    )


def unquoted(path: Path) -> list[list[str]]:
    """Rows of a file without header and without quoting; a blank line is none."""
    with path.open(encoding="utf-8", newline="\n") as file:
        return [line.rstrip("\n").split("\t") for line in file if line.strip()]


def engaging(path: Path) -> Texts:
    """Read GermEval 2021."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return Texts([row["comment_text"] for row in rows], [row["Sub2_Engaging"] for row in rows], [])


def cross_validated(system: System, comments: Texts) -> list[str]:
    """Score and macro-F1, mean and standard deviation over the folds."""
    texts, labels = np.array(comments.texts, dtype=object), np.array(comments.labels)
    measures: tuple[Callable[..., float], ...] = (macro_pr_f1, macro_f1)
    scores = []
    for train, test in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(texts, labels):
        given = np.array(system.learn(texts[train].tolist(), labels[train].tolist())(texts[test].tolist()))
        scores.append([score(labels[test], given) for score in measures])
    means, spreads = np.mean(scores, axis=0), np.std(scores, axis=0, ddof=1)
    return [f"{mean:.3f} ± {spread:.3f}" for mean, spread in zip(means, spreads, strict=True)]


def print_results(
    learnt: Texts, test: Texts, comments: Texts, results: dict[str, list[str]], runners: dict[str, Runner]
) -> None:
    """Print all results as a Markdown table."""
    print(
        f"{machine()}\n\n2017: {len(learnt.texts):,} texts learnt from, {len(test.texts):,} measured on, with 95 % "
        f"bootstrap intervals; 2021: {len(comments.texts):,} comments in {FOLDS} folds, mean ± standard deviation; "
        f"posts/s on {len(test.tweets):,} tweets, repeated\n"
    )
    print(f"| system | {' | '.join(COLUMNS)} |\n| --- |{' --- |' * len(COLUMNS)}")
    for title, cells in results.items():
        speed = f"{runners[title].rate:,.0f}" if title in runners else ""
        print(f"| {title} | {' | '.join(cells)} | {speed} |")


if __name__ == "__main__":
    main()

"""How fast it is: ``python benchmarks/speed.py``, beside other systems on the same posts and the same cores.

All learn ``message_type`` from the corpus without the held-out brands and see texts alone; macro-F1 is that on the
held-out brands. For the speed, the corpus' texts repeat in shuffled order, so each occurs several times and most were
learnt from. The systems take turns, round by round. Posts/s and the ratios are medians over the rounds; a ratio is
taken within each round, so it may differ a little from that of the medians.

The rows "CSV to CSV" are ``socialclassify.score`` in a process of its own, start included, with author and brand.

All may use the cores that the process has; for a single one: ``taskset -c 0 python benchmarks/speed.py``.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np

import socialclassify
from measures import Runner, machine, macro_f1, progress, race, timed
from socialclassify import LabelledPosts
from socialclassify.posts import Post
from systems import SYSTEMS, System

ROOT = Path(__file__).parents[1]
LABEL = "message_type"
NAMES = [name for name in SYSTEMS if name not in ("majority", "classifier-macro-f1")]
REFERENCES = {"tfidf-word-char-svc": "× TF-IDF word + char", "fasttext-char": "× fastText char"}
COLUMNS = ("id", "date", "author", "brand", "text", "likes")
FIRST_ID = 1_000_000
COLD_START = "import socialclassify; socialclassify.load().predict(['Wann macht ihr auf?'])"


@dataclass
class Row:
    """A row of the table.

    Attributes
    ----------
    title : str
        What it is called.
    f1 : float
        Macro-F1 on the held-out brands.
    runner : Runner or None
        Its speed; None where the system is not installed.
    outcomes : list of dict of str to int
        For each run from file to file the ``rows`` that came out and the ``peak`` memory in bytes.
    """

    title: str
    f1: float
    runner: Runner | None
    outcomes: list[dict[str, int]] = field(default_factory=list)


def main() -> None:
    """Measure and print."""
    options = parse()
    brands = json.loads((ROOT / "data" / "split.json").read_text(encoding="utf-8"))["test"]
    corpus = LabelledPosts.of(ROOT / "data" / "posts")
    learnt, held_out = corpus.split_by_brand(brands)
    with TemporaryDirectory() as folder:
        rows = {name: in_process(SYSTEMS[name], learnt, held_out, corpus, options.posts) for name in options.systems}
        sizes = [size for size in options.file_rows if size > 0]
        files = file_to_file(sizes, held_out, corpus, Path(folder)) if sizes else []
        everything = [*rows.values(), *files]
        race([row.runner for row in everything if row.runner], options.rounds)
    print(
        f"{machine()}\n\n{len(learnt):,} posts learnt from, {len(held_out):,} held out; speed on {options.posts:,} "
        f"posts (a tenth for systems that are not compiled) drawn in turn from {len(set(corpus.posts.text)):,} texts; "
        f"{options.rounds} rounds\n"
    )
    print_table(everything, {title: rows[name].runner for name, title in REFERENCES.items() if name in rows})
    if not options.no_start:
        print_starts(options.rounds)


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=100_000, help="posts in each run (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each system (default: %(default)s)")
    parser.add_argument("--file-rows", type=int, nargs="+", default=[1_000_000], help="sizes of the files; 0 for none")
    parser.add_argument("--systems", nargs="+", choices=NAMES, default=NAMES, metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--no-start", action="store_true", help="leave out how long a start takes")
    options = parser.parse_args()
    if options.posts < 10 or options.rounds < 1:
        parser.error("--posts must be at least 10 and --rounds at least 1")
    return options


def in_process(
    system: System, learnt: LabelledPosts, held_out: LabelledPosts, corpus: LabelledPosts, posts: int
) -> Row:
    """Let a system learn, and make it ready for the race."""
    if not system.installed:
        return Row(system.title, 0.0, None)
    progress(f"learning: {system.title}")
    texts, labels = known(learnt)
    predict = system.learn(texts, labels)
    texts, truth = known(held_out)
    f1 = macro_f1(np.array(truth), np.array(predict(texts)))
    size = system.sample(posts)
    return Row(system.title, f1, Runner(system.title, size, timed(predict, filter(None, corpus.posts.text), size)))


def known(posts: LabelledPosts) -> tuple[list[str], list[str]]:
    """Texts and classes of the posts that carry the label."""
    pairs = [(text, value) for text, value in zip(posts.posts.text, posts.labels[LABEL], strict=True) if text and value]
    return [text for text, _ in pairs], [value for _, value in pairs]


def file_to_file(sizes: list[int], held_out: LabelledPosts, corpus: LabelledPosts, folder: Path) -> list[Row]:
    """Write files of these sizes, and make their scoring ready for the race."""
    scored = folder / "scored.csv"
    score_file(write_export(folder / "held_out.csv", held_out.posts), scored)
    with scored.open(encoding="utf-8-sig", newline="") as file:
        labels = {row["id"]: row[f"sc_{LABEL}"] for row in csv.DictReader(file)}
    coded = [(value, labels[str(FIRST_ID + place)]) for place, value in enumerate(held_out.labels[LABEL]) if value]
    f1 = macro_f1(np.array([truth for truth, _ in coded]), np.array([given for _, given in coded]))
    rows = []
    for size in sizes:
        progress(f"writing a file of {size:,} rows")
        source = write_export(folder / f"{size}.csv", islice(cycle(corpus.posts), size))
        title = f"socialclassify, CSV to CSV, {size:,} rows ({source.stat().st_size / 1e6:,.1f} MB)"
        outcomes: list[dict[str, int]] = []
        rows.append(Row(title, f1, Runner(title, size, scoring(source, scored, outcomes)), outcomes))
    return rows


def scoring(source: Path, target: Path, outcomes: list[dict[str, int]]) -> Callable[[], float]:
    """A run that scores a file and notes what came out."""

    def run() -> float:
        start = time.perf_counter()
        outcomes.append(score_file(source, target))
        return time.perf_counter() - start

    return run


def score_file(source: Path, target: Path) -> dict[str, int]:
    """Score a file in a process of its own; gives its rows and the peak memory in bytes."""
    command = [sys.executable, str(ROOT / "benchmarks" / "score_file.py"), str(source), str(target)]
    given: dict[str, int] = json.loads(
        subprocess.run(command, env=environment(), capture_output=True, check=True).stdout
    )
    return given


def environment(**more: str) -> dict[str, str]:
    """Environment of a process that is to import the package that this one has imported."""
    paths = [str(Path(socialclassify.__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))} | more


def write_export(path: Path, posts: Iterable[Post]) -> Path:
    """Write posts as an export, row by row."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number, post in enumerate(posts):
            author = post.brand if post.author == "brand" and post.brand else f"nutzer_{number % 9973}"
            date = f"2026-{number % 12 + 1:02}-{number % 28 + 1:02} {number % 24:02}:{number % 60:02}"
            writer.writerow([FIRST_ID + number, date, author, post.brand, post.text, number % 97])
    return path


def print_table(rows: list[Row], references: dict[str, Runner | None]) -> None:
    """Print all rows as a Markdown table."""
    heads = ["system", "macro-F1", "posts/s", "slowest to fastest", *references, "peak memory"]
    print(f"| {' | '.join(heads)} |\n|{' --- |' * len(heads)}")
    for row in rows:
        print(f"| {' | '.join([row.title, *cells(row, list(references.values()))])} |")
    for row in rows:
        wrong = {outcome["rows"] for outcome in row.outcomes if row.runner and outcome["rows"] != row.runner.posts}
        if wrong:
            print(f"\nWRONG: {row.title}: {', '.join(f'{rows:,}' for rows in wrong)} rows came out")


def cells(row: Row, references: list[Runner | None]) -> list[str]:
    """The cells of a row after its title."""
    runner = row.runner
    if runner is None:
        return ["not installed", *[""] * (3 + len(references))]
    return [
        f"{row.f1:.3f}",
        f"{runner.rate:,.0f}",
        f"{min(runner.rates):,.0f} to {max(runner.rates):,.0f}",
        *(f"{runner.times(reference):.2f}" if reference else "" for reference in references),
        f"{max(outcome['peak'] for outcome in row.outcomes) / 1e6:,.0f} MB" if row.outcomes else "",
    ]


def print_starts(rounds: int) -> None:
    """Print how long it takes to start, with a warm numba cache and with none."""
    label, show_help = ["-c", COLD_START], ["-m", "socialclassify", "--help"]
    start(label)
    print("\n| start | seconds |\n| --- | --- |")
    print(f"| load the model and label one post | {median(start(label) for _ in range(rounds)):.2f} |", flush=True)
    fresh = median(start(label, fresh_cache=True) for _ in range(min(rounds, 3)))
    print(f"| the same with an empty numba cache | {fresh:.2f} |", flush=True)
    print(f"| socialclassify --help | {median(start(show_help) for _ in range(rounds)):.2f} |")


def start(arguments: list[str], *, fresh_cache: bool = False) -> float:
    """Seconds that a new Python takes for this."""
    with TemporaryDirectory() as folder:
        variables = environment(NUMBA_CACHE_DIR=folder) if fresh_cache else environment()
        begin = time.perf_counter()
        subprocess.run([sys.executable, *arguments], env=variables, capture_output=True, check=True)
        return time.perf_counter() - begin


if __name__ == "__main__":
    main()

"""What the benchmarks measure with: scores, intervals, speed side by side, and the machine that it ran on."""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score, precision_score, recall_score

from systems import Predict

RESAMPLES = 1000

Score = Callable[[NDArray[Any], NDArray[Any]], float]


def macro_f1(truth: NDArray[Any], given: NDArray[Any]) -> float:
    """Mean of the classes' F1."""
    return float(f1_score(truth, given, average="macro", labels=np.unique(truth), zero_division=0.0))


def micro_f1(truth: NDArray[Any], given: NDArray[Any]) -> float:
    """F1 over all decisions, which is the share of right ones."""
    return float(np.mean(truth == given))


def macro_pr_f1(truth: NDArray[Any], given: NDArray[Any]) -> float:
    """2PR/(P+R) of the classes' mean precision P and mean recall R: GermEval 2021's score."""
    precision, recall = (
        float(score(truth, given, average="macro", zero_division=0.0)) for score in (precision_score, recall_score)
    )
    return 2 * precision * recall / (precision + recall)


def interval(score: Score, truth: NDArray[Any], given: NDArray[Any]) -> str:
    """A score with its 95 % bootstrap interval."""
    random = np.random.default_rng(0)
    draws = [random.integers(len(truth), size=len(truth)) for _ in range(RESAMPLES)]
    low, high = np.quantile([score(truth[draw], given[draw]) for draw in draws], [0.025, 0.975])
    return f"{score(truth, given):.3f} ({low:.3f} to {high:.3f})"


@dataclass
class Runner:
    """Something whose speed is measured.

    Attributes
    ----------
    title : str
        What its row is called.
    posts : int
        Posts that one run labels.
    run : callable
        Label them once; gives the seconds that it took.
    rates : list of float
        Posts/s of each run.
    """

    title: str
    posts: int
    run: Callable[[], float]
    rates: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Posts/s, the median of all runs."""
        return median(self.rates)

    def times(self, other: Runner) -> float:
        """How many times as fast as another one: the median of the quotients of each round."""
        return median(own / others for own, others in zip(self.rates, other.rates, strict=True))


def race(runners: Sequence[Runner], rounds: int) -> None:
    """Run all in turn, round by round, so that what disturbs the machine hits all; each round starts elsewhere."""
    for number in range(rounds):
        start = number * len(runners) // rounds
        for runner in [*runners[start:], *runners[:start]]:
            progress(f"round {number + 1} of {rounds}: {runner.title}")
            runner.rates.append(runner.posts / runner.run())


def timed(predict: Predict, texts: Iterable[str], posts: int) -> Callable[[], float]:
    """A run that labels texts, repeated in shuffled order up to a number of posts; the first, untimed, is done here.

    Each run gets new strings, as if they had just been read: Python keeps what it once computed of a string beside it.
    """
    known = [text.encode() for text in texts]
    random = np.random.default_rng(0)
    order = np.concatenate([random.permutation(len(known)) for _ in range(-(-posts // len(known)))])[:posts]
    predict([known[place].decode() for place in order[:1000]])

    def run() -> float:
        given = [known[place].decode() for place in order]
        start = time.perf_counter()
        predict(given)
        return time.perf_counter() - start

    return run


def cores() -> int:
    """Number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def machine() -> str:
    """The machine and the libraries that a speed depends on."""
    parts = [f"{cores()} cores ({_processor()})", f"{platform.system()}", f"Python {platform.python_version()}"]
    return ", ".join(parts + [_versioned(name) for name in ("numpy", "scipy", "sklearn", "numba", "spacy", "fasttext")])


def progress(message: str) -> None:
    """Say on standard error what is being done."""
    print(message, file=sys.stderr, flush=True)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _versioned(module: str) -> str:
    for distribution in packages_distributions().get(module, []):
        try:
            return f"{distribution} {version(distribution)}"
        except PackageNotFoundError:
            continue
    return f"{module} not installed"

"""How well two coders of the corpus agree: ``python benchmarks/agreement.py``.

Cohen's kappa and raw agreement of both labels, over all posts that were coded twice, and for each row of the codebook
that the second coder named.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from sklearn.metrics import cohen_kappa_score

CODING = Path(__file__).parents[1] / "data" / "coding.csv"
SMALLEST = 20

Codes = list[tuple[str, str]]


def main() -> None:
    """Measure and print."""
    with CODING.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for label in ("message_type", "interaction"):
        codes = [(row[f"{label}_first"], row[f"{label}_second"]) for row in rows]
        print(f"## {label}: {len(codes)} posts, agreement {agreement(codes):.1%}, kappa {kappa(codes):.3f}\n")
        by_row: dict[str, Codes] = defaultdict(list)
        for row, pair in zip(rows, codes, strict=True):
            by_row[row[f"row_{label}"]].append(pair)
        print("| codebook row | posts | agreement |\n| --- | --- | --- |")
        for name, pairs in sorted(by_row.items(), key=lambda item: (item[0][:1], len(item[0]), item[0])):
            if len(pairs) >= SMALLEST:
                print(f"| {name} | {len(pairs)} | {agreement(pairs):.1%} |")
        print()


def agreement(codes: Codes) -> float:
    """Share of posts with the same code twice."""
    return sum(first == second for first, second in codes) / len(codes)


def kappa(codes: Codes) -> float:
    """Cohen's kappa."""
    columns: Sequence[Sequence[str]] = list(zip(*codes, strict=True))
    return float(cohen_kappa_score(*columns))


if __name__ == "__main__":
    main()

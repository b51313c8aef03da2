"""Rebuild ``models/default`` from ``data/``: ``python train.py``. The same data gives the same bytes."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from socialclassify import train

ROOT = Path(__file__).parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "models" / "default", help="folder of the model")
    output = parser.parse_args().output
    start = time.perf_counter()
    model = train(ROOT / "data", name="default")
    model.save(output)
    print(model.card)
    print(f"wrote {output} in {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()

"""Rebuild ``models/default`` from ``data/``: ``python train.py``. The same data gives the same bytes.

The brands that ``data/split.json`` holds out are not learnt from; the card says how good the model is on them.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from socialclassify import LabelledPosts, train

ROOT = Path(__file__).parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "models" / "default", help="folder of the model")
    output = parser.parse_args().output
    start = time.perf_counter()
    brands = json.loads((ROOT / "data" / "split.json").read_text(encoding="utf-8"))["test"]
    learnt, held_out = LabelledPosts.of(ROOT / "data" / "posts").split_by_brand(brands)
    model = train(learnt, held_out=held_out, name="default")
    model.save(output)
    print(model.card)
    print(f"wrote {output} in {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from socialclassify import LabelledPosts, load

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
def test_the_corpus_keeps_its_rules() -> None:
    command = [sys.executable, str(ROOT / "data" / "check.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_bundled_model_has_not_seen_the_held_out_brands() -> None:
    brands = json.loads((ROOT / "data" / "split.json").read_text(encoding="utf-8"))["test"]
    learnt, held_out = LabelledPosts.of(ROOT / "data" / "posts").split_by_brand(brands)
    assert load().details["training"]["posts"] == len(learnt)
    assert f"{len(held_out):,} posts of {held_out.n_brands} brands that were held out" in load().card

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
REAL_POSTS = ROOT.parent / "shared" / "real_posts" / "dev.csv"
FILES = sorted((ROOT / "data").glob("*.jsonl"))
REQUIRED = {"text", "author", "platform", "brand", "sector", "message_type", "interaction"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_post_is_complete_and_coded(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        post = json.loads(line)
        assert set(post) >= REQUIRED
        assert post["text"].strip()
        assert post["author"] in ("brand", "user")
        assert post["message_type"] in ("mass", "dialogue")
        assert post["interaction"] in ("relevant", "irrelevant")


def test_no_real_post_is_in_the_repository() -> None:
    if not REAL_POSTS.exists():
        return
    with REAL_POSTS.open(encoding="utf-8", newline="") as file:
        openings = {opening for row in csv.DictReader(file) if (opening := words(row["text"]))}
    for path in [*FILES, *(ROOT / "examples").glob("*.csv")]:
        text = tuple(re.findall(r"\w+", path.read_text(encoding="utf-8").lower()))
        assert not any(text[place : place + 9] in openings for place in range(len(text))), path


def words(text: str) -> tuple[str, ...] | None:
    found = tuple(re.findall(r"\w+", text.lower()))[:9]
    return found if len(found) == 9 else None

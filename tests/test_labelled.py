from __future__ import annotations

import json

import pandas as pd
import pyarrow as pa
import pytest

from socialclassify import InputError, LabelledPosts

ROWS = [
    {"text": "Danke!", "author": "brand", "message_type": "dialogue", "interaction": "irrelevant"},
    {"text": "Wo ist mein Paket?", "author": "user", "message_type": "dialogue", "interaction": None},
]


@pytest.mark.parametrize("kind", ["list", "frame", "arrow", "jsonl", "folder", "csv"])
def test_labelled_posts_in_any_shape(kind: str, tmp_path) -> None:
    lines = "".join(json.dumps(row) + "\n" for row in ROWS)
    (tmp_path / "posts.jsonl").write_text(lines, encoding="utf-8")
    pd.DataFrame(ROWS).to_csv(tmp_path / "posts.csv", index=False)
    shapes = {
        "list": ROWS,
        "frame": pd.DataFrame(ROWS),
        "arrow": pa.Table.from_pylist(ROWS),
        "jsonl": tmp_path / "posts.jsonl",
        "folder": str(tmp_path),
        "csv": tmp_path / "posts.csv",
    }
    labelled = LabelledPosts.of(shapes[kind])
    assert len(labelled) == 2
    assert labelled.posts.author == ["brand", "user"]
    assert labelled.labels == {"message_type": ["dialogue", "dialogue"], "interaction": ["irrelevant", None]}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "no posts in it"),
        ('{"text": "a"}\nnot json\n', "line 2: not a JSON object"),
        (
            '{"text": "a", "message_type": "", "interaction": ""}\n{"text": null}',
            "post 2: has no text",
        ),
        ('{"text": "a"}\n', "lacks interaction, message_type; it has text"),
        ('{"text": "a", "message_type": "spam", "interaction": ""}\n', "post 1: 'spam' is neither 'mass' nor"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path, content: str, message: str) -> None:
    (tmp_path / "posts.jsonl").write_text(content)
    with pytest.raises(InputError, match=message):
        LabelledPosts.of(tmp_path / "posts.jsonl")


def test_a_missing_file_and_an_empty_folder(tmp_path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        LabelledPosts.of(tmp_path / "no.jsonl")
    with pytest.raises(InputError, match="no JSON Lines files"):
        LabelledPosts.of(tmp_path)

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from socialclassify import InputError, Post, Posts


@pytest.mark.parametrize(
    "texts",
    [
        ["Hallo", None],
        ("Hallo", None),
        np.array(["Hallo", None], dtype=object),
        pd.Series(["Hallo", None]),
        pd.Series(["Hallo", float("nan")], dtype=object),
        pd.Series(["Hallo", pd.NA], dtype="string"),
        pa.array(["Hallo", None]),
        pa.chunked_array([["Hallo"], [None]]),
    ],
    ids=lambda texts: type(texts).__name__,
)
def test_any_sequence_of_texts_is_taken(texts: object) -> None:
    assert Posts.from_columns(texts).text == ["Hallo", None]


def test_one_value_serves_all_posts() -> None:
    posts = Posts.from_columns(["a", "b"], author="Brand", brand="Nordbahn", parent=["x", None])
    assert list(posts) == [Post("a", "brand", "Nordbahn", "x"), Post("b", "brand", "Nordbahn", None)]


def test_posts_are_a_sequence_that_scikit_learn_can_index() -> None:
    posts = Posts.of([Post("a", "user"), Post("b", "brand")])
    assert posts[1] == Post("b", "brand")
    assert Posts.of([posts[1]]).author == ["brand"]
    assert list(posts[:1]) == [Post("a", "user")]
    assert posts.take([1]).text == ["b"]
    assert posts.without("author")[0] == Post("a")
    assert posts.has_context
    assert not posts.without("author").has_context


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"text": "Hallo"}, "wrap a single text in a list"),
        ({"text": ["a", "b"], "brand": ["x"]}, "brand has 1 values for 2 texts"),
        ({"text": [1]}, "text 0 is int, not a text"),
        ({"text": {"a": "b"}}, "text must be a sequence of texts, not dict"),
        ({"text": pd.DataFrame({"a": ["b"]})}, "text must be a sequence of texts, not DataFrame"),
        ({"text": ["a"], "author": "bot"}, "author must be 'brand', 'user' or 'unknown', not 'bot'"),
    ],
)
def test_what_cannot_be_posts_is_refused_in_one_line(columns: dict[str, object], message: str) -> None:
    with pytest.raises(InputError) as error:
        Posts.from_columns(**columns)
    assert message in str(error.value)
    assert "\n" not in str(error.value)

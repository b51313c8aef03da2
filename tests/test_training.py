from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from socialclassify import InputError, LabelledPosts, PostClassifier, evaluate, load, train

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def corpus() -> LabelledPosts:
    return LabelledPosts.of(ROOT / "data" / "posts_03.jsonl")


@pytest.fixture(scope="module")
def small(corpus: LabelledPosts):
    return train(corpus, classifier=PostClassifier(n_hashes=2048), name="small")


def test_learns_both_labels(small) -> None:
    scores = evaluate(small, ROOT / "data" / "posts_04.jsonl").labels
    assert scores["message_type"].macro_f1 > 0.8
    assert scores["interaction"].macro_f1 > scores["interaction"].majority_macro_f1 + 0.2


def test_the_card_tells_what_the_model_is(small) -> None:
    assert "# Model card: small" in small.card
    assert "300 posts" in small.card
    assert small.details["training"] == {"posts": 300, "brands": small.details["training"]["brands"], "folds": 5}


def test_thresholds_are_probabilities_of_the_given_class(small) -> None:
    assert all(0.5 <= head.confidence < 1 for head in small.heads)


def test_same_posts_give_the_same_weights(corpus: LabelledPosts, small) -> None:
    again = train(corpus, classifier=PostClassifier(n_hashes=2048), name="small")
    for first, second in zip(small.heads, again.heads, strict=True):
        assert first.coef.tobytes() == second.coef.tobytes()
        assert first.confidence == second.confidence


def rows(count: int, **changes: object) -> list[dict[str, object]]:
    row = {"text": "Hallo", "message_type": "mass", "interaction": "relevant"}
    return [{**row, "brand": f"b{number}", **changes} for number in range(count)]


@pytest.mark.parametrize(
    ("posts", "message"),
    [
        (rows(3), "3 brands are too few"),
        (rows(10), "all posts are 'mass' in message_type"),
        (rows(9) + rows(1, message_type=None), "post 10 has no message_type"),
    ],
)
def test_what_cannot_be_learnt_from_is_said(posts: list, message: str) -> None:
    with pytest.raises(InputError, match=message):
        train(posts, classifier=PostClassifier(n_hashes=64))


@pytest.mark.slow
def test_the_bundled_model_is_what_train_py_makes(tmp_path) -> None:
    command = [sys.executable, str(ROOT / "train.py"), "-o", str(tmp_path / "again")]
    subprocess.run(command, check=True, capture_output=True, cwd=tmp_path)
    again, bundled = load(tmp_path / "again"), load(ROOT / "models" / "default")
    assert again.details["training"] == bundled.details["training"]
    for first, second in zip(again.heads, bundled.heads, strict=True):
        # Another processor or library rounds the last digits otherwise; the same machine gives the same bytes.
        assert first.coef == pytest.approx(second.coef, abs=1e-3)
        assert first.confidence == pytest.approx(second.confidence, abs=0.01)

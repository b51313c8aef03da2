from __future__ import annotations

from pathlib import Path

import pytest

from socialclassify import InputError, LabelledPosts, PostClassifier, evaluate, train

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def corpus() -> LabelledPosts:
    return LabelledPosts.of(ROOT / "data" / "posts" / "round01.jsonl")


@pytest.fixture(scope="module")
def small(corpus: LabelledPosts):
    return train(corpus, classifier=PostClassifier(n_hashes=2048), name="small")


def test_learns_both_labels(small) -> None:
    scores = evaluate(small, ROOT / "data" / "posts" / "round02.jsonl").labels
    assert scores["message_type"].macro_f1 > 0.8
    assert scores["interaction"].macro_f1 > scores["interaction"].majority_macro_f1 + 0.2


def test_the_card_tells_what_the_model_is(small, corpus: LabelledPosts) -> None:
    assert "# Model card: small" in small.card
    assert f"{len(corpus):,} posts" in small.card
    assert small.details["training"] == {"posts": len(corpus), "brands": corpus.n_brands, "folds": 5}


def test_the_card_measures_on_what_is_held_out(corpus: LabelledPosts) -> None:
    learnt, held_out = corpus.split_by_brand(sorted(set(corpus.posts.brand) - {None})[::5])
    assert not set(learnt.posts.brand) & set(held_out.posts.brand) - {None}
    model = train(learnt, held_out=held_out, classifier=PostClassifier(n_hashes=512))
    assert f"{len(held_out):,} posts of {held_out.n_brands} brands that were held out" in model.card
    assert f"| {evaluate(model, held_out).labels['message_type'].macro_f1:.3f} |" in model.card


def test_thresholds_are_probabilities_of_the_given_class(small) -> None:
    assert all(0.5 <= head.confidence < 1 for head in small.heads)


def test_same_posts_give_the_same_weights(corpus: LabelledPosts, small) -> None:
    again = train(corpus, classifier=PostClassifier(n_hashes=2048), name="small")
    for first, second in zip(small.heads, again.heads, strict=True):
        assert first.coef.tobytes() == second.coef.tobytes()
        assert first.confidence == second.confidence


def test_held_out_posts_are_of_other_brands_and_count_only_with_labels(corpus: LabelledPosts) -> None:
    small = PostClassifier(n_hashes=256)
    with pytest.raises(InputError, match="the held-out posts share"):
        train(corpus, held_out=corpus, classifier=small)
    row = {"text": "Hallo du", "message_type": "dialogue", "interaction": "relevant"}
    bare = train(corpus, held_out=[row, {**row, "interaction": None}], classifier=small)
    assert "1 posts of 0 brands" in bare.card


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

from __future__ import annotations

import warnings

import joblib
import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import SkipTestWarning
from sklearn.model_selection import GridSearchCV, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.utils.estimator_checks import parametrize_with_checks

from socialclassify import InputError, Post, PostClassifier

TEXTS = ["Wo bleibt mein Paket?", "Jetzt 20 % sparen!", "Warum kommt keiner?", "Jetzt neu im Shop!"] * 5
LABELS = ["frage", "werbung"] * 10


@pytest.fixture
def small() -> PostClassifier:
    return PostClassifier(n_hashes=512)


with warnings.catch_warnings():
    warnings.simplefilter("ignore", SkipTestWarning)  # its checks that need numbers cannot be made with texts
    estimator_checks = parametrize_with_checks([PostClassifier(n_hashes=512)])


@estimator_checks
def test_scikit_learn_checks(estimator, check) -> None:
    check(estimator)


def test_learns_any_two_labels(small: PostClassifier) -> None:
    small.fit(TEXTS, LABELS)
    assert small.classes_.tolist() == ["frage", "werbung"]
    assert small.predict(["Wann kommt das Paket?", "Jetzt sparen im Shop"]).tolist() == ["frage", "werbung"]
    assert small.decision_function(["Wann kommt es?"]).shape == (1,)
    probabilities = small.predict_proba(TEXTS)
    assert probabilities.shape == (20, 2)
    assert probabilities.sum(axis=1) == pytest.approx(1)


def test_learns_more_than_two_classes_of_any_type(small: PostClassifier) -> None:
    texts = [f"{word} {number}" for number in "abcdef" for word in ("Rot und Rose", "Blau wie Meer", "Gelb wie Gold")]
    small.fit(texts, [1, 2, 3] * 6)
    assert small.predict(["Rose", "Meer", "Gold"]).tolist() == [1, 2, 3]
    assert small.decision_function(["Rose"]).shape == (1, 3)
    assert small.predict_proba(["Rose", "Meer"]).sum(axis=1) == pytest.approx(1)


def test_uses_the_author_where_it_is_known() -> None:
    posts = [Post("Gern geschehen", author) for author in ("brand", "user")] * 10
    fitted = PostClassifier(n_hashes=512).fit(posts, ["brand", "user"] * 10)
    assert fitted.predict(posts[:2]).tolist() == ["brand", "user"]


def test_posts_of_known_and_unknown_authors_have_weights_of_their_own() -> None:
    posts = [Post(text, author) for text in ("Gern geschehen", "Wo bleibt es") for author in ("brand", "user")] * 5
    fitted = PostClassifier(n_hashes=512).fit(posts, ["a", "b", "c", "d"] * 5)
    together = fitted.decision_function([Post("Gern geschehen", "brand"), Post("Gern geschehen")])
    assert together[0].tolist() == fitted.decision_function([Post("Gern geschehen", "brand")])[0].tolist()
    assert together[1].tolist() == fitted.decision_function(["Gern geschehen"])[0].tolist()
    assert not np.array_equal(fitted.coef_[0], fitted.coef_[1])
    bare = PostClassifier(n_hashes=512).fit(["a b", "c d"] * 5, ["x", "y"] * 5)
    assert np.array_equal(bare.coef_[0], bare.coef_[1])


def test_works_inside_scikit_learn(small: PostClassifier) -> None:
    predicted = cross_val_predict(small, TEXTS, LABELS, cv=2)
    assert (predicted == np.array(LABELS)).mean() > 0.8
    search = GridSearchCV(make_pipeline(small), {"postclassifier__C": [0.5, 2.0]}, cv=2).fit(TEXTS, LABELS)
    assert search.best_score_ > 0.8


def test_same_data_gives_the_same_weights_and_survives_joblib(small: PostClassifier, tmp_path) -> None:
    first, second = clone(small).fit(TEXTS, LABELS), clone(small).fit(TEXTS, LABELS)
    assert first.coef_.tobytes() == second.coef_.tobytes()
    joblib.dump(first, tmp_path / "c.joblib")
    assert np.array_equal(joblib.load(tmp_path / "c.joblib").decision_function(TEXTS), first.decision_function(TEXTS))


@pytest.mark.parametrize(
    ("parameters", "y", "error"),
    [
        ({}, ["x"] * 20, "learning needs at least two classes"),
        ({}, LABELS[:3], "y has shape"),
        ({"engine": "magic"}, LABELS, "engine must be one of fast"),
        ({"C": 0}, LABELS, "C above 0"),
    ],
)
def test_wrong_calls_say_what_is_wrong(parameters: dict, y: list[str], error: str) -> None:
    with pytest.raises(ValueError, match=error):
        PostClassifier(**{"n_hashes": 512, **parameters}).fit(TEXTS, y)


def test_a_single_text_is_not_taken_for_a_list(small: PostClassifier) -> None:
    with pytest.raises(InputError, match="wrap a single text in a list"):
        small.fit(TEXTS, LABELS).predict("Hallo")

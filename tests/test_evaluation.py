from __future__ import annotations

import numpy as np
import pytest

from socialclassify import InputError, Model, evaluate
from socialclassify.evaluation import calibration_error, score_label
from socialclassify.labels import MESSAGE_TYPE

POSITIVE = np.array([True, True, True, False, False])
PROBABILITY = np.array([0.9, 0.8, 0.4, 0.2, 0.6])


def test_figures_are_the_textbooks() -> None:
    score = score_label(MESSAGE_TYPE, POSITIVE, PROBABILITY)
    dialogue, mass = score.classes["dialogue"], score.classes["mass"]
    assert (dialogue.precision, dialogue.recall, dialogue.support) == pytest.approx((2 / 3, 2 / 3, 3))
    assert (mass.precision, mass.recall, mass.f1, mass.support) == pytest.approx((1 / 2, 1 / 2, 1 / 2, 2))
    assert score.macro_f1 == pytest.approx((2 / 3 + 1 / 2) / 2)
    assert score.accuracy == pytest.approx(3 / 5)
    assert score.majority_macro_f1 == pytest.approx(0.75 / 2)
    assert score.log_loss == pytest.approx(-np.log([0.9, 0.8, 0.4, 0.8, 0.4]).mean())


def test_calibration_error_by_hand() -> None:
    assert calibration_error(POSITIVE, PROBABILITY) == pytest.approx((0.1 + 0.2 + 0.6 + 0.2 + 0.6) / 5)
    assert calibration_error(np.array([True, False]), np.array([1.0, 0.0])) == 0


def test_posts_without_a_label_are_left_out(model: Model) -> None:
    rows = [
        {"text": "Wo bleibt mein Paket?", "message_type": "dialogue", "interaction": ""},
        {"text": "Jetzt liken und gewinnen!", "message_type": "", "interaction": "irrelevant"},
    ]
    evaluation = evaluate(model, rows)
    assert {name: score.posts for name, score in evaluation.labels.items()} == {"message_type": 1, "interaction": 1}
    assert "macro-F1" in str(evaluation)


def test_a_label_that_no_post_carries_is_named(model: Model) -> None:
    with pytest.raises(InputError, match="no post carries the label interaction"):
        evaluate(model, [{"text": "a", "message_type": "mass", "interaction": None}])

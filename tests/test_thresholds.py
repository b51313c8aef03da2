from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from socialclassify.linear import sigmoid
from socialclassify.thresholds import best_cut, platt

probability = st.floats(0, 1) | st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0])
distinct = st.lists(st.floats(1e-6, 1 - 1e-6), min_size=2, max_size=12, unique=True).map(np.array)
any_kind = st.lists(probability, min_size=2, max_size=12).map(np.array)


def expected_macro_f1(probabilities: np.ndarray, cut: float) -> float:
    """Twice the ratio of the expected numbers, class by class, where all from the cut on are said to be positive."""
    yes = probabilities >= cut
    total, size = probabilities.sum(), len(probabilities)
    positive = 2 * probabilities[yes].sum() / (yes.sum() + total)
    negative = 2 * (1 - probabilities[~yes]).sum() / ((~yes).sum() + size - total)
    return float((positive + negative) / 2)


@given(distinct)
@example(np.array([0.02, 0.03, 0.05, 0.4, 0.9]))
@example(np.array([0.1, 0.2]))
@example(np.array([0.8, 0.9]))
def test_no_cut_that_leaves_both_classes_has_a_higher_expected_macro_f1(probabilities: np.ndarray) -> None:
    found = expected_macro_f1(probabilities, best_cut(probabilities))
    others = [expected_macro_f1(probabilities, cut) for cut in np.unique(probabilities)[1:]]
    assert found == pytest.approx(max(others), abs=1e-9)


@given(any_kind)
def test_the_cut_is_one_of_the_probabilities_and_the_order_does_not_matter(probabilities: np.ndarray) -> None:
    before = probabilities.copy()
    cut = best_cut(probabilities)
    assert cut in probabilities
    assert np.array_equal(probabilities, before)
    assert best_cut(probabilities[::-1]) == cut


@given(any_kind.filter(lambda probabilities: len(set(probabilities)) > 1))
@example(np.array([1.0, 0.75, 0.75]))
def test_equal_probabilities_are_cut_as_well_as_distinct_ones(probabilities: np.ndarray) -> None:
    found = expected_macro_f1(probabilities, best_cut(probabilities))
    assert found >= max(expected_macro_f1(probabilities, cut) for cut in np.unique(probabilities)[1:]) - 1e-9


def test_a_rare_class_is_cut_below_one_half_and_a_frequent_one_above() -> None:
    rare = np.random.default_rng(0).beta(0.5, 5, 2_000)
    cut = best_cut(rare)
    assert 0.1 < cut < 0.5
    assert best_cut(1 - rare) == pytest.approx(1 - cut, abs=0.01)


def test_certain_probabilities_are_cut_between() -> None:
    assert best_cut(np.array([0.0, 0.0, 1.0])) == 1.0
    assert best_cut(np.array([0.0, 1.0, 1.0])) == 1.0


@pytest.mark.parametrize(("slope", "offset"), [(1.0, 0.0), (2.5, -1.0), (0.4, 1.5), (-1.5, 0.5)])
def test_platt_finds_the_slope_and_the_offset_that_made_the_labels(slope: float, offset: float) -> None:
    random = np.random.default_rng(1)
    scores = random.normal(size=40_000)
    positive = random.random(len(scores)) < sigmoid(slope * scores + offset)
    found = platt(scores, positive)
    assert found == pytest.approx((slope, offset), abs=0.08)
    assert all(type(each) is float for each in found)


def test_platt_does_not_hang_on_the_scale_of_the_scores() -> None:
    random = np.random.default_rng(2)
    scores = random.normal(size=5_000)
    positive = random.random(len(scores)) < sigmoid(scores)
    slope, offset = platt(scores, positive)
    assert platt(scores * 4 + 1, positive) == pytest.approx((slope / 4, offset - slope / 4), abs=1e-3)
    assert platt(scores, ~positive) == pytest.approx((-slope, -offset), abs=1e-3)

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix, hstack, vstack

from socialclassify import Post, Posts
from socialclassify.features import NAMED_FEATURES, NAMED_SCALE, column_scale, extract
from socialclassify.features.ngrams import N_TABLES
from socialclassify.features.scaling import TABLE_LENGTHS

N_HASHES = 32
BLOCK = N_TABLES * N_HASHES


@st.composite
def labelled_features(draw: st.DrawFn) -> tuple[csr_matrix, np.ndarray]:
    n_posts = draw(st.integers(2, 30))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    dense = random.random((n_posts, BLOCK)) * (
        random.random((n_posts, BLOCK)) < draw(st.sampled_from([0.02, 0.2, 0.9]))
    )
    named = random.random((n_posts, len(NAMED_FEATURES))) < 0.1
    positive = random.random(n_posts) < draw(st.sampled_from([0.1, 0.5, 0.9]))
    positive[:2] = True, False
    return csr_matrix(np.hstack([dense, named]).astype(np.float32)), positive


def lengths(features: csr_matrix, scale: np.ndarray) -> list[float]:
    """Root mean square length of each table's rows."""
    scaled = features.toarray().astype(np.float64) * scale
    return [
        float(np.sqrt((scaled[:, number * N_HASHES : (number + 1) * N_HASHES] ** 2).sum(axis=1).mean()))
        for number in range(N_TABLES)
    ]


@given(labelled_features())
def test_scale_is_above_0_and_finite_and_tables_have_their_length(known: tuple[csr_matrix, np.ndarray]) -> None:
    features, positive = known
    scale = column_scale(features, positive)
    assert scale.shape == (features.shape[1],)
    assert scale.dtype == np.float64
    assert np.all(np.isfinite(scale) & (scale > 0))
    found = lengths(features, scale)
    empty = [features[:, number * N_HASHES : (number + 1) * N_HASHES].nnz == 0 for number in range(N_TABLES)]
    expected = [0 if nothing else length for nothing, length in zip(empty, TABLE_LENGTHS, strict=True)]
    assert found == pytest.approx(expected, rel=1e-6)
    assert np.array_equal(scale[BLOCK:], NAMED_SCALE)


@given(labelled_features())
def test_both_classes_count_alike(known: tuple[csr_matrix, np.ndarray]) -> None:
    features, positive = known
    assert column_scale(features, positive) == pytest.approx(column_scale(features, ~positive), rel=1e-9)


@given(labelled_features(), st.integers(0, 2**32 - 1))
def test_the_order_of_posts_does_not_matter(known: tuple[csr_matrix, np.ndarray], seed: int) -> None:
    features, positive = known
    order = np.random.default_rng(seed).permutation(len(positive))
    assert column_scale(features[order], positive[order]) == pytest.approx(column_scale(features, positive), rel=1e-9)


def columns(*rows: list[int]) -> csr_matrix:
    dense = np.zeros((len(rows), BLOCK), dtype=np.float32)
    for row, found in enumerate(rows):
        dense[row, found] = 1
    return csr_matrix(
        hstack([csr_matrix(dense), csr_matrix((len(rows), len(NAMED_FEATURES)), dtype=np.float32)], format="csr")
    )


def test_what_tells_of_a_class_weighs_more_than_what_does_not() -> None:
    positive = np.arange(40) % 2 == 0
    features = columns(*([0, 1] if yes else [2, 1] for yes in positive))
    scale = column_scale(features, positive)
    assert scale[0] == pytest.approx(scale[2])
    assert scale[0] > 2 * scale[1]


def test_what_is_rare_weighs_more_than_what_is_frequent() -> None:
    positive = np.arange(40) % 2 == 0
    features = columns(*([0, 1] if number < 4 else [0] for number in range(40)))
    scale = column_scale(features, positive)
    assert scale[1] > scale[0], "seen in 4 posts, two of each class, against all"
    assert np.all(scale[2:N_HASHES] > scale[1]), "never seen"
    assert np.ptp(scale[2:N_HASHES]) == 0


def test_a_few_posts_are_trusted_less_than_many() -> None:
    positive = np.arange(400) % 2 == 0
    rows = [[0] if yes and number < 4 else [1] if yes else [2] for number, yes in enumerate(positive)]
    scale = column_scale(columns(*rows), positive)
    informed = scale / np.sqrt(1 + np.log(401 / (1 + np.array([2, 198, 200, *[0] * (len(scale) - 3)]))))
    assert informed[0] < informed[1] == pytest.approx(informed[2], rel=0.1)


def test_repeated_posts_keep_the_lengths() -> None:
    posts = Posts.of([Post("Wann kommt ihr?", "user"), Post("Neu im Laden! #brot", "brand"), Post(None)] * 3)
    positive = np.array([True, False, False] * 3)
    features = extract(posts, N_HASHES)
    for some, labels in ((features, positive), (vstack([features] * 4, format="csr"), np.tile(positive, 4))):
        assert lengths(csr_matrix(some), column_scale(csr_matrix(some), labels)) == pytest.approx(
            TABLE_LENGTHS, rel=1e-5
        )

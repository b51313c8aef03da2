from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from socialclassify.features.hashing import MAX_COUNT, TERM_WEIGHT
from socialclassify.features.ngrams import N_TABLES, ngram_counts
from socialclassify.features.occurrences import occurrences
from socialclassify.text import normalise

TEXTS = st.text() | st.text(alphabet="aAbÄß@ _.!?\n,:#0–😀一\u0301\u200d")


@given(TEXTS.map(normalise), st.sampled_from([16, 1 << 17]))
@example("", 16)
@example("Ja! Nein.\nGut, danke: @user 00", 512)
def test_columns_and_values_are_those_of_the_vectorised_path(text: str, n_hashes: int) -> None:
    found = Counter(each.column for each in occurrences(text, n_hashes))
    weights = np.zeros(N_TABLES * n_hashes)
    for column, count in found.items():
        weights[column] = TERM_WEIGHT[min(count, MAX_COUNT)]
    counts = ngram_counts([text], n_hashes)
    assert sorted(found) == counts.indices.tolist()
    tables = weights.reshape(N_TABLES, n_hashes)
    lengths = np.sqrt((tables**2).sum(axis=1, keepdims=True))
    expected = np.divide(tables, lengths, out=np.zeros_like(tables), where=lengths > 0).ravel()
    assert np.allclose(counts.toarray()[0], expected, atol=1e-6)


@given(TEXTS.map(normalise))
def test_each_stands_at_characters_that_are_seen(text: str) -> None:
    for each in occurrences(text, 16):
        assert each.spans
        for start, end in each.spans:
            assert 0 <= start < end <= len(text)
            assert not text[start].isspace()
            assert not text[end - 1].isspace()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("nicht sehr gut", ["nicht", "gut"]),
        ("gut, danke", ["gut", "danke"]),
        ("gut, danke", ["gut", ","]),
        ("so\nist", ["so\ni"]),
    ],
)
def test_pairs_leave_out_what_is_between(text: str, parts: list[str]) -> None:
    found = [[text[start:end] for start, end in each.spans] for each in occurrences(text, 1 << 17)]
    assert parts in found


def test_a_count_above_the_highest_one_is_still_found_everywhere() -> None:
    text = "ja " * (MAX_COUNT + 10) + "ja"
    found = Counter(each.column for each in occurrences(text, 1 << 17))
    assert sorted(found) == ngram_counts([text], 1 << 17).indices.tolist()
    assert max(found.values()) > MAX_COUNT

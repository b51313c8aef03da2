from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialclassify.copies import CopyCounter, wordings

PASTED = "@{} Danke für deine Nachricht! Bitte schau auf https://t.co/{} nach, Fall {}."


def counted(texts: list[str | None]) -> list[int]:
    with CopyCounter() as counter:
        for start in range(0, len(texts), 7):
            counter.add(wordings(pa.array(texts[start : start + 7], pa.large_string())))
        return [
            count
            for start in range(0, len(texts), 5)
            for count in counter.counts(len(texts[start : start + 5])).tolist()
        ]


def test_pasted_answers_are_copies_whoever_they_name() -> None:
    texts = [
        PASTED.format("lena", "a", 12),
        PASTED.format("tom", "b", 99).upper(),
        "Etwas ganz anderes, das lang genug ist, ja",
    ]
    assert counted(texts) == [2, 2, 1]


def test_short_and_empty_texts_are_not_counted() -> None:
    assert counted(["Danke!", "Danke!", None, ""]) == [0, 0, 0, 0]


@given(st.lists(st.sampled_from("abcdefgh"), max_size=40), st.integers(1, 20))
def test_counts_are_those_of_a_plain_count_in_blocks_of_any_size(letters: list[str], block: int) -> None:
    texts = [letter * 50 for letter in letters]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("socialclassify.copies._BLOCK", block)
        assert counted(texts) == [texts.count(text) for text in texts]


def test_both_paths_hash_a_wording_alike(monkeypatch) -> None:
    texts = pa.array(
        [PASTED.format("lena", "a", 12), None, "", "😀" * 60, "Zu  kurz", "Ä\n\nö " * 20, "\ufffd" * 60, "x" * 100_001]
    )
    plain = wordings(texts)
    monkeypatch.setattr("socialclassify.compiled.COMPILED_FROM", 0)
    assert wordings(texts).tolist() == plain.tolist()
    assert (plain > 0).tolist() == [True, False, False, True, False, True, False, False]

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from socialclassify.copies import CopyCounter

PASTED = "@{} Danke für deine Nachricht! Bitte schau auf https://t.co/{} nach, Fall {}."


def test_pasted_answers_are_copies_whoever_they_name() -> None:
    texts = [
        PASTED.format("lena", "a", 12),
        PASTED.format("tom", "b", 99).upper(),
        "Etwas ganz anderes, das lang genug ist, ja",
    ]
    counter = CopyCounter()
    counter.add(texts)
    assert counter.counts(texts) == [2, 2, 1]


def test_short_and_empty_texts_are_not_counted() -> None:
    counter = CopyCounter()
    counter.add(["Danke!", "Danke!", None, ""])
    assert counter.counts(["Danke!", None, ""]) == [None, None, None]


@given(st.lists(st.sampled_from("abcdefgh"), max_size=40))
def test_counts_are_those_of_a_plain_count(letters: list[str]) -> None:
    texts = [letter * 50 for letter in letters]
    counter = CopyCounter()
    for start in range(0, len(texts), 7):
        counter.add(texts[start : start + 7])
    assert counter.counts(texts) == [texts.count(text) for text in texts]

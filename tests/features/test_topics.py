from __future__ import annotations

import time

import pytest

from socialclassify.features.topics import topic_names, topic_values


def topics(text: str) -> set[str]:
    return {name for name, value in zip(topic_names(), topic_values([text])[0], strict=True) if value}


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Verspätungen ohne Ende", "transport_rail_air"),
        ("Mein Handytarif", "telecom_internet"),
        ("Unser Netz: Mobilfunkmast", "telecom_internet"),
        ("seit gestern kein Internet", "telecom_internet"),
        ("Neue SIM-Karten", "telecom_internet"),
    ],
)
def test_words_prefixes_suffixes_infixes_and_phrases_are_found(text: str, topic: str) -> None:
    assert topic in topics(text)


def test_what_only_looks_alike_is_not_found() -> None:
    assert topics("") == set()
    assert "telecom_internet" not in topics("kein schnelles Internat")


def test_each_class_has_words_and_a_long_text_is_quick() -> None:
    assert len(topic_names()) == 60
    start = time.perf_counter()
    topic_values(["wort" * 25_000, "kein " * 20_000])
    assert time.perf_counter() - start < 2

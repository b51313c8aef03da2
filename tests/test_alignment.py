from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from socialclassify.alignment import align
from socialclassify.text import normalise

HOSTILE = (
    "&amp; &uuml &uumlber &ampamp; &AMP &nGt; &#60 &#x110000; &#0; &#128; &notit; &; & &semi; &lt;NUM&gt; &#769; "
    "u\u0308 e\u0301\u0323 \u0344 \u0f73 \u0f71\u0f72 \u1112\u1161\u11ab \u09c7\u09be 👨\u200d👩\u200d👧 \u200d "
    "❤\ufe0f 🇩🇪 👍🏽 @lena_k @Nordbahn.hilft @user https://t.co/a?b=1&c=2 www.x.de/ä nordbahn.de max@nordbahn.de "
    "<EMAIL> 12:30 4Räder \U0001d401\U0001d42e\U0001d422 \U0001d7d8 \ud83d \r\n \r \x85 \u2028 \x00 \u00ad \u202e "
    "\x1b[31m \u3000 東京 ẞ İ ﬁ ² ½"
).split(" ")
TEXTS = st.text() | st.lists(st.sampled_from([*HOSTILE, " ", "\n", "a", "\u0301", "."]) | st.text(max_size=3)).map(
    "".join
)
BRANDS = st.none() | st.sampled_from(["Nordbahn", "4 Räder", "Bäckerei Müller am See GmbH"])


@given(TEXTS, BRANDS)
@example("\u0f73" * 100 + "\u0325a", None)
@example("".join(HOSTILE), "4 Räder")
def test_the_text_is_the_normalised_one_and_places_are_in_order(text: str, brand: str | None) -> None:
    aligned = align(text, brand)
    assert aligned.text == normalise(text, brand)
    assert len(aligned.text) == len(aligned.starts) == len(aligned.ends)
    assert sorted(aligned.starts) == aligned.starts
    assert sorted(aligned.ends) == aligned.ends
    assert all(0 <= start < end <= len(text) for start, end in zip(aligned.starts, aligned.ends, strict=True))


@given(TEXTS)
def test_a_character_that_stays_is_at_its_own_place(text: str) -> None:
    aligned = align(text)
    for character, start, end in zip(*aligned, strict=True):
        if end - start == 1 and character.isalpha() and text[start].isascii():
            assert character == text[start] or text[start] in "0123456789@"


@pytest.mark.parametrize(
    ("text", "made", "part"),
    [
        ("Gru\u0308ße", "ü", "u\u0308"),
        ("Tom &amp; Jerry", "&", "&amp;"),
        ("Gr&uumlße", "ü", "&uuml"),
        ("Gr&uumlße", "ß", "ß"),
        ("a &ampamp b", "&", "&amp"),
        ("Frag @lena_k mal", "@user", "@lena_k"),
        ("Mehr: https://t.co/a?b=1&amp;c=2 hier", "http://url", "https://t.co/a?b=1&amp;c=2"),
        ("Bau\u00adstelle", "Baustelle", "Bau\u00adstelle"),
        ("um 18:30 Uhr", "00:00", "18:30"),
        ("erst\r\n\r\n\r\ndann", "\n\n", "\r\n\r\n\r\n"),
        ("\u200b  so\tist es", "so ist", "so\tist"),
        ("\U0001d401\U0001d42e\U0001d422ld", "ui", "\U0001d42e\U0001d422"),
        ("한 \u1112\u1161\u11ab", "一 一", "한 \u1112\u1161\u11ab"),
        ("Nr. <NUM> da", "0", "<NUM>"),
    ],
)
def test_what_a_part_stands_for(text: str, made: str, part: str) -> None:
    aligned = align(text)
    place = aligned.text.index(made)
    start, end = aligned.span(place, place + len(made))
    assert text[start:end] == part


def test_what_cannot_be_placed_stands_for_the_whole_text(monkeypatch) -> None:
    monkeypatch.setattr("socialclassify.alignment.normalise", lambda *_: "other")
    aligned = align("some text")
    assert aligned.text == "other"
    assert {aligned.span(place, place + 1) for place in range(5)} == {(0, 9)}


def test_the_corpus_is_placed_word_by_word() -> None:
    path = Path(__file__).parents[1] / "data" / "posts" / "round00.jsonl"
    for line in path.read_text(encoding="utf-8").splitlines()[::40]:
        text = json.loads(line)["text"]
        aligned = align(text)
        assert aligned.text == normalise(text)
        for character, start, end in zip(*aligned, strict=True):
            if character.isalpha() and end - start == 1:
                assert unicodedata.normalize("NFKC", text[start:end]) == character or character == "一"

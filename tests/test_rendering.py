from __future__ import annotations

import io
import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialclassify import Model
from socialclassify.explanation import strength
from socialclassify.language import status_of
from socialclassify.rendering import as_json_text, as_text, wants_colour

TEXT = "@lena Wann kommt ihr?\nWarte seit Montag"
_COLOUR = re.compile("\x1b\\[(?:0|1|38;5;16;48;5;[0-9]+)m")
READABLE = st.text(max_size=60).filter(lambda text: status_of(text) in ("ok", "not_german"))


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_colour_is_for_terminals_whose_user_wants_it(monkeypatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    assert wants_colour(_Terminal())
    assert not wants_colour(io.StringIO())
    monkeypatch.setenv("NO_COLOR", "1")
    assert not wants_colour(_Terminal())
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert not wants_colour(_Terminal())


def test_without_colour_each_word_has_its_share_and_the_numbers_add_up(model: Model) -> None:
    shown = as_text(model.explain(TEXT, author="user"), colour=False)
    assert "\x1b" not in shown
    for part in shown.split("\n\n  ")[0], shown:
        assert "Wann(+" in part
    sections = re.split("(?m)^(?:message_type|interaction): ", shown)[1:]
    assert len(sections) == 2
    for section in sections:
        text, table = section.split("\n\n", 1)
        rows = re.findall(r"^ +([+-]?\d+\.\d\d)  (\S+)", table, re.MULTILINE)
        numbers = {name: float(number) for number, name in rows}
        total = numbers.pop("score")
        assert math.isclose(sum(numbers.values()), total, abs_tol=1e-9)
        shares = [float(number) for number in re.findall(r"\(([+-]\d+\.\d\d)\)", text)]
        assert math.isclose(sum(shares), numbers["words"], abs_tol=1e-9)


def test_with_colour_the_text_stays_as_it_is(model: Model) -> None:
    explanation = model.explain(TEXT, author="user")
    shown = as_text(explanation, colour=True)
    assert "  @lena Wann kommt ihr?\n  Warte seit Montag\n" in _COLOUR.sub("", shown)
    strongest = max(explanation.spans, key=lambda span: strength(span.contributions["message_type"]))
    towards = (194, 157, 120, 83) if strongest.contributions["message_type"] > 0 else (225, 219, 213, 207)
    shade = re.search(f"48;5;([0-9]+)m{re.escape(strongest.text)}\x1b", shown)
    assert int(shade[1]) in towards
    assert "green: towards dialogue, magenta: towards mass" in shown


@settings(max_examples=40, deadline=None)
@given(text=READABLE)
@pytest.mark.parametrize("colour", [True, False])
def test_hostile_texts_do_not_steer_the_terminal(model: Model, colour: bool, text: str) -> None:
    explanation = model.explain(f"\x1b]0;title\x07{text}\x9b2J\u202e\r\x1b[31mrot", brand="\x1b[31m")
    shown = _COLOUR.sub("", as_text(explanation, colour=colour))
    assert all(character.isprintable() or character in "\n\u200d" for character in shown)
    assert all(" " <= character <= "~" or character == "\n" for character in as_json_text(explanation))


def test_other_languages_are_without_warranty(model: Model) -> None:
    shown = as_text(model.explain("When will you open the new store in our town?"), colour=False)
    assert shown.startswith("This text does not seem to be German")

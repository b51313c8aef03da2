from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from socialclassify.characters import LOW_END, N_PLACES, fold, places, simplify
from socialclassify.features.automaton import MAX_STATES, Pattern, build
from socialclassify.features.cues import CUES, build_cue_tables, cue_tables
from socialclassify.features.tables import Tables
from socialclassify.text import normalise

SETS: dict[str, list[str]] = {
    "literals": ["ab", "b", "abc", "ß", "😀", "\n"],
    "word borders": [r"\bja\b", r"\Bja", r"ja\B", r"\b", r"\B", r"a\b\W", r"\b\w"],
    "ends of the text": [r"\Aja", r"ja\Z", r"\Aja\Z", r"\A\Z", r"\A", r"\Z", r"(?:\A|[.!]\s*)ja", r"ja(?:\s*\Z|,)"],
    "classes": ["[aeä]", "[^a]", "[^ab\n]", "[a-cX-Z]", r"[\w-]", r"[^\W\d_]", r"\d\D", r"\s\S", "[😀-😂]", r"[\s\d]"],
    "repetition": ["a*", "a+", "a?b", "a{2}", "a{2,3}", "ab{0,2}c", "(?:ab)+", "(?:a|bb){2}", "a{2,}b", "(?:a*b)*a"],
    "sparing repetition": ["a*?", "a+?b", "a??b", "a{1,3}?b"],
    "alternatives": ["a|bc", "(?:ja|nein|)b", "(ja)(?:,|!)", "a(?:b|c(?:a|b))", "ja|jaa|j"],
    "dot": [".", "a.b", r"\A.*\?", "[^.]..?!"],
    "no pattern holds": ["x{3}y", "[^\\s\\S]"],
    "as cues are written": [
        r"\A[^?]*\?.*\w",
        r"http://url[\s.)]*(?:#\w+\s*)*\Z",
        r"\b(?:hm+|haha\w*)\b",
        r"\A[^\w]*\Z",
    ],
}

letters = st.sampled_from(
    [*"aaabbbcjJAÄäßXYZ01٣_ -,.!?:#\n\n", "ja", "😀", "😁", "一", "é", "İ", "ẞ", "Σ", "ς", "http://url"]
)
texts = st.lists(letters, max_size=9).map("".join) | st.text(max_size=9).map(simplify)


def counted(tables: Tables, text: str, n_patterns: int) -> list[int]:
    """What the tables find, read one character after another."""
    counts = [0] * n_patterns
    states = tables.starts.tolist()
    end = len(tables.columns) - 1
    for number in [*tables.classes[places(text)].tolist(), end]:
        for group, column in enumerate(tables.columns[number].tolist()):
            states[group] = int(tables.steps[states[group] + column])
            loud, inside = divmod(states[group] - int(tables.quiet[group]), int(tables.widths[group]))
            assert inside == 0
            if loud >= 0:
                first, last = tables.firsts[tables.loud[group] + loud :][:2]
                for hit in tables.hits[first:last]:
                    counts[hit] += 1
    return counts


def ends(pattern: Pattern, text: str) -> int:
    """Number of places where a match ends, as the regular expressions of Python 3.14 have it."""
    written = pattern.text.replace(r"\B", r"(?:\B|\A\Z)")  # before, there was no \B in an empty text
    flags = re.DOTALL if pattern.dotall else re.NOFLAG
    read = fold(text) if pattern.folded else text
    found = sum(
        re.search(rf"(?:{written})(?=(?s:.){{{rest}}}\Z)", read, flags) is not None for rest in range(len(text) + 1)
    )
    assert (re.search(written, read, flags) is not None) == (found > 0)
    return found


@cache
def built(name: str, folded: bool, dotall: bool) -> tuple[list[Pattern], Tables]:
    patterns = [Pattern(text, folded, dotall) for text in SETS[name]]
    return patterns, build(patterns)


def check(patterns: list[Pattern], tables: Tables, text: str) -> None:
    assert counted(tables, text, len(patterns)) == [ends(pattern, text) for pattern in patterns]


@pytest.mark.parametrize("dotall", [False, True], ids=["dot", "dotall"])
@pytest.mark.parametrize("folded", [False, True], ids=["cased", "folded"])
@pytest.mark.parametrize("name", SETS)
@given(text=texts)
@example(text="")
@example(text="Ja\nja,JA")
def test_tables_find_what_regular_expressions_find(name: str, folded: bool, dotall: bool, text: str) -> None:
    check(*built(name, folded, dotall), text)


def written(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.lists(parts, min_size=1, max_size=3).map("".join),
        st.lists(parts, min_size=1, max_size=3).map(lambda each: f"(?:{'|'.join(each)})"),
        st.tuples(parts, st.sampled_from(["*", "+", "?", "{2}", "{0,2}", "*?"])).map(
            lambda each: f"(?:{each[0]}){each[1]}"
        ),
    )


atoms = st.sampled_from(
    ["a", "b", "J", "ä", "😀", " ", r"\n", ".", r"\w", r"\W", r"\s", r"\d", "[ab]", "[^a]", r"\b", r"\B", r"\A", r"\Z"]
)
patterns_of_any_kind = st.lists(
    st.builds(Pattern, st.recursive(atoms, written, max_leaves=6), st.booleans(), st.booleans()), min_size=1, max_size=4
)


@given(patterns_of_any_kind, st.lists(texts, min_size=1, max_size=5))
def test_tables_of_any_patterns_find_what_regular_expressions_find(patterns: list[Pattern], some: list[str]) -> None:
    tables = build(patterns)
    for text in some:
        check(patterns, tables, text)


@pytest.mark.parametrize(
    "text",
    ["a(?=b)", "a(?!b)", "(?<=a)b", "(?<!a)b", r"(a)\1", "(?P<one>a)(?P=one)", "(?>a)b", "a*+b", "(a)?(?(1)b|c)"],
)
def test_what_a_table_cannot_express_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="which a table cannot express"):
        build([Pattern("a", folded=True, dotall=False), Pattern(text, folded=False, dotall=False)])


@pytest.mark.parametrize("text", ["^a", "a$", "(?i)a", "(?i:a)", "(?s:.)", "(?m)a", "(?a)\\w"])
def test_anchors_of_lines_and_flags_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="which a table cannot express"):
        build([Pattern(text, folded=False, dotall=False)])


def test_what_grows_too_wide_becomes_several_tables() -> None:
    patterns = [Pattern(f"{letter}.{{6}}{letter}", folded=False, dotall=False) for letter in "abcd"]
    tables = build(patterns)
    assert len(tables.widths) > 1
    for text in ("", "a123456a", "abcd12abcd", "ab12345ab", "dcba" * 5, "aaaaaaaa"):
        check(patterns, tables, text)


def test_tables_are_sound() -> None:
    patterns, tables = built("as cues are written", folded=True, dotall=False)
    size = int(tables.classes.max()) + 2  # the end of the text stands behind the last class
    assert tables.classes.shape == (N_PLACES,)
    assert tables.columns.shape == (size, len(tables.widths))
    assert np.all(tables.columns < tables.widths)
    for group, (first, last) in enumerate(pairwise([*tables.starts.tolist(), len(tables.steps)])):
        rows, rest = divmod(last - first, int(tables.widths[group]))
        assert rest == 0
        assert rows <= MAX_STATES
        places_of_rows = range(first, last, int(tables.widths[group]))
        assert set(tables.steps[first:last].tolist()) <= set(places_of_rows)
        n_loud = (last - int(tables.quiet[group])) // int(tables.widths[group])
        assert n_loud == tables.loud[group + 1] - tables.loud[group]
    assert tables.firsts[0] == 0
    assert tables.firsts[-1] == len(tables.hits)
    assert np.all(np.diff(tables.firsts) > 0), "a state at which something is said to be found and nothing is"
    assert set(tables.hits.tolist()) <= set(range(len(patterns)))


def test_letters_that_no_pattern_tells_apart_are_one_class() -> None:
    tables = build([Pattern("[äb]", folded=True, dotall=False)])
    kind = tables.classes[places("äÄbBaZ!").tolist()].tolist()
    assert len(set(kind[:4])) == len(set(kind[4:6])) == 1
    assert len(set(kind)) == len(set(tables.classes[:LOW_END].tolist())) == 3


@given(
    st.lists(
        letters | st.sampled_from(["@user ", "wann ", "Danke ", "NEU ", "0.0. ", "... ", "?", "\n- "]), max_size=12
    ).map("".join)
)
@example("Hallo Lena, wann kommt ihr? ... Und\n- hm\n- haha! #eins #zwei 😀😀 ^jk")
def test_shipped_tables_find_the_cues_as_often_as_regular_expressions(text: str) -> None:
    normalised = normalise(text)
    counts = counted(cue_tables(), normalised, len(CUES))
    small = fold(normalised)
    for cue, count in zip(CUES, counts, strict=True):
        read = normalised if cue.cased else small
        assert bool(count) == (cue.pattern.search(read) is not None), cue.name
        if cue.counted:
            assert count == len(cue.pattern.findall(read)), cue.name


@pytest.mark.slow
def test_shipped_tables_are_those_of_the_patterns() -> None:
    for name, made, shipped in zip(Tables._fields, build_cue_tables(), cue_tables(), strict=True):
        assert made.dtype == shipped.dtype
        assert np.array_equal(made, shipped), name

from __future__ import annotations

import json
import math
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialclassify import Explanation, InputError, Model, Posts
from socialclassify.engine import score
from socialclassify.explanation import rounded, visible
from socialclassify.language import status_of

PIECES = (
    "@lena @Nordbahn &amp; &uumlber https://t.co/a?b=1&c=2 12:30 u\u0308 \u0344 👨\u200d👩\u200d👧 ❤\ufe0f 👍🏽 🇩🇪 "
    "\ud83d \x1b[31m Danke! Wann? ihr Gewinnspiel #los Nordbahn \u202e <b> \r\n 東京 \U0001d401"
).split(" ")
TEXTS = st.text(max_size=80) | st.lists(st.sampled_from([*PIECES, " ", "\n", "."]), max_size=15).map("".join)
READABLE = TEXTS.filter(lambda text: status_of(text) in ("ok", "not_german"))
CONTEXT = st.fixed_dictionaries(
    {
        "author": st.sampled_from([None, "brand", "user"]),
        "brand": st.sampled_from([None, "Nordbahn"]),
        "parent": st.sampled_from([None, "Hallo"]),
    }
)


def check_sums(model: Model, explanation: Explanation, **context: str | None) -> None:
    scores, _ = score(Posts.from_columns([explanation.text], **context), model._weights)
    for label, expected in zip(explanation.labels.values(), scores[0].tolist(), strict=True):
        parts = [part.contributions[label.name] for part in (*explanation.spans, *explanation.named)]
        assert math.isclose(label.intercept + math.fsum(parts), expected, abs_tol=1e-9)
        assert label.score == expected
    done = 0
    for span in explanation.spans:
        assert done <= span.start < span.end
        assert span.text == explanation.text[span.start : span.end]
        done = span.end
    assert done <= len(explanation.text)


@settings(max_examples=150, deadline=None)
@given(text=READABLE, context=CONTEXT)
def test_the_shares_of_any_text_sum_to_its_scores(model: Model, text: str, context: dict) -> None:
    explanation = model.explain(text, **context)
    check_sums(model, explanation, **context)
    assert explanation.prediction == model.predict([text], **context)[0]


def test_the_shares_of_the_corpus_sum_to_its_scores(model: Model) -> None:
    for path in sorted((Path(__file__).parents[1] / "data" / "posts").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines()[::200]:
            post = json.loads(line)
            context = {"author": post["author"], "brand": post["brand"]}
            explanation = model.explain(post["text"], **context)
            check_sums(model, explanation, **context)
            visible_text = re.sub(r"\s", "", post["text"])
            assert len("".join(span.text for span in explanation.spans)) >= 0.98 * len(visible_text)


def test_scores_are_those_of_the_compiled_pass(model: Model) -> None:
    text = "@lena Wann kommt ihr? https://t.co/x"
    labels = model.label(Posts.from_columns([text] * 1000, "user"))
    explanation = model.explain(text, author="user")
    probabilities = [label.probability for label in explanation.labels.values()]
    assert probabilities == labels.probabilities[0].tolist()


def test_spans_are_words_and_signs_and_what_placeholders_replaced(model: Model) -> None:
    text = "@lena_k: Gru\u0308ße &amp; 👨\u200d👩\u200d👧 um 18 Uhr 👍🏽 https://t.co/a?b=1!"
    expected = "@lena_k : Gru\u0308ße &amp; 👨\u200d👩\u200d👧 um 18 Uhr 👍🏽 https://t.co/a?b=1!".split(" ")
    assert [span.text for span in model.explain(text).spans] == expected


def test_repeated_signs_share_and_a_cue_of_both_roles_is_one(model: Model) -> None:
    explanation = model.explain("Danke! Danke!", author="user")
    names = [named.name for named in explanation.named]
    assert len(names) == len(set(names))
    thanks = explanation.named[names.index("thanks")]
    assert (thanks.kind, thanks.spans, thanks.value) == ("cue", ((0, 5), (7, 12)), 1.0)
    by_user = explanation.named[names.index("by_user")]
    assert (by_user.kind, by_user.why, by_user.spans) == ("context", "a user wrote it", ())


def test_topics_say_where_their_words_stand(model: Model) -> None:
    explanation = model.explain("Der Zug hat wieder Verspätung")
    (topic,) = [named for named in explanation.named if named.name == "transport_rail_air"]
    assert [explanation.text[start:end] for start, end in topic.spans] == ["Zug", "Verspätung"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the text is empty"),
        (" \u200b\n", "the text is empty"),
        (None, "the text is empty"),
        ("a" * 100_001, "the text cannot be read"),
        ("\ufffd\ufffd\ufffd", "the text cannot be read"),
        (["a"], "not a text"),
    ],
)
def test_what_cannot_be_explained_is_an_error(model: Model, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        model.explain(text)


def test_json_holds_all_of_it_in_plain_types(model: Model) -> None:
    explanation = model.explain("Danke, wann kommt ihr? \ud83d", author="user", brand="Nordbahn")
    shown = explanation.to_dict()
    assert json.loads(json.dumps(shown)) == shown
    assert set(shown) == {"schema_version", "text", "prediction", "labels", "spans", "named"}
    assert set(shown["labels"]) == {"message_type", "interaction"}
    for label, decided in shown["labels"].items():
        total = math.fsum(part["contributions"][label] for part in (*shown["spans"], *shown["named"]))
        assert abs(decided["intercept"] + total - decided["score"]) < 1e-6
    plain = (str, int, float, bool, type(None), list, dict)

    def check(value: object) -> None:
        assert type(value) in plain
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            check(inner)

    check(shown)


def test_one_label_alone(model: Model) -> None:
    whole = model.explain("Danke!")
    alone = whole.only("interaction")
    assert list(alone.labels) == ["interaction"]
    assert [set(part.contributions) for part in (*alone.spans, *alone.named)] == [{"interaction"}] * (
        len(whole.spans) + len(whole.named)
    )
    assert alone.labels["interaction"] == whole.labels["interaction"]
    assert repr(alone).startswith(f"<Explanation: irrelevant {alone.labels['interaction'].score:+.2f}; 2 spans, ")


@settings(max_examples=30, deadline=None)
@given(text=READABLE, context=CONTEXT)
def test_tables_add_up(model: Model, text: str, context: dict) -> None:
    explanation = model.explain(text, **context)
    for name, label in explanation.labels.items():
        *rows, total = explanation.table(name)
        assert round(sum(row.contribution for row in rows), 2) == round(total.contribution, 2)
        assert abs(total.contribution - label.score) < 0.0051


@given(st.lists(st.floats(-50, 50), min_size=1), st.floats(-0.009, 0.009))
def test_rounded_numbers_are_near_and_sum_up(numbers: list[float], shift: float) -> None:
    total = math.fsum(numbers) + shift
    for made, wanted in ((rounded(numbers), math.fsum(numbers)), (rounded(numbers, total), total)):
        assert abs(math.fsum(made) - wanted) < 0.0051
        assert all(abs(here - there) < 0.0201 for here, there in zip(made, numbers, strict=True))


@given(st.text())
def test_what_is_shown_holds_nothing_that_steers_a_terminal(text: str) -> None:
    assert all(character.isprintable() or character in "\n\u200d" for character in visible(text))


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, _: object) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@settings(max_examples=30, deadline=None)
@given(text=READABLE)
def test_a_notebook_shows_the_text_and_never_runs_it(model: Model, text: str) -> None:
    page = _Page()
    page.feed(model.explain(text + '<script>alert("x")</script><img src=x onerror=y>')._repr_html_())
    assert page.tags <= {"style", "div", "p", "b", "span", "table", "tr", "td"}
    assert page.text.count('<script>alert("x")</script><img src=x onerror=y>') >= 2
    assert "\x1b" not in page.text

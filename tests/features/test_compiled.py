"""The compiled pass gives the bits that the plain path defines."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from socialclassify import Post, Posts, compiled, load
from socialclassify.engine import Batch, Weights, _compiled, _plain
from socialclassify.features import NAMED_FEATURES
from socialclassify.features.compiled import batches
from socialclassify.features.compiled.scanning import Posts as Ready
from socialclassify.features.extract import _compiled as features_compiled
from socialclassify.features.extract import _plain as features_plain
from socialclassify.features.ngrams import N_TABLES
from socialclassify.labels import STATUSES
from socialclassify.posts import AUTHORS
from socialclassify.text import MAX_CHARACTERS

ROOT = Path(__file__).parents[2]

PIECES = (
    "@lena|@Nordbahn|@nordbahn_hilft|@l|@_|@1|@1a|@a.b|@a-b|@lena's|@@lena|@user|@User|@brand|a@b|@lena.|.@lena|@4räder|@1&1|@ä|@一"
    "|http://|https://t.co/x|HTTP://A|www.|www.a|WWW.nordbahn.de/a?b=ö|http://a<b>|xhttp://a|http|//"
    "|a.de|a.de.|a.dex|a.de-x|a.de/|a.de/ä<|nordbahn.example|bit.ly/x|-a.de|.de|a..de|a.b.c.com|ä.de|a.ä.de|1.2.de|a.DE|a.de.de|de.|.com-"
    "|a@b.de|a.b+c@d-e.f|max@a|@a.de|a@b.c.|+a@b.de|.a@b.de|-a@b.de|a@-b.-c|ä_@ö.ü|mail@mail|a@b@c.de|@b.de"
    "|<num>|<NUM>|<id>|<Tel>|<nummer>|<email>|<E-Mail>|<e-mail>|<e-mailx>|<|>|<3"
    "|&amp;|&lt;|&#8364;|&#x1f600;|&|&amp|&amp;amp;|&nbsp;|&shy;|&zwj;|&Auml;|&#0;|&#xd800;|&nGt;|&fjlig;|&notit;"
    "|u\u0308|e\u0301|\u0301|\u0308a|q\u0323\u0307|q\u0307\u0323|\u212b|\u2126|ﬁ"
    "|\u1100\u1161\u11a8|\u0915\u093c|\uac00|\u0344|\u3099|か\u3099"
    "|\u200d|\u200b|\u200e|\ufeff|\u00ad|\u2060|\x00|\x1b|\x7f|\x9f|\ufe0f|\ufffd|\u0600|\u180e|\u061c"
    "|\n|\r\n|\r|\r\r\n|\n\r|\u2028|\u2029|\x85|\x0b|\x0c|\t| |  |\u00a0|\u3000|\u1680|\u2003|\x1c|\x1f"
    "|\n\n\n|\r\u200b\n"
    "|0|7|19|3,50 €|1.000|12:30|²|½|٣|೪|１|Ⅷ|𝟗|🄀|0171/123|4 Räder|4RÄDER|1&1|1&amp;1|1und1|O2|o2|x4 räder|4 räder4"
    "|Re: Nordbahn|Re: |Re:|re:x|Re: \n|RE: Kreisblatt und noch mehr Worte bis hinter das vierzigste Zeichen"
    "|Re: 4 Räder"
    "|Nordbahn|nord|NORDBAHN|Bäckerei|Bäckerei Müller|müller|nord bahn|Wurst-Käse"
    "|東京|Привет|γειά|שלום|مرحبا|ไทย|नमस्ते|한국어|🇩🇪|א|ა|Ⴀ|ꙮ|𐐀|𠀀|ꭰ|ⅷ|Ω|Σς|ѝ|й"
    "|😀|❤️|👨‍👩‍👧|👍🏽|🦄|♻|➡|‼|\U0001f000|\U0001faff|\U0001fb00|\U0001f170|☺|™|𝐆𝐫𝐮ß|𝕏|𝒜"
    "|ẞ|ß|İ|ı|ſ|ǅ|Ǆ|ŉ|Æ|Ÿ|ÿ|K|\u1e9b\u0323|ÄÖÜ|äöü|É|\ua7ae|ɐ|ͅ|µ|ª|º"
    "|#neu|#a-the|#ä_1|##|#|# a|#4|a#b|gibt's|it’s|e-bike|E-Bikes|a--b|'n|-|–|—|’|_|__|a_b|*gg*|^jk|/ho"
    "|the|of|and|is|de|les|que|ve|nie|not|der|und|ich|kein Internet|seit gestern|WLAN-Router|Lieferung|url|mail"
    '|Hallo Lena, |Wann kommt ihr?|Danke!|...|…|?!|.|!|:|,|(|)|"|„|“|%|JETZT|xd|:-)|:/|+++|\n- |\n1. |rt @lena|haha|hmm'
).split("|")  # fmt: skip

BRANDS = (
    *(None, "", "Nordbahn", "4 Räder GmbH", "1&1", "O2", "Bäckerei Müller am See GmbH", "AG", "x", "user", "1&amp;1"),
    *("😀 Bar", "Deutsche\nBahn 24", "東京 7", "W\u0308urst", "Ⅷ Bar", "L" * 300, "@nord", "Nord-Bahn e.V.", "ΣΑΣ 3"),
    *("_4_", "4"),
)

hostile = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
spaced = st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join)
wild = st.lists(st.text(max_size=6) | st.sampled_from(PIECES), max_size=6).map("".join)
any_text = st.none() | hostile | spaced | wild | st.text(max_size=40)
any_post = st.builds(
    Post,
    any_text,
    st.sampled_from(AUTHORS),
    st.sampled_from(BRANDS)
    | st.text(st.characters(exclude_categories=("Cs",)), max_size=8).filter(lambda name: name[-1:] not in set("+-.")),
    st.sampled_from([None, "", "Kommt ihr?"]),
)
any_posts = st.lists(any_post, min_size=1, max_size=6).map(Posts.of)
shapes = st.sampled_from([(512, 1), (512, 2), (1000, 3), (1, 1)])


@pytest.fixture(scope="module", autouse=True)
def kept_apart() -> Iterator[None]:
    """Let the plain path do all by itself; compile the other one now."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled, "COMPILED_FROM", sys.maxsize)
        _compiled(Posts.of(["Hallo"]), weights(512, 1))
        features_compiled(Posts.of(["Hallo"]), 512)
        yield


@cache
def weights(n_hashes: int, n_outputs: int) -> Weights:
    random = np.random.default_rng(n_hashes + n_outputs)
    size = N_TABLES * n_hashes + len(NAMED_FEATURES)
    coef = random.normal(size=(2, n_outputs, size)) * 10.0 ** random.integers(-6, 3, size=(2, n_outputs, size))
    return Weights(n_hashes, coef.astype(np.float32), random.normal(size=(2, n_outputs)).astype(np.float32))


def corpus() -> Iterator[Post]:
    for path in sorted((ROOT / "data" / "posts").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            post = json.loads(line)
            yield Post(post["text"], post["author"], post["brand"], post.get("parent"))


def same(one: tuple[np.ndarray, np.ndarray], other: tuple[np.ndarray, np.ndarray]) -> bool:
    return all(np.array_equal(a, b) and a.dtype == b.dtype for a, b in zip(one, other, strict=True))


@given(any_posts, shapes)
@example(Posts.of(["&amp;"] * 3), (1, 1))
def test_scores_and_statuses_are_those_of_the_plain_path(posts: Posts, shape: tuple[int, int]) -> None:
    scores, statuses = _compiled(posts, weights(*shape))
    expected, expected_statuses = _plain(posts, weights(*shape))
    assert np.array_equal(scores, expected)
    assert np.array_equal(statuses, expected_statuses)
    assert statuses.dtype == expected_statuses.dtype


@given(any_posts, st.sampled_from([1, 512, 1000]))
def test_features_are_those_of_the_plain_path(posts: Posts, n_hashes: int) -> None:
    ngrams, named = features_compiled(posts, n_hashes)
    expected, expected_named = features_plain(posts, n_hashes)
    assert ngrams.shape == expected.shape
    assert np.array_equal(ngrams.indptr, expected.indptr)
    assert np.array_equal(ngrams.indices, expected.indices)
    assert np.array_equal(ngrams.data, expected.data)
    assert np.array_equal(named, expected_named)
    assert ngrams.dtype == expected.dtype == named.dtype == expected_named.dtype == np.float32


def test_posts_of_the_corpus_get_the_same_scores_and_features() -> None:
    posts = Posts.of(list(corpus())[::40])
    assert same(_compiled(posts, weights(1000, 2)), _plain(posts, weights(1000, 2)))
    ngrams, named = features_compiled(posts, 1000)
    expected, expected_named = features_plain(posts, 1000)
    assert (ngrams != expected).nnz == 0
    assert np.array_equal(named, expected_named)


LONG = {
    "as long as may be": "Wann kommt ihr? " * (MAX_CHARACTERS // 16),
    "one character more": "Wann kommt ihr? " * (MAX_CHARACTERS // 16) + "a",
    "as many emoji": "😀" * MAX_CHARACTERS,
    "one emoji more": "😀" * (MAX_CHARACTERS + 1),
    "as many entities": "&amp;" * (MAX_CHARACTERS // 5),
    "entities too long before they are resolved": "&amp;" * (MAX_CHARACTERS // 5) + "a",
    "as many accents": "u\u0308" * (MAX_CHARACTERS // 2),
    "accents too many before they are put together": "u\u0308" * (MAX_CHARACTERS // 2) + "a",
    "mentions grow": "@a " * (MAX_CHARACTERS // 3),
    "one word": "w" * MAX_CHARACTERS,
    "words of one character": "a " * (MAX_CHARACTERS // 2),
    "blanks": " " * MAX_CHARACTERS,
    "lost": "\ufffd" * MAX_CHARACTERS,
    "ten megabytes": "Zug " * 2_500_000,
    "ten megabytes, foreign": "東" * 3_400_000,
}


QUICK = {
    "one character more",
    "one emoji more",
    "entities too long before they are resolved",
    "blanks",
    "one word",
    "ten megabytes",
}


@pytest.mark.parametrize(
    "name", [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in LONG]
)
def test_longest_texts_are_read_and_longer_ones_are_not(name: str) -> None:
    text = LONG[name]
    posts = Posts.of([Post("Danke"), Post(text, "user", "Nordbahn"), Post("Hallo")])
    scores, statuses = _compiled(posts, weights(512, 1))
    assert same((scores, statuses), _plain(posts, weights(512, 1)))
    expected = "unreadable" if len(text) > MAX_CHARACTERS or name == "lost" else "empty" if name == "blanks" else "ok"
    assert [STATUSES[status] for status in statuses] == ["ok", expected, "ok"]


def test_features_of_long_texts_are_those_of_the_plain_path() -> None:
    posts = Posts.of(["@a b.de " * 1_000, "Danke", "a!" * 3_000, None, "&lt;" * 500 + "u\u0308 " * 500])
    (ngrams, named), (expected, expected_named) = features_compiled(posts, 1000), features_plain(posts, 1000)
    assert np.array_equal(ngrams.indices, expected.indices)
    assert np.array_equal(ngrams.data, expected.data)
    assert np.array_equal(named, expected_named)


@given(
    st.lists(
        st.text(st.characters(categories=["Cs", "Lu", "Ll"]) | st.sampled_from("& ü\u0308"), max_size=8), max_size=4
    )
)
@example(["\ud83d", "a\ud83d\ude00b", "\udfff" * 3 + "abcd"])
def test_lone_surrogates_are_lost_characters(texts: list[str]) -> None:
    posts = Posts.of([Post(text) for text in ["\ud83d Hallo", *texts]])
    assert same(_compiled(posts, weights(512, 1)), _plain(posts, weights(512, 1)))


@pytest.mark.parametrize("text", ["&amp;lt;3", "&amp;" + "a" * (MAX_CHARACTERS - 3)], ids=["escaped twice", "too long"])
def test_lone_surrogates_do_not_change_their_neighbours(text: str) -> None:
    posts = Posts.of(["\ud83d Hallo", text])
    assert same(_compiled(posts, weights(512, 1)), _plain(posts, weights(512, 1)))


def test_lone_surrogates_in_a_brand_do_no_harm() -> None:
    posts = Posts.of([Post("Hallo Nordbahn", "user", "Nord\ud83dbahn")])
    assert same(_compiled(posts, weights(512, 1)), _plain(posts, weights(512, 1)))


def test_status_does_not_hang_on_the_brand() -> None:
    posts = Posts.of([Post("1und1.de 1und1.de 1und1.de", None, "1und1.de")])
    assert same(_compiled(posts, weights(512, 1)), _plain(posts, weights(512, 1)))


@pytest.mark.parametrize(("text", "brand"), [("4++a@b.de", "4+"), ("Kanal 4..a@b.de", "Kanal 4."), ("4-+a@b.de", "4-")])
def test_an_address_does_not_begin_within_a_brands_signs(text: str, brand: str) -> None:
    posts = Posts.of([Post(text, None, brand)])
    assert same(_compiled(posts, weights(512, 1)), _plain(posts, weights(512, 1)))


# --- Arrow ------------------------------------------------------------------------------------------------------------

TEXTS = ["Wann kommt ihr?", None, "", "Grüße 😀", "&amp; u\u0308", "@lena a.de", None, "x" * 300, "\ufffd", "東京"]
PADDING = ["vorn", None, "&lt;"]


def string_view() -> pa.DataType:
    return pa.string_view() if hasattr(pa, "string_view") else pa.string()


def chunked(*chunks: list[str | None], kind: pa.DataType | None = None) -> pa.ChunkedArray:
    return pa.chunked_array([pa.array(chunk, kind or pa.string()) for chunk in chunks], kind or pa.string())


SHAPES = {
    "string": lambda texts: pa.array(texts, pa.string()),
    "large_string": lambda texts: pa.array(texts, pa.large_string()),
    "string_view": lambda texts: pa.array(texts, string_view()),
    "dictionary": lambda texts: pa.array(texts, pa.string()).dictionary_encode(),
    "dictionary of small numbers": lambda texts: pa.array(texts, pa.dictionary(pa.int8(), pa.large_string())),
    "dictionary that holds null": lambda texts: pa.DictionaryArray.from_arrays(
        pa.array(range(len(texts)), pa.int32()), pa.array(texts, pa.string())
    ),
    "slice": lambda texts: pa.array([*PADDING, *texts, *PADDING], pa.string())[3 : 3 + len(texts)],
    "large slice": lambda texts: pa.array([*PADDING, *texts, *PADDING], pa.large_string())[3 : 3 + len(texts)],
    "slice of a slice": lambda texts: pa.array([*PADDING, *PADDING, *texts], pa.large_string())[2:][4:],
    "slice of a dictionary": lambda texts: pa.array([*PADDING, *texts], pa.string()).dictionary_encode()[3:],
    "slice of views": lambda texts: pa.array([*PADDING, *texts], string_view())[3:],
    "one chunk": chunked,
    "chunks": lambda texts: chunked(texts[:3], texts[3:]),
    "empty chunks": lambda texts: chunked([], texts[:1], [], texts[1:], []),
    "large chunks": lambda texts: chunked(texts[:3], [], texts[3:], kind=pa.large_string()),
    "slice of chunks": lambda texts: chunked(PADDING, texts[:4], texts[4:], PADDING)[3 : 3 + len(texts)],
    "chunks of views": lambda texts: chunked(texts[:3], [], texts[3:], kind=string_view()),
    "chunks of dictionaries": lambda texts: pa.chunked_array(
        [pa.array(part, pa.string()).dictionary_encode() for part in (texts[:3], texts[3:])]
    ),
}

NOTHING = {
    "string": pa.array([], pa.string()),
    "large_string": pa.array([], pa.large_string()),
    "string_view": pa.array([], string_view()),
    "null": pa.array([], pa.null()),
    "dictionary": pa.array([], pa.dictionary(pa.int32(), pa.string())),
    "empty slice": pa.array(["a", "b"], pa.large_string())[1:1],
    "no chunk": pa.chunked_array([], pa.string()),
    "empty chunk": chunked([]),
    "empty chunks": chunked([], []),
}


def read(ready: tuple[np.ndarray, np.ndarray]) -> list[str]:
    data, starts = ready
    return [bytes(data[start:stop]).decode() for start, stop in pairwise(starts)]


def scored(ready: Ready) -> tuple[np.ndarray, np.ndarray]:
    known = weights(512, 2)
    return batches.scores(ready, known.n_hashes, known.by_feature, known.intercept)


def of_arrow(texts: pa.Array, brands: pa.Array | None = None) -> tuple[np.ndarray, np.ndarray]:
    size = len(texts)
    answers = np.arange(size) % 2 == 0
    return scored(batches.batch(texts, (np.arange(size) % 3).astype(np.uint8), answers, brands))


def of_python(texts: list[str | None], brands: list[str | None] | None = None) -> tuple[np.ndarray, np.ndarray]:
    size = len(texts)
    posts = Posts(
        texts,
        [AUTHORS[place % 3] for place in range(size)],
        brands or [None] * size,
        ["?" if place % 2 == 0 else None for place in range(size)],
    )
    return _plain(posts, weights(512, 2))


@pytest.mark.parametrize("shape", SHAPES)
def test_texts_in_any_arrow_column_are_read(shape: str) -> None:
    column = SHAPES[shape](TEXTS)
    assert column.to_pylist() == TEXTS
    assert read(batches.buffers(column)) == [text or "" for text in TEXTS]
    assert same(of_arrow(column), of_python(TEXTS))


@pytest.mark.parametrize("shape", SHAPES)
def test_brands_in_any_arrow_column_are_read(shape: str) -> None:
    brands = ["Nordbahn", None, "", "4 Räder", "Nordbahn", "lena", None, "x", "1&amp;1", "東京"]
    texts = [
        "Nordbahn! @nordbahn",
        "@nordbahn 4 Räder",
        "4",
        "4 Räder, 5 Räder",
        "Nord",
        "@lena a.de",
        "",
        "xx",
        "1&1",
        "東京",
    ]
    column = SHAPES[shape](brands)
    assert column.to_pylist() == brands
    assert same(of_arrow(pa.array(texts, pa.string()), column), of_python(texts, brands))


@pytest.mark.parametrize(
    "brands", [None, pa.nulls(10), pa.nulls(10, pa.string()), pa.chunked_array([pa.nulls(4), pa.nulls(6)])]
)
def test_unknown_brands_are_none(brands: pa.Array | None) -> None:
    assert same(of_arrow(pa.array(TEXTS, pa.string()), brands), of_python(TEXTS))


@pytest.mark.parametrize(
    "texts", [pa.nulls(3), pa.nulls(3, pa.string()), pa.array(["", "", ""]), pa.array([None, "", " "])]
)
def test_texts_that_are_missing_or_empty(texts: pa.Array) -> None:
    scores, statuses = of_arrow(texts)
    assert same((scores, statuses), of_python(texts.to_pylist()))
    assert [STATUSES[status] for status in statuses] == ["empty"] * 3


@pytest.mark.parametrize("shape", NOTHING)
def test_no_rows_are_no_rows(shape: str) -> None:
    assert read(batches.buffers(NOTHING[shape])) == []
    for brands in (None, *NOTHING.values()):
        scores, statuses = of_arrow(NOTHING[shape], brands)
        assert scores.shape == (0, 2)
        assert statuses.shape == (0,)


@given(st.lists(st.none() | hostile, max_size=6), st.integers(0, 6), st.integers(0, 6), st.sampled_from(sorted(SHAPES)))
def test_slices_hold_what_they_hold(texts: list[str | None], first: int, size: int, shape: str) -> None:
    column = SHAPES[shape](texts)[first : first + size]
    part = texts[first : first + size]
    assert read(batches.buffers(column)) == [text or "" for text in part]
    assert same(of_arrow(column), of_python(part))


def test_a_batch_of_arrow_columns_is_scored_like_its_posts() -> None:
    brands = chunked(["Nordbahn", None], ["1&1"] * 8)
    batch = Batch(chunked(TEXTS[:4], TEXTS[4:]), (np.arange(10) % 3).astype(np.uint8), np.arange(10) % 2 == 0, brands)
    known = weights(1000, 3)
    expected = _plain(batch.posts(), known)
    assert same(_compiled(batch, known), expected)
    assert same(_plain(batch, known), expected)
    assert same(_compiled(batch.posts(), known), expected)


# --- Cores and sizes --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def many() -> Posts:
    posts = list(corpus())[::9]
    posts[5::11] = [Post(None)] * len(posts[5::11])
    posts[7] = Post("Ein sehr langer Text. " * 4_000)
    return Posts.of(posts)


def test_scores_do_not_hang_on_the_number_of_cores(many: Posts, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(many) > 4 * 256
    found = []
    for fewest, cores in ((256, 1), (256, 2), (1, 3), (1, 16), (1, 64), (256, 64)):
        monkeypatch.setattr(batches, "cores", lambda cores=cores: cores)
        monkeypatch.setattr(batches, "_FEWEST_ROWS", fewest)
        found.append(_compiled(many, weights(512, 2)))
    assert all(same(each, found[0]) for each in found[1:])


@pytest.mark.parametrize(
    "texts", [[""] * 700, [None] * 300 + ["a" * 90_000] + [None] * 300, ["a" * 90_000] + ["b"] * 600, ["&amp;"] * 600]
)
@pytest.mark.parametrize("cores", [2, 5])
def test_rows_of_uneven_length_are_shared(texts: list[str | None], cores: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "cores", lambda: cores)
    monkeypatch.setattr(batches, "_FEWEST_ROWS", 1)
    posts = Posts.of([Post(text) for text in texts])
    assert same(_compiled(posts, weights(512, 1)), _plain(posts, weights(512, 1)))


def test_an_error_of_one_part_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "cores", lambda: 2)
    monkeypatch.setattr(batches, "_FEWEST_ROWS", 256)

    def work(first: int, last: int) -> None:
        if first:
            message = "second part"
            raise ValueError(message)

    with pytest.raises(ValueError, match="second part"):
        batches._share(np.arange(601), work)


@given(
    st.lists(st.integers(0, 500), max_size=60).map(lambda sizes: np.cumsum([0, *sizes])),
    st.integers(1, 20),
    st.integers(1, 70),
)
def test_each_row_is_in_one_part(starts: np.ndarray, fewest: int, cores: int) -> None:
    done: list[int] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batches, "cores", lambda: cores)
        patch.setattr(batches, "_FEWEST_ROWS", fewest)
        batches._share(starts, lambda first, last: done.extend(range(first, last)))
    assert sorted(done) == list(range(len(starts) - 1))


@pytest.mark.parametrize("size", [1, 2, 7, 100])
def test_scores_do_not_hang_on_the_number_of_posts_at_once(many: Posts, size: int) -> None:
    some = many[: 20 * size][:300]
    together = _compiled(some, weights(1000, 2))
    parts = [_compiled(some[place : place + size], weights(1000, 2)) for place in range(0, len(some), size)]
    assert np.array_equal(together[0], np.vstack([scores for scores, _ in parts]))
    assert np.array_equal(together[1], np.concatenate([statuses for _, statuses in parts]))


@given(any_posts)
def test_a_post_does_not_hang_on_its_neighbours(posts: Posts) -> None:
    together = _compiled(posts, weights(512, 2))
    alone = [_compiled(Posts.of([post]), weights(512, 2)) for post in posts]
    assert np.array_equal(together[0], np.vstack([scores for scores, _ in alone]))
    assert np.array_equal(together[1], np.concatenate([statuses for _, statuses in alone]))


# --- With and without numba -------------------------------------------------------------------------------------------

SCORE = """
import json, sys
from socialclassify import Post, Posts, compiled, load
compiled.COMPILED_FROM = 0
posts = Posts.of([Post(*post) for post in json.load(sys.stdin)])
labels = load().label(posts)
print(json.dumps([compiled.HAS_NUMBA, labels.probabilities.tolist(), labels.unsure.tolist(), labels.statuses.tolist()]))
"""


def test_without_numba_the_default_model_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = [*list(corpus())[::250], Post(None), Post("When will you open the new store in our town?")]
    assert len(chosen) > 40
    done = subprocess.run(
        [sys.executable, "-c", SCORE],
        input=json.dumps(chosen),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=os.environ | {"SOCIALCLASSIFY_NUMBA": "0"},
    )
    has_numba, probabilities, unsure, statuses = json.loads(done.stdout)
    assert not has_numba
    monkeypatch.setattr(compiled, "COMPILED_FROM", 0)
    labels = load().label(Posts.of(chosen))
    assert labels.probabilities.tolist() == probabilities
    assert labels.unsure.tolist() == unsure
    assert labels.statuses.tolist() == statuses

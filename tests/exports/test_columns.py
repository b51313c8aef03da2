from __future__ import annotations

import pyarrow as pa
import pytest

from socialclassify import InputError, UsageError
from socialclassify.exports.columns import author_numbers, recognise
from socialclassify.posts import AUTHORS

TEXT = "Wann kommt die neue Ware endlich in den Laden?"


def columns_of(header: str, *rows: str, **overrides: str):
    return recognise(header.split(";"), [row.split(";") for row in rows], "posts.csv", overrides)


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        ("Beitrags-ID;Seitenname;Beschreibung;Kommentare", f"1;Korbhaus;{TEXT};3", "Beschreibung"),
        ("Comment;Comments", f"{TEXT};3", "Comment"),
        ("Comments;Comment", f"3;{TEXT}", "Comment"),
        ("Content;Title", f"dQw4w9WgXcQ;{TEXT}", "Title"),
        ("Title;Description", f"Neu;{TEXT}", "Description"),
        ("Message;Link", f"{TEXT};https://a.de/b", "Message"),
        ("Post;Posts", f"{TEXT};12", "Post"),
        ("a;b;c", f"1;{TEXT};x", "b"),
        ("Description;b", f";{TEXT}", "b"),
        ("Post-Text;Datum", f"{TEXT};01.02.2024", "Post-Text"),
    ],
)
def test_the_text_is_found_by_name_and_content(header: str, row: str, expected: str) -> None:
    assert columns_of(header, row).text.name == expected


def test_author_brand_id_and_parent_are_found_where_they_are() -> None:
    columns = columns_of("id;text;author;brand;post_text (Netvizz comments)", f"1;{TEXT};user;Korbhaus;Neu")
    assert [columns.id.name, columns.author.name, columns.brand.name] == ["id", "author", "brand"]
    assert columns.parent.name == "post_text (Netvizz comments)"


def test_a_pages_own_export_is_written_by_the_page() -> None:
    columns = columns_of("Page name;Description", f"Korbhaus;{TEXT}")
    assert columns.author.name == columns.brand.name == "Page name"
    assert columns_of("Brand;Description", f"Korbhaus;{TEXT}").author is None


def test_an_override_wins_and_may_be_written_loosely() -> None:
    assert columns_of("Message;Notiz", f"{TEXT};ja", text="notiz").text.name == "Notiz"
    with pytest.raises(UsageError, match="has no column 'Foo'; it has 'Message', 'Notiz'"):
        columns_of("Message;Notiz", f"{TEXT};ja", text="Foo")


def test_no_text_says_what_there_is_and_what_to_do() -> None:
    with pytest.raises(
        InputError, match=r"posts.csv: no column holds posts' texts; it has 'a', 'b'; name it with --te"
    ):
        columns_of("a;b", "1;2")


def test_a_table_without_rows_is_recognised_by_its_header() -> None:
    assert columns_of("id;message").text.name == "message"


def authors(names: list[str | None] | None, brands: list[str | None] | None, size: int) -> list[str | None]:
    columns = [
        None if each is None else pa.chunked_array([pa.array(each, pa.large_string())]) for each in (names, brands)
    ]
    return [AUTHORS[number] for number in author_numbers(*columns, size)]


def test_who_wrote_a_post() -> None:
    assert authors(["brand", "Nutzer", "", None, "unknown"], None, 5) == ["brand", "user", None, None, None]
    assert authors(["Korbhaus", "Lena", ""], ["Korbhaus GmbH", "Korbhaus", "Korbhaus"], 3) == ["brand", "user", None]
    assert authors(["Korbhaus GmbH", "korb-haus", "Korb", "• Korbhaus"], ["Korbhaus"] * 4, 4) == [
        "brand",
        "brand",
        "user",
        "brand",
    ]
    assert authors(["A\u0308pfelchen", "&quot;Äpfelchen&quot;"], ["Äpfelchen"] * 2, 2) == ["brand", "brand"]
    assert authors(["Lena"], None, 1) == [None]
    assert authors(None, ["Korbhaus"], 1) == [None]

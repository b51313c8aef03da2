from __future__ import annotations

import pytest

from socialclassify.exports.names import is_known, name_grade, normalise_name


@pytest.mark.parametrize(
    "name",
    ["Post Message", "post_message", "POST-MESSAGE", "\ufeffpost.message", "Post\u00adMessage", ' "Post  Message" '],
)
def test_names_are_compared_tolerantly(name: str) -> None:
    assert normalise_name(name).replace(" ", "") == "postmessage"
    assert is_known("Post Message")


def test_a_text_column_is_told_from_a_count() -> None:
    assert name_grade("Comment", "text") == 3
    assert name_grade("Comments", "text") == 0
    assert name_grade("Comments", "comments") == 3
    assert name_grade("Beschreibung", "text") == 2
    assert name_grade("Beitragstext", "text") == 1
    assert not is_known("Sonnenschein")

from __future__ import annotations

import pytest

from socialclassify import Post, Posts
from socialclassify.features.context import CONTEXT_NAMES, context_values
from socialclassify.text import normalise


def named(post: Post) -> set[str]:
    values = context_values(Posts.of([post]), [normalise(post.text or "", post.brand)])[0]
    return {name for name, value in zip(CONTEXT_NAMES, values, strict=True) if value}


@pytest.mark.parametrize(
    ("post", "expected"),
    [
        (Post("Hallo"), set()),
        (Post("Hallo", "brand", "Nordbahn"), {"by_brand"}),
        (Post("Die Nordbahn kommt nie", "user", "Nordbahn"), {"by_user", "brand_named"}),
        (Post("Die deutsche Bahn kommt nie", None, "Deutsche Bahn AG"), {"brand_named"}),
        (Post("Auf der Rennbahn", None, "Deutsche Bahn"), {"brand_word"}),
        (Post("@nordbahn hallo", None, "Nordbahn"), set()),
        (Post("Re: Nordbahn Das ist gut", None, "Nordbahn"), {"own_page", "brand_named"}),
        (Post("Re: Kreisblatt Das ist gut", None, "Nordbahn"), {"other_page"}),
        (Post("Ja, gern", None, "Nordbahn", "Kommt ihr?"), {"answers"}),
    ],
)
def test_context_is_told(post: Post, expected: set[str]) -> None:
    assert named(post) == expected

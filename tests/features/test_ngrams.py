from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from socialclassify import Post, Posts
from socialclassify.features import NAMED_FEATURES, extract
from socialclassify.features.ngrams import ngram_counts


@settings(deadline=None)
@given(st.lists(st.text(), min_size=1, max_size=5))
def test_each_table_has_unit_length_or_nothing(texts: list[str]) -> None:
    counts = ngram_counts(texts, 512)
    assert counts.shape == (len(texts), 3 * 512)
    for table in (counts[:, :512], counts[:, 512:1024], counts[:, 1024:]):
        length = np.sqrt(table.multiply(table).sum(axis=1))
        assert np.all((np.abs(length - 1) < 1e-5) | (length == 0))


def test_a_row_does_not_depend_on_its_neighbours() -> None:
    posts = Posts.of([Post("Wo bleibt mein Paket?", "user"), Post(None), Post("Neu im Laden", "brand", "Korb")])
    together = extract(posts, 512).toarray()
    alone = np.vstack([extract(posts[place : place + 1], 512).toarray() for place in range(3)])
    assert np.array_equal(together, alone)
    assert together.shape == (3, 3 * 512 + len(NAMED_FEATURES))


def test_names_handles_links_and_numbers_of_people_make_no_difference() -> None:
    first, second = extract(Posts.of(["@lena_m ruf 0171 1234567 an", "@tom.k ruf 0172 7654321 an"]), 512).toarray()
    assert np.array_equal(first, second)

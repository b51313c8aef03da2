"""The same posts with more and less known about them, so that a model also learns to do without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from socialclassify.features.extract import extract

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

    from socialclassify.posts import Posts


class Views(NamedTuple):
    """Features of the same posts, one row a post in each.

    Attributes
    ----------
    full : csr_matrix
        All that is known.
    author_only : csr_matrix
        Brand and parent unknown.
    brand_only : csr_matrix
        Author unknown.
    bare : csr_matrix
        The text alone.
    """

    full: csr_matrix
    author_only: csr_matrix
    brand_only: csr_matrix
    bare: csr_matrix

    def take(self, rows: Any) -> Views:
        """The given rows of each view: places or a mask."""
        return Views(*(view[rows] for view in self))


def extract_views(posts: Posts, n_hashes: int) -> Views:
    """Compute the features of posts with more and less known about them.

    Parameters
    ----------
    posts : Posts
        Texts with their context.
    n_hashes : int
        Size of each of the two n-gram tables.

    Returns
    -------
    Views
        Where nothing is known of any post, all views are the same matrix.
    """
    full = extract(posts, n_hashes)
    if not posts.has_context:
        return Views(full, full, full, full)
    return Views(
        full=full,
        author_only=extract(posts.without("brand", "parent"), n_hashes),
        brand_only=extract(posts.without("author"), n_hashes),
        bare=extract(posts.without("author", "brand", "parent"), n_hashes),
    )

"""What a model reads from a post: n-grams, named cues and context."""

from socialclassify.features.extract import NAMED_FEATURES, NAMED_SCALE, extract
from socialclassify.features.scaling import column_scale
from socialclassify.features.views import Views, extract_views

__all__ = ["NAMED_FEATURES", "NAMED_SCALE", "Views", "column_scale", "extract", "extract_views"]

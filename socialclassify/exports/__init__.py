"""Exports of social-media tools: how they are written, what their columns hold, reading and writing them."""

from socialclassify.exports.columns import Columns
from socialclassify.exports.placing import Reject
from socialclassify.exports.reader import Export, open_export

__all__ = ["Columns", "Export", "Reject", "open_export"]

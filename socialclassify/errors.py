"""What can go wrong, each with one line that says what, where and what to do."""

from __future__ import annotations


class SocialclassifyError(Exception):
    """Base of all errors that this package raises on purpose; its text is one line."""

    exit_code = 1


class UsageError(SocialclassifyError):
    """The call itself is wrong: an option, a column name, an output that cannot be meant."""

    exit_code = 2


class InputError(SocialclassifyError, ValueError):
    """What was given cannot be read as posts."""


class ModelError(SocialclassifyError):
    """A model folder is missing, incomplete, altered, or of another version."""

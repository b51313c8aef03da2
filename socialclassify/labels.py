"""The two labels, their classes, and the four fields that they make together."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

MessageType = Literal["mass", "dialogue"]
Interaction = Literal["irrelevant", "relevant"]
Field = Literal["meaningful_engagement", "small_talk", "broadcast", "empty_engagement"]
Status = Literal["ok", "empty", "not_german", "unreadable"]


STATUSES: Final[tuple[Status, ...]] = ("ok", "not_german", "empty", "unreadable")
"""What can be done with a text, by number; the first two have labels."""


class Label(NamedTuple):
    """A label and its two classes, the one that is counted as positive last.

    Attributes
    ----------
    name : str
        The column that holds it.
    negative, positive : str
        Its classes.
    """

    name: str
    negative: str
    positive: str

    @property
    def classes(self) -> tuple[str, str]:
        """Both classes, in the order of the columns of ``predict_proba``."""
        return self.negative, self.positive


MESSAGE_TYPE: Final = Label("message_type", "mass", "dialogue")
INTERACTION: Final = Label("interaction", "irrelevant", "relevant")
LABELS: Final = (MESSAGE_TYPE, INTERACTION)

FIELDS: Final[dict[tuple[str, str], Field]] = {
    ("dialogue", "relevant"): "meaningful_engagement",
    ("dialogue", "irrelevant"): "small_talk",
    ("mass", "relevant"): "broadcast",
    ("mass", "irrelevant"): "empty_engagement",
}

FIELD_NAMES: Final[tuple[Field, ...]] = tuple(
    FIELDS[message_type, interaction] for message_type in MESSAGE_TYPE.classes for interaction in INTERACTION.classes
)
"""The fields by number: 2 for dialogue, and 1 for relevance."""

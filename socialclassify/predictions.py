"""What is said of one post."""

from __future__ import annotations

from typing import NamedTuple, cast

from socialclassify.labels import (
    FIELDS,
    INTERACTION,
    LABELS,
    MESSAGE_TYPE,
    STATUSES,
    Field,
    Interaction,
    MessageType,
    Status,
)

LAST_LABELLED = STATUSES.index("not_german")
"""Texts with this status or one before it have labels."""

_UNSURE = {
    (first, second): tuple(label.name for label, is_unsure in zip(LABELS, (first, second), strict=True) if is_unsure)
    for first in (False, True)
    for second in (False, True)
}


class Prediction(NamedTuple):
    """What a model says of one post.

    Attributes
    ----------
    message_type : {"mass", "dialogue"} or None
        None where the post has no readable text; likewise all that follow but ``status``.
    interaction : {"relevant", "irrelevant"} or None
        Whether it has to do with the company and its offerings.
    p_dialogue, p_relevant : float or None
        Calibrated probabilities, 0 to 1.
    field : str or None
        Both labels as one: ``meaningful_engagement``, ``small_talk``, ``broadcast`` or ``empty_engagement``.
    unsure : tuple of str
        Names of the labels of which the model is less sure than its confidence threshold asks.
    status : {"ok", "empty", "not_german", "unreadable"}
        ``not_german`` posts are labelled all the same, without warranty.
    """

    message_type: MessageType | None
    interaction: Interaction | None
    p_dialogue: float | None
    p_relevant: float | None
    field: Field | None
    unsure: tuple[str, ...]
    status: Status


def prediction_of(probabilities: list[float], unsure: list[bool], status: int) -> Prediction:
    """Put together what is said of one post.

    Parameters
    ----------
    probabilities : list of float
        Of dialogue and of relevance.
    unsure : list of bool
        Whether each label is less sure than the model's threshold.
    status : int
        Place in :data:`socialclassify.labels.STATUSES`.

    Returns
    -------
    Prediction
    """
    if status > LAST_LABELLED:
        return Prediction(None, None, None, None, None, (), STATUSES[status])
    p_dialogue, p_relevant = probabilities
    message_type, interaction = MESSAGE_TYPE.classes[p_dialogue > 0.5], INTERACTION.classes[p_relevant > 0.5]
    return Prediction(
        cast("MessageType", message_type),
        cast("Interaction", interaction),
        p_dialogue,
        p_relevant,
        FIELDS[message_type, interaction],
        _UNSURE[unsure[0], unsure[1]],
        STATUSES[status],
    )

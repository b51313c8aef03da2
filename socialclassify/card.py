"""The model card: what a model is, what it learnt from and how good it is (Mitchell et al. 2019)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from socialclassify.features import NAMED_FEATURES
from socialclassify.labels import LABELS, Label

if TYPE_CHECKING:
    from socialclassify.classifier import PostClassifier
    from socialclassify.labelled import LabelledPosts
    from socialclassify.model import Head
    from socialclassify.training import HeldOut

_CARD = """\
# Model card: {name}

Labels German social-media posts of and around brands twice: `message_type` (mass message or genuine dialogue) and
`interaction` (relevant or irrelevant to the company and its offerings). What the labels mean is in the codebook.

## What it is
Engine `{engine}`: one linear model for each label over three tables of {hashes} hashed n-grams (signs and places of
words, words, characters) and {named} named features (conversation cues, author's role, relation to the brand, topics).
Scores are calibrated (Platt) on posts of brands that the fit had not seen, where that lowers the log loss. It stores
numbers only, no word and no name of the posts that it learnt from.

## What it learnt from
{posts:,} posts, {brands:,} brands; {authors}.

| label | classes |
| --- | --- |
{classes}

## How good it is on brands that it has not seen
{measured} Posts that were written for training are cleaner than real exports: expect
less on yours, and measure it.

| label | known | macro-F1 | accuracy | calibration error | log loss |
| --- | --- | --- | --- | --- | --- |
{scores}

A label is marked unsure where the probability of the class given is below the threshold:

| label | threshold | share of posts that are not unsure | right among them |
| --- | --- | --- | --- |
{thresholds}

The surer the model is, the more often it is right. Among the surest posts, with author, brand and parent known:

| label | {coverages} |
| --- |{rules}
{accuracies}

## What it is not for
Posts that are not German; judging single persons; moderation or sanctions without a person who looks; texts that are
no social-media posts. Labels of sarcasm, half sentences and posts whose meaning lies in a picture are often wrong.
"""


COVERAGES = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""Shares of posts, the surest first, for which the card says how many labels are right."""

_CROSS_VALIDATED = "Cross-validation over the training posts in 5 parts, each brand in one part only."


def render_card(
    name: str,
    labelled: LabelledPosts,
    settings: PostClassifier,
    heads: Sequence[Head],
    results: Mapping[str, HeldOut],
    measured: LabelledPosts | None,
) -> str:
    """Write the card of a model.

    Parameters
    ----------
    name : str
        Name of the model.
    labelled : LabelledPosts
        What it learnt from; only counts go into the card.
    settings : PostClassifier
        How it learnt.
    heads : sequence of Head
        The model's heads.
    results : mapping of str to HeldOut
        How each label did on brands held out.
    measured : LabelledPosts or None
        The posts of those brands; None for cross-validation.

    Returns
    -------
    str
        Markdown.
    """
    authors = Counter(author or "unknown author" for author in labelled.posts.author)
    return _CARD.format(
        name=name,
        engine=settings.engine,
        hashes=settings.n_hashes,
        named=len(NAMED_FEATURES),
        posts=len(labelled),
        brands=labelled.n_brands,
        measured=_CROSS_VALIDATED
        if measured is None
        else f"{len(measured):,} posts of {measured.n_brands} brands that were held out.",
        authors=", ".join(f"{count} by {author}" for author, count in sorted(authors.items())),
        classes="\n".join(_class_row(label, labelled) for label in LABELS),
        scores="\n".join(row for name, result in results.items() for row in _score_rows(name, result)),
        coverages=" | ".join(f"{share:.0%} of posts" for share in COVERAGES),
        rules=" --- |" * len(COVERAGES),
        accuracies="\n".join(_accuracy_row(name, result) for name, result in results.items()),
        thresholds="\n".join(_threshold_row(head, results[head.name]) for head in heads),
    )


def _accuracy_row(name: str, result: HeldOut) -> str:
    return f"| {name} | " + " | ".join(f"{accuracy:.1%}" for accuracy in result.accuracy_at) + " |"


def _threshold_row(head: Head, result: HeldOut) -> str:
    return f"| {head.name} | {head.confidence:.3f} | {result.coverage:.1%} | {result.accuracy_when_sure:.1%} |"


def _class_row(label: Label, labelled: LabelledPosts) -> str:
    counts = (f"{labelled.labels[label.name].count(name)} {name}" for name in label.classes)
    return f"| {label.name} | {', '.join(counts)} |"


def _score_rows(label: str, result: HeldOut) -> list[str]:
    known = (("text, author, brand, parent", result.with_context), ("text only", result.without_context))
    return [
        f"| {label} | {what} | {score.macro_f1:.3f} | {score.accuracy:.3f} | {score.calibration_error:.3f} "
        f"| {score.log_loss:.3f} |"
        for what, score in known
    ]

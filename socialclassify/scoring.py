"""Score an export: file in, the same file with both labels out."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from socialclassify.copies import CopyCounter, wordings
from socialclassify.engine import Batch
from socialclassify.errors import InputError
from socialclassify.exports.columns import Columns, author_numbers
from socialclassify.exports.reader import Export, open_export
from socialclassify.exports.writer import RejectsFile, check_target, open_table
from socialclassify.labels import FIELD_NAMES, INTERACTION, MESSAGE_TYPE, STATUSES
from socialclassify.model import Labels, Model, load
from socialclassify.sharing import in_order

if TYPE_CHECKING:
    import pyarrow as pa

SCORED_COLUMNS = (
    "sc_message_type",
    "sc_p_dialogue",
    "sc_interaction",
    "sc_p_relevant",
    "sc_field",
    "sc_unsure",
    "sc_copies",
    "sc_status",
)

_STEPS = 10_000
_PROBABILITIES = [f"{step / _STEPS:.4f}" for step in range(_STEPS + 1)]
_UNSURE = ["", MESSAGE_TYPE.name, INTERACTION.name, f"{MESSAGE_TYPE.name} {INTERACTION.name}"]

Progress = Callable[[int, int], None]
"""Called with the bytes read so far and the bytes in all."""


@dataclass(frozen=True)
class ScoreSummary:
    """What became of a file.

    Attributes
    ----------
    rows : int
        Rows read, which is rows written.
    fields : dict of str to int
        Rows of each of the four fields; rows without a readable text are in none.
    statuses : dict of str to int
        Rows of each status.
    unsure : int
        Rows of which at least one label is unsure.
    rejected : int
        Records that had no place in the table.
    rejects : Path or None
        File that holds them.
    filled : int
        Rows that had fewer cells than the header and were filled with empty ones.
    columns : Columns
        Which columns were read.
    seconds : float
        Time taken.
    """

    rows: int
    fields: dict[str, int]
    statuses: dict[str, int]
    unsure: int
    rejected: int
    rejects: Path | None
    filled: int
    columns: Columns
    seconds: float


def score(
    source: str | Path,
    target: str | Path,
    *,
    model: Model | None = None,
    columns: dict[str, str] | None = None,
    on_open: Callable[[Export], None] | None = None,
    on_progress: Progress | None = None,
) -> ScoreSummary:
    r"""Score an export and write it with both labels.

    Rows keep their order, and all input columns their content. The file is written under a temporary name and renamed
    when it is complete, so an interrupted run leaves nothing under the final name.

    Parameters
    ----------
    source : str or Path
        A CSV export; ``-`` is standard input.
    target : str or Path
        The CSV file to write; ``-`` is standard output. Replaced where it exists.
    model : Model, optional
        By default the model that comes with the package.
    columns : dict of str to str, optional
        Field (``"text"``, ``"author"``, ``"brand"``, ``"parent"``) to column name, where recognition fails.
    on_open : callable, optional
        Called with the opened export before rows are read.
    on_progress : callable, optional
        Called after each batch with bytes read and bytes in all.

    Returns
    -------
    ScoreSummary

    Raises
    ------
    InputError
        If the source cannot be read, holds no texts, or is scored already.
    UsageError
        If a column does not exist or the target cannot be meant.
    OSError
        If writing fails.

    Examples
    --------
    >>> from pathlib import Path
    >>> from socialclassify import score
    >>> _ = Path("posts.csv").write_text("Kommentar;Likes\nWann macht ihr wieder auf?;3\n", encoding="utf-8")
    >>> summary = score("posts.csv", "scored.csv")
    >>> summary.rows, summary.columns.text.name
    (1, 'Kommentar')
    """
    start = time.perf_counter()
    check_target(target, source)
    model = model or load()
    tally = _Tally()
    with open_export(source, columns) as export:
        scored = [name for name in export.header if name in SCORED_COLUMNS]
        if scored:
            message = f"{export.where}: is scored already, it has the column {scored[0]!r}; score the original file"
            raise InputError(message)
        if on_open:
            on_open(export)
        header = [*export.header, *SCORED_COLUMNS]
        with (
            CopyCounter() as copies,
            open_table(target, export.dialect, header) as writer,
            RejectsFile(target) as rejects,
        ):
            text = export.columns.text.place
            for hashes in in_order(lambda batch: wordings(batch.column(text)), export.batches()):
                copies.add(hashes)
            report = None if on_progress is None else lambda done: on_progress(done, export.size)
            labelled = in_order(
                lambda batch: (batch, model.label(_posts(batch, export.columns))), export.batches(rejects.add, report)
            )
            for batch, labels in labelled:
                tally.add(labels)
                writer.write(with_labels(batch, labels, copies.counts(batch.num_rows)))
    return ScoreSummary(
        rows=tally.rows,
        fields=tally.fields,
        statuses=tally.statuses,
        unsure=tally.unsure,
        rejected=rejects.count,
        rejects=rejects.path,
        filled=export.filled,
        columns=export.columns,
        seconds=time.perf_counter() - start,
    )


class _Tally:
    def __init__(self) -> None:
        self.rows = 0
        self.unsure = 0
        self._fields = np.zeros(len(FIELD_NAMES), dtype=np.int64)
        self._statuses = np.zeros(len(STATUSES), dtype=np.int64)

    def add(self, labels: Labels) -> None:
        self.rows += len(labels.statuses)
        self.unsure += int((labels.unsure.any(axis=1) & labels.readable).sum())
        self._fields += np.bincount(labels.fields[labels.readable], minlength=len(FIELD_NAMES))
        self._statuses += np.bincount(labels.statuses, minlength=len(STATUSES))

    @property
    def fields(self) -> dict[str, int]:
        return {name: count for name, count in zip(FIELD_NAMES, self._fields.tolist(), strict=True) if count}

    @property
    def statuses(self) -> dict[str, int]:
        return {name: count for name, count in zip(STATUSES, self._statuses.tolist(), strict=True) if count}


def _posts(table: pa.Table, columns: Columns) -> Batch:
    authors, brands, parents = (
        None if choice is None else table.column(choice.place)
        for choice in (columns.author, columns.brand, columns.parent)
    )
    size = table.num_rows
    return Batch(
        text=table.column(columns.text.place),
        author=author_numbers(authors, brands, size),
        answers=np.zeros(size, dtype=np.bool_) if parents is None else _is_filled(parents),
        brand=brands,
    )


def _is_filled(column: pa.ChunkedArray) -> NDArray[np.bool_]:
    import pyarrow.compute as pc

    filled = pc.fill_null(pc.greater(pc.binary_length(column), 0), False)  # noqa: FBT003 - Arrow's signature
    return np.asarray(filled.to_numpy(), dtype=np.bool_)


def with_labels(table: pa.Table, labels: Labels, copies: NDArray[np.uint32]) -> pa.Table:
    """Append the columns that scoring adds.

    Parameters
    ----------
    table : pyarrow.Table
        n posts.
    labels : Labels
        What a model says of them.
    copies : ndarray of uint32, shape (n_posts,)
        How often each wording occurs; 0 where it was not counted.

    Returns
    -------
    pyarrow.Table
        Names as in :data:`SCORED_COLUMNS`; strings are dictionary-encoded.
    """
    import pyarrow as pa

    absent = ~labels.readable
    chosen = labels.probabilities > 0.5
    rounded = np.rint(labels.probabilities * _STEPS).astype(np.int16)
    unsure = labels.unsure @ [1, 2]
    columns = (
        _named(chosen[:, 0], MESSAGE_TYPE.classes, absent),
        _named(rounded[:, 0], _PROBABILITIES, absent),
        _named(chosen[:, 1], INTERACTION.classes, absent),
        _named(rounded[:, 1], _PROBABILITIES, absent),
        _named(labels.fields, FIELD_NAMES, absent),
        _named(np.where(absent, 0, unsure), _UNSURE, None),
        pa.array(copies, mask=copies == 0),
        _named(labels.statuses, STATUSES, None),
    )
    for name, column in zip(SCORED_COLUMNS, columns, strict=True):
        table = table.append_column(name, column)
    return table


def _named(numbers: NDArray[Any], names: Sequence[str], absent: NDArray[np.bool_] | None) -> pa.Array:
    import pyarrow as pa

    return pa.DictionaryArray.from_arrays(pa.array(numbers.astype(np.int16), mask=absent), pa.array(names))

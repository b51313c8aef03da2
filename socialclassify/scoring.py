"""Score an export: file in, the same file with both labels out."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from socialclassify.copies import CopyCounter
from socialclassify.errors import InputError
from socialclassify.exports.columns import Columns, roles
from socialclassify.exports.reader import Export, open_export
from socialclassify.exports.writer import RejectsFile, check_target, open_table
from socialclassify.model import Model, Prediction, load

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
        copies = _count_copies(export)
        header = [*export.header, *SCORED_COLUMNS]
        with open_table(target, export.dialect, header) as writer, RejectsFile(target) as rejects:
            report = None if on_progress is None else lambda done: on_progress(done, export.size)
            for batch in export.batches(rejects.add, report):
                predictions = _predict(batch, export.columns, model)
                tally.add(predictions)
                writer.write(_with_labels(batch, predictions, copies.counts(_values(batch, export.columns.text.place))))
    return ScoreSummary(
        rows=tally.rows,
        fields=dict(tally.fields),
        statuses=dict(tally.statuses),
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
        self.fields: Counter[str] = Counter()
        self.statuses: Counter[str] = Counter()

    def add(self, predictions: list[Prediction]) -> None:
        self.rows += len(predictions)
        self.unsure += sum(bool(prediction.unsure) for prediction in predictions)
        self.fields.update(prediction.field for prediction in predictions if prediction.field)
        self.statuses.update(prediction.status for prediction in predictions)


def _count_copies(export: Export) -> CopyCounter:
    counter = CopyCounter()
    for batch in export.batches():
        counter.add(_values(batch, export.columns.text.place))
    return counter


def _predict(batch: pa.Table, columns: Columns, model: Model) -> list[Prediction]:
    authors, brands, parents = (
        None if choice is None else _values(batch, choice.place)
        for choice in (columns.author, columns.brand, columns.parent)
    )
    return model.predict(
        _values(batch, columns.text.place),
        author=roles(authors, brands, batch.num_rows),
        brand=brands,
        parent=parents,
    )


def _values(batch: pa.Table, place: int) -> list[str | None]:
    values: list[str | None] = batch.column(place).to_pylist()
    return values


def _with_labels(batch: pa.Table, predictions: list[Prediction], copies: list[int | None]) -> pa.Table:
    import pyarrow as pa

    columns = (
        [prediction.message_type for prediction in predictions],
        [_probability(prediction.p_dialogue) for prediction in predictions],
        [prediction.interaction for prediction in predictions],
        [_probability(prediction.p_relevant) for prediction in predictions],
        [prediction.field for prediction in predictions],
        [" ".join(prediction.unsure) for prediction in predictions],
        copies,
        [prediction.status for prediction in predictions],
    )
    for name, values in zip(SCORED_COLUMNS, columns, strict=True):
        batch = batch.append_column(name, pa.array(values))
    return batch


def _probability(value: float | None) -> str | None:
    return None if value is None else f"{value:.4f}"

"""The command ``socialclassify``. Heavy imports happen inside the commands, so that ``--help`` answers at once."""

from __future__ import annotations

import contextlib
import io
import signal
import sys
import traceback
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NoReturn

import click

from socialclassify import __version__
from socialclassify.errors import InputError, SocialclassifyError
from socialclassify.labels import LABELS

if TYPE_CHECKING:
    from socialclassify.exports import Export
    from socialclassify.scoring import Progress, ScoreSummary

_FIELDS = (
    ("meaningful_engagement", "meaningful engagement", "dialogue, relevant"),
    ("small_talk", "small talk", "dialogue, irrelevant"),
    ("broadcast", "broadcast on topic", "mass, relevant"),
    ("empty_engagement", "empty engagement", "mass, irrelevant"),
)
_SAMPLE_WIDTH = 70


class _Group(click.Group):
    """Turns every failure into one line and the right exit code; a traceback only with ``--debug``."""

    debug = False

    def main(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Run the command line and exit."""
        self.debug = False
        _prepare_process()
        try:
            result = super().main(*args, **{**kwargs, "standalone_mode": False})
        except BaseException as error:  # noqa: BLE001 - whatever it is, the user gets one line
            if self.debug:
                traceback.print_exc()
            sys.exit(_report(error))
        sys.exit(result if isinstance(result, int) else 0)


def _prepare_process() -> None:
    """Let a closed terminal window end a run as cleanly as Ctrl-C, and any terminal show any text."""

    def stop(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            with contextlib.suppress(ValueError):  # not in the main thread: the program around it decides
                signal.signal(getattr(signal, name), stop)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _report(error: BaseException) -> int:  # noqa: PLR0911 - one line for each kind of error
    """Say in one line what went wrong; the exit code that goes with it."""
    match error:
        case click.exceptions.NoArgsIsHelpError():
            click.echo(error.format_message(), err=True)
            return 2
        case click.UsageError():
            command = error.ctx.command_path if error.ctx else "socialclassify"
            return _fail(f"{error.format_message().rstrip('.')} (see {command} --help)", 2)
        case click.ClickException():
            return _fail(error.format_message(), error.exit_code)
        case SocialclassifyError():
            return _fail(str(error), error.exit_code)
        case click.Abort() | KeyboardInterrupt():
            return _fail("interrupted; nothing was written", 1)
        case BrokenPipeError():
            sys.stdout = None  # its buffer has nowhere to go
            return 1
        case OSError():
            return _fail(f"{error.filename or 'the output'}: {error.strerror or error}", 1)
        case MemoryError():
            return _fail("not enough memory", 1)
        case Exception():
            return _fail(f"unexpected {type(error).__name__}: {error} (run socialclassify --debug ... for details)", 1)
    raise error


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="socialclassify")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def main(debug: bool) -> None:
    """Label German social-media posts: mass message or dialogue, relevant or irrelevant.

    Works offline. An export goes in; the same rows come out with labels.
    """
    click.get_current_context().command.debug = debug  # type: ignore[attr-defined]


_columns = (
    click.option("--text-column", metavar="C", help="Column that holds the texts, where recognition fails."),
    click.option("--author-column", metavar="C", help="Column with authors: names, or brand / user."),
    click.option("--brand-column", metavar="C", help="Column with the brand that a post belongs to."),
)


def _with_columns(command: Any) -> Any:
    for option in reversed(_columns):
        command = option(command)
    return command


@main.command()
@click.argument("source", metavar="IN")
@click.option("-o", "--output", required=True, metavar="OUT", help="CSV file to write; - for standard output.")
@click.option("--model", "model_folder", metavar="DIR", help="Folder of a model of your own.")
@_with_columns
def score(
    source: str,
    output: str,
    model_folder: str | None,
    text_column: str | None,
    author_column: str | None,
    brand_column: str | None,
) -> None:
    """Score an export: the same rows with both labels.

    IN is a CSV export, or - for standard input. The columns are recognised; what was chosen is said. All rows and
    columns of IN stay as they are, columns that start with sc_ are added.
    """
    from socialclassify.model import load
    from socialclassify.scoring import score as score_file

    model = load(model_folder)
    with _progress() as on_progress:
        summary = score_file(
            source,
            output,
            model=model,
            columns=_overrides(text_column, author_column, brand_column),
            on_open=lambda export: _say(_one_line(f"{export.where}: {export.columns}")),
            on_progress=on_progress,
        )
    _say(_summary(summary, output))


@main.command()
@click.argument("source", metavar="IN")
@_with_columns
def inspect(source: str, text_column: str | None, author_column: str | None, brand_column: str | None) -> None:
    """Show what was recognised in an export, and how to override it."""
    from socialclassify.exports import open_export

    with open_export(source, _overrides(text_column, author_column, brand_column)) as export:
        click.echo(_recognised(export))


@main.command()
@click.argument("folder", required=False, metavar="[DIR]")
def model(folder: str | None) -> None:
    """Verify a model and show its card. Without DIR: the model that comes with the package."""
    from socialclassify.model import default_folder, load

    loaded = load(folder)
    click.echo(loaded.card)
    click.echo(f"{folder or default_folder()}: all hashes are right", err=True)


@main.command()
@click.argument("text", metavar="TEXT")
@click.option("--author", type=click.Choice(["brand", "user"]), help="Who wrote it.")
@click.option("--brand", metavar="NAME", help="Brand that it belongs to.")
@click.option("--parent", metavar="TEXT", help="Text that it answers.")
@click.option("--label", type=click.Choice([label.name for label in LABELS]), help="Explain this label alone.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option("--model", "model_folder", metavar="DIR", help="Folder of a model of your own.")
def explain(
    text: str,
    author: str | None,
    brand: str | None,
    parent: str | None,
    label: str | None,
    as_json: bool,
    model_folder: str | None,
) -> None:
    """Explain the labels of one post: what each word and each named cue adds to the score.

    TEXT is the post, or - for standard input; after -- it may begin with a hyphen. In colour on a terminal, unless
    NO_COLOR is set; elsewhere each share stands behind its word.
    """
    from socialclassify.model import load
    from socialclassify.rendering import as_json_text, as_text, wants_colour

    given = _from_standard_input() if text == "-" else text
    explanation = load(model_folder).explain(given, author=author, brand=brand, parent=parent)
    if label is not None:
        explanation = explanation.only(label)
    colour = wants_colour(sys.stdout)
    click.echo(as_json_text(explanation) if as_json else as_text(explanation, colour=colour), color=colour)


def _from_standard_input() -> str:
    from socialclassify.text import MAX_CHARACTERS

    longest = 4 * MAX_CHARACTERS
    data = sys.stdin.buffer.read(longest + 1)
    if len(data) > longest:
        message = "standard input: longer than any post; give one post, not a file of them"
        raise InputError(message)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"standard input: byte {error.start + 1} is not UTF-8; save the text as UTF-8"
        raise InputError(message) from None


def _overrides(text: str | None, author: str | None, brand: str | None) -> dict[str, str]:
    named = {"text": text, "author": author, "brand": brand}
    return {field: column for field, column in named.items() if column is not None}


@contextlib.contextmanager
def _progress() -> Iterator[Progress | None]:
    """A progress bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    with contextlib.ExitStack() as stack:
        bar: Any = None

        def advance(done: int, size: int) -> None:
            nonlocal bar
            if bar is None:
                bar = stack.enter_context(click.progressbar(length=size, label="scoring", file=sys.stderr))
            bar.update(done - bar.pos)

        yield advance


def _summary(summary: ScoreSummary, output: str) -> str:
    rate = summary.rows / max(summary.seconds, 1e-9)
    place = "standard output" if output == "-" else _one_line(output)
    lines = [f"{_count(summary.rows, 'row')} scored in {summary.seconds:.1f} s ({rate:,.0f} a second) to {place}"]
    for field, name, labels in _FIELDS:
        count = summary.fields.get(field, 0)
        lines.append(f"  {name:<22} {labels:<22} {count:>9,} {count / max(summary.rows, 1):>6.1%}")
    remarks = [f"{count:,} {status}" for status, count in sorted(summary.statuses.items()) if status != "ok"]
    lines.append("; ".join([f"  unsure of a label: {summary.unsure:,}", *remarks]))
    if summary.filled:
        lines.append(f"  {_count(summary.filled, 'row')} with fewer cells than the header, filled with empty ones")
    if summary.rejected:
        kept = f"see {_one_line(str(summary.rejects))}" if summary.rejects else "write to a file to keep them"
        lines.append(f"  {_count(summary.rejected, 'record')} without a place in the table: {kept}")
    return "\n".join(lines)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _recognised(export: Export) -> str:
    from socialclassify.exports.columns import FIELDS

    dialect = export.dialect
    names = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
    quoting = "quoted" if dialect.quoted else "unquoted"
    delimiter = names.get(dialect.delimiter, repr(dialect.delimiter))
    written = f"{dialect.encoding}, {delimiter}, {quoting}, header in record {dialect.header_record + 1}"
    lines = [f"{_one_line(export.where)}: {export.size:,} bytes, {written}, {len(export.header)} columns", ""]
    first = next(export.batches(), None)
    for field in FIELDS:
        choice = getattr(export.columns, field)
        if choice is None:
            lines.append(f"{field:<8} not found" + _override_hint(field))
            continue
        lines.append(f"{field:<8} {choice.name!r}, {choice.why}" + _override_hint(field))
        if first is not None:
            values = [value for value in first.column(choice.place).slice(0, 50).to_pylist() if value.strip()]
            lines += [f"           {_shortened(value)}" for value in list(dict.fromkeys(values))[:3]]
    others = [name for place, name in enumerate(export.header) if place not in _places(export)]
    lines += ["", "kept as they are: " + (", ".join(map(_shortened, others)) or "no other columns")]
    return "\n".join(lines)


def _override_hint(field: str) -> str:
    return f" (--{field}-column C takes another)" if field in ("text", "author", "brand") else ""


def _places(export: Export) -> set[int]:
    from socialclassify.exports.columns import FIELDS

    return {choice.place for field in FIELDS if (choice := getattr(export.columns, field)) is not None}


def _shortened(value: str) -> str:
    from socialclassify.text import clean

    line = _one_line(clean(value[:1000]))
    return line if len(line) <= _SAMPLE_WIDTH else line[: _SAMPLE_WIDTH - 1] + "…"


def _one_line(text: str) -> str:
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())


def _say(text: str) -> None:
    click.echo(text, err=True)


def _fail(message: str, code: int) -> int:
    click.echo(f"socialclassify: {_one_line(message)}", err=True)
    return code


if __name__ == "__main__":
    main()

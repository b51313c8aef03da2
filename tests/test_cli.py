from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

POSTS = "id;Kommentar\n1;Wann macht ihr wieder auf?\n2;Danke euch allen sehr\n"


@pytest.fixture
def posts(tmp_path) -> Path:
    path = tmp_path / "posts.csv"
    path.write_text(POSTS, encoding="utf-8")
    return path


def test_scores_a_file_and_says_what_it_did(run, posts: Path, tmp_path) -> None:
    result = run("score", posts, "-o", "out.csv")
    assert result.exit_code == 0
    assert "text = 'Kommentar'" in result.stderr
    assert "2 rows scored" in result.stderr
    assert result.stdout == ""
    assert (tmp_path / "out.csv").read_text().startswith("id;Kommentar;sc_message_type;")


def test_standard_input_and_output(run) -> None:
    result = run("score", "-", "-o", "-", stdin=POSTS.encode())
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0].startswith("id;Kommentar;sc_")
    assert len(result.stdout.splitlines()) == 3
    assert "standard input: text = 'Kommentar'" in result.stderr


def test_a_column_of_ones_own(run, posts: Path) -> None:
    assert "text = 'id'" in run("score", posts, "-o", "out.csv", "--text-column", "id").stderr


def test_inspect_shows_what_was_recognised_and_how_to_change_it(run, posts: Path, example: Path) -> None:
    shown = run("inspect", posts)
    assert shown.exit_code == 0
    assert "utf-8, semicolon" in shown.stdout
    assert "text     'Kommentar', by its name and content (--text-column C takes another)" in shown.stdout
    assert "Wann macht ihr wieder auf?" in shown.stdout
    assert "author   'Autor'" in run("inspect", example).stdout


def test_inspect_shows_hostile_cells_as_harmless_lines(run, tmp_path) -> None:
    (tmp_path / "a.csv").write_text('id,message\n1,"\x1b[31mrot\x1b[0m\nund mehr Text hier"\n', encoding="utf-8")
    shown = run("inspect", "a.csv").stdout
    assert "\x1b" not in shown
    assert "[31mrot[0m und mehr Text hier" in shown


def test_model_shows_its_card(run) -> None:
    result = run("model")
    assert result.exit_code == 0
    assert result.stdout.startswith("# Model card: default")
    assert "all hashes are right" in result.stderr


def test_explains_a_post(run) -> None:
    shown = run("explain", "Wann kommt mein Paket?", "--author", "user", "--brand", "Nordbahn", "--parent", "Hallo")
    assert shown.exit_code == 0
    assert shown.stdout.startswith("message_type: dialogue (")
    assert "interaction: relevant (" in shown.stdout
    assert "by_user" in shown.stdout
    assert "\x1b" not in shown.stdout
    alone = run("explain", "-", "--label", "interaction", stdin="Wann kommt mein Päckchen?\r\n".encode("utf-8-sig"))
    assert alone.exit_code == 0
    assert alone.stdout.startswith("interaction: ")
    assert "message_type" not in alone.stdout
    assert "Päckchen" in alone.stdout


def test_explains_as_json(run) -> None:
    shown = json.loads(run("explain", "--json", "--", "- Danke \x1b[31m").stdout)
    assert shown["text"] == "- Danke \x1b[31m"
    for name, label in shown["labels"].items():
        total = sum(part["contributions"][name] for part in shown["spans"] + shown["named"])
        assert abs(label["intercept"] + total - label["score"]) < 1e-6


def test_explains_in_colour_on_a_terminal() -> None:
    import pty

    parent, child = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color"}
    environment.pop("NO_COLOR", None)
    subprocess.run([*COMMAND, "explain", "Wann kommt ihr?"], stdout=child, env=environment, check=True)
    os.close(child)
    shown = os.read(parent, 100_000).decode()
    assert "\x1b[38;5;16;48;5;" in shown
    assert "green: towards dialogue" in shown


def test_explains_only_one_readable_post(run) -> None:
    for stdin, message in ((b"x\xff", "byte 2 is not UTF-8"), (b"a" * 500_000, "longer than any post")):
        result = run("explain", "-", stdin=stdin)
        assert result.exit_code == 1
        assert message in result.stderr
        assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["score", "no.csv", "-o", "out.csv"], 1, "no.csv: no such file; check the name and the folder"),
        (["score", ".", "-o", "out.csv"], 1, "is a folder"),
        (["score", "posts.csv"], 2, "Missing option '-o'"),
        (["score", "posts.csv", "-o", "out.csv", "--foo"], 2, "No such option"),
        (["score", "posts.csv", "-o", "posts.csv"], 2, "is the file that is read"),
        (["score", "posts.csv", "-o", "no/out.csv"], 2, "no such folder"),
        (["score", "posts.csv", "-o", "out.csv", "--text-column", "Foo"], 2, "has no column 'Foo'"),
        (["score", "posts.csv", "-o", "out.csv", "--model", "no"], 1, "no: no such model folder"),
        (["score", "empty.csv", "-o", "out.csv"], 1, "empty.csv: is empty"),
        (["inspect", "numbers.csv"], 1, "no column holds posts' texts"),
        (["model", "."], 1, "manifest.json: missing"),
        (["explain", " "], 1, "the text is empty: there is nothing to explain"),
        (["explain", "Danke", "--model", "no"], 1, "no: no such model folder"),
        (["explain", "Danke", "--author", "foo"], 2, "Invalid value for '--author'"),
        (["explain"], 2, "Missing argument 'TEXT'"),
        (["foo"], 2, "No such command 'foo'"),
    ],
)
def test_an_error_is_one_line_with_the_right_exit_code(run, posts: Path, tmp_path, arguments, code, message) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "numbers.csv").write_text("a;b\n1;2\n")
    result = run(*arguments)
    assert result.exit_code == code
    assert message in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith("socialclassify: ")
    assert not (tmp_path / "out.csv").exists()


def test_an_unexpected_error_is_one_line_and_a_traceback_with_debug(run, posts: Path, monkeypatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("socialclassify.scoring.score", fail)
    result = run("score", posts, "-o", "out.csv")
    assert result.exit_code == 1
    assert "unexpected ZeroDivisionError" in result.stderr
    shown = run("--debug", "score", posts, "-o", "out.csv")
    assert shown.exit_code == 1
    assert "Traceback" in shown.stderr
    assert "Traceback" not in run("score", posts, "-o", "out.csv").stderr
    assert run("--debug", "score", posts, "-o", "out.csv", "--foo").exit_code == 2


def test_no_command_shows_the_help(run) -> None:
    result = run()
    assert result.exit_code == 2
    assert result.stderr.count("\n") > 5


def test_help_names_each_command(run) -> None:
    shown = run("--help").stdout
    for command in ("score", "explain", "inspect", "model"):
        assert command in shown
        assert run(command, "--help").exit_code == 0


COMMAND = [sys.executable, "-m", "socialclassify"]


def test_help_answers_at_once() -> None:
    def seconds() -> float:
        start = time.perf_counter()
        subprocess.run([*COMMAND, "--help"], check=True, capture_output=True)
        return time.perf_counter() - start

    assert min(seconds() for _ in range(5)) < 0.2


def test_a_closed_pipe_and_a_full_disk_end_without_a_traceback(posts: Path) -> None:
    command = " ".join(COMMAND)
    closed = subprocess.run(
        ["/bin/bash", "-c", f"{command} score {posts} -o - | true"], capture_output=True, text=True, check=False
    )
    assert "Traceback" not in closed.stderr
    full = subprocess.run([*COMMAND, "score", posts, "-o", "/dev/full"], capture_output=True, text=True, check=False)
    assert full.returncode == 1
    assert "Traceback" not in full.stderr
    assert "No space left on device" in full.stderr


def test_a_closed_terminal_leaves_nothing_behind(tmp_path) -> None:
    rows = "".join(f"{number};Wann macht ihr wieder auf, ihr da draußen {number}?\n" for number in range(60_000))
    (tmp_path / "long.csv").write_text("id;Kommentar\n" + rows, encoding="utf-8")
    command = [*COMMAND, "score", tmp_path / "long.csv", "-o", tmp_path / "out.csv"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    wait_for_draft(tmp_path)
    process.send_signal(signal.SIGHUP)
    _, said = process.communicate()
    assert process.returncode == 1
    assert said.splitlines()[-1] == "socialclassify: interrupted; nothing was written"
    assert [path.name for path in tmp_path.iterdir()] == ["long.csv"]


def wait_for_draft(folder: Path) -> None:
    deadline = time.monotonic() + 60
    while not list(folder.glob(".socialclassify-*.tmp")) and time.monotonic() < deadline:
        time.sleep(0.05)


def test_output_may_be_a_device_or_a_pipe(posts: Path) -> None:
    command = " ".join(COMMAND)
    piped = subprocess.run(
        ["/bin/bash", "-c", f"{command} score {posts} -o /dev/stdout | wc -l"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert piped.stdout.strip() == "3"


def test_inspect_on_a_terminal_that_knows_no_emoji(example: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    done = subprocess.run([*COMMAND, "inspect", example], capture_output=True, env=environment, check=False)
    assert done.returncode == 0


def test_killed_in_the_middle_nothing_stands_under_the_final_name(tmp_path) -> None:
    rows = "".join(f"{number};Wann macht ihr wieder auf, ihr da draußen {number}?\n" for number in range(60_000))
    (tmp_path / "long.csv").write_text("id;Kommentar\n" + rows, encoding="utf-8")
    process = subprocess.Popen(
        [*COMMAND, "score", tmp_path / "long.csv", "-o", tmp_path / "out.csv"], stderr=subprocess.PIPE
    )
    wait_for_draft(tmp_path)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert not (tmp_path / "out.csv").exists()


def test_a_progress_bar_on_a_terminal(posts: Path, tmp_path) -> None:
    import pty

    parent, child = pty.openpty()
    subprocess.run([*COMMAND, "score", posts, "-o", tmp_path / "out.csv"], stderr=child, check=True)
    os.close(child)
    shown = os.read(parent, 100_000).decode()
    assert "scoring" in shown
    assert "100%" in shown

from __future__ import annotations

import errno
import importlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from socialclassify import compiled


def run(code: str, **environment: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ | environment
    ).stdout


def test_a_function_is_compiled_for_its_signature_alone() -> None:
    @compiled.jit("int64(int64)")
    def double(number: int) -> int:
        return number + number

    assert compiled.HAS_NUMBA
    assert double(21) == 42
    with pytest.raises(TypeError):
        double("21")


@pytest.mark.parametrize(
    "missing", ["import os; os.environ['SOCIALCLASSIFY_NUMBA'] = '0'", "import sys; sys.modules['numba'] = None"]
)
def test_without_numba_a_function_stays_as_it_is(missing: str) -> None:
    code = "from socialclassify.compiled import HAS_NUMBA, jit; print(HAS_NUMBA, jit('int64(int64)')(len) is len)"
    assert run(f"{missing}; {code}") == "False True\n"


def test_code_that_cannot_be_kept_on_disk_is_compiled_all_the_same() -> None:
    code = "from socialclassify.compiled import jit; print(jit('int64(int64)')(lambda number: number + 1)(1))"
    assert run(code) == "2\n"  # what was typed into an interpreter has no file to keep the machine code beside


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'foo'"):
        compiled.foo  # noqa: B018


SMALL = """
from socialclassify.compiled import jit

@jit("int64(int64)")
def double(number):
    return number + number

@jit()
def triple(number):
    return 3 * number
"""


class Kept:
    """Machine code that is kept in a folder, and the functions to which it belongs."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder = folder / "kept"
        self.source = folder / "small.py"
        self.source.write_text(SMALL, encoding="utf-8")
        patch.setattr(importlib.import_module("numba").config, "CACHE_DIR", str(self.folder))

    def use(self) -> tuple[int, int]:
        """Load and call the functions as a new process would; how often kept code was found, and how often not."""
        spec = importlib.util.spec_from_file_location("small", self.source)
        assert spec
        assert spec.loader
        small = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(small)
        assert (small.double(21), small.triple(7)) == (42, 21)
        hits, misses = zip(
            *((each.stats.cache_hits, each.stats.cache_misses) for each in (small.double, small.triple)), strict=True
        )
        return sum(sum(each.values()) for each in hits), sum(sum(each.values()) for each in misses)

    def files(self, ending: str = "nb[ic]") -> set[Path]:
        return set(self.folder.rglob(f"*.{ending}"))


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    return Kept(tmp_path, monkeypatch)


def test_machine_code_is_kept_for_each_state_of_the_code(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_stamp", lambda: "a" * 64)
    assert kept.use() == (0, 2)
    first = kept.files()
    assert kept.use() == (2, 0)
    assert kept.files() == first
    monkeypatch.setattr(compiled, "_stamp", lambda: "b" * 64)
    assert kept.use() == (0, 2)
    assert len(kept.files()) == 2 * len(first) == 8
    monkeypatch.setattr(compiled, "_stamp", lambda: "a" * 64)
    assert kept.use() == (2, 0)


def test_code_of_another_state_is_not_used_though_its_file_has_the_same_name(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled, "_stamp", lambda: "a" * 64)
    kept.use()
    monkeypatch.setattr(compiled, "_stamp", lambda: "a" * 16 + "b" * 48)
    assert kept.use() == (0, 2)


def test_the_state_of_the_code_is_that_of_all_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "inner").mkdir()
    for name in ("compiled.py", "inner/other.py", "inner/table.tsv"):
        (tmp_path / name).write_text("one", encoding="utf-8")
    monkeypatch.setattr(compiled, "__file__", str(tmp_path / "compiled.py"))
    stamps = [compiled._stamp.__wrapped__()]
    for name in ("inner/table.tsv", "inner/other.py", "compiled.py"):
        (tmp_path / name).write_text("two", encoding="utf-8")
        stamps.append(compiled._stamp.__wrapped__())
    assert stamps[0] == stamps[1], "nothing is compiled from a table"
    assert len(set(stamps[1:])) == 3


def test_a_folder_that_is_missing_is_made(kept: Kept) -> None:
    kept.folder /= "a/b"
    importlib.import_module("numba").config.CACHE_DIR = str(kept.folder)
    assert kept.use() == (0, 2)
    assert len(kept.files()) == 4


def test_a_folder_that_cannot_be_made_does_no_harm(kept: Kept) -> None:
    kept.folder.write_text("a file", encoding="utf-8")
    assert kept.use() == (0, 2)
    kept.folder.unlink()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_does_no_harm(kept: Kept) -> None:
    kept.folder.mkdir()
    kept.folder.chmod(0o500)
    assert kept.use() == (0, 2)


@pytest.mark.parametrize("ending", ["nbi", "nbc"])
@pytest.mark.parametrize("content", [b"", b"garbage", b"\x80\x05", None], ids=["empty", "garbage", "begun", "cut"])
def test_kept_code_that_was_damaged_is_compiled_again(kept: Kept, ending: str, content: bytes | None) -> None:
    kept.use()
    for file in kept.files(ending):
        file.write_bytes(file.read_bytes()[:-20] if content is None else content)
    assert kept.use() == (0, 2)
    assert kept.use() == (2, 0), "the damaged files stay"


def test_a_full_disk_does_no_harm(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(importlib.import_module("numba.core.caching").IndexDataCacheFile, "_save_data", fail)
    assert kept.use() == (0, 2)


SCORE = """
from socialclassify import compiled, load
compiled.COMPILED_FROM = 0
print(load().predict(["Wann kommt mein Paket an, @lena?", None], author="user", brand="Nordbahn"))
"""


@pytest.mark.slow
def test_posts_are_scored_wherever_machine_code_is_kept(tmp_path: Path) -> None:
    plain = run(SCORE, SOCIALCLASSIFY_NUMBA="0")
    kept = tmp_path / "kept"
    assert run(SCORE, NUMBA_CACHE_DIR=str(kept)) == plain
    written = {file: file.stat().st_mtime_ns for file in kept.rglob("*.nbc")}
    assert written
    assert run(SCORE, NUMBA_CACHE_DIR=str(kept)) == plain
    assert {file: file.stat().st_mtime_ns for file in kept.rglob("*.nbc")} == written
    (tmp_path / "file").touch()
    assert run(SCORE, NUMBA_CACHE_DIR=str(tmp_path / "file" / "below")) == plain


@pytest.mark.slow
def test_posts_are_scored_where_kept_machine_code_was_damaged(tmp_path: Path) -> None:
    plain = run(SCORE, NUMBA_CACHE_DIR=str(tmp_path))
    for file in tmp_path.rglob("*.nb[ic]"):
        file.write_bytes(b"garbage")
    assert run(SCORE, NUMBA_CACHE_DIR=str(tmp_path)) == plain

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

import pytest

from socialclassify.errors import UsageError
from socialclassify.files import check_writable, open_atomic, replace_file


def test_a_file_appears_only_when_it_is_complete(tmp_path) -> None:
    target = tmp_path / "out.csv"
    with open_atomic(target) as file:
        file.write(b"half")
        assert not target.exists()
    assert target.read_bytes() == b"half"


def test_an_error_leaves_the_old_file_and_no_draft(tmp_path) -> None:
    target = tmp_path / "out.csv"
    target.write_bytes(b"old")
    with contextlib.suppress(RuntimeError), open_atomic(target) as file:
        file.write(b"new")
        raise RuntimeError
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
    assert target.read_bytes() == b"old"


def test_a_link_stays_a_link_and_permissions_are_the_usual_ones(tmp_path) -> None:
    (tmp_path / "real.csv").write_bytes(b"old")
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    replace_file(tmp_path / "link.csv", b"new")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_bytes() == b"new"
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE((tmp_path / "real.csv").stat().st_mode) == 0o666 & ~umask


def test_a_device_is_written_to_and_not_replaced() -> None:
    replace_file(Path(os.devnull), b"gone")
    assert Path(os.devnull).is_char_device()


def test_targets_that_cannot_be_are_refused_first(tmp_path) -> None:
    with pytest.raises(UsageError, match="is a folder"):
        check_writable(tmp_path)
    with pytest.raises(UsageError, match="no such folder"):
        check_writable(tmp_path / "nowhere" / "out.csv")

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import settings

from socialclassify import Model, load
from socialclassify.cli import main

ROOT = Path(__file__).parents[1]

settings.register_profile("tests", deadline=None)  # the first example compiles, and the machine may be busy
settings.load_profile("tests")


@pytest.fixture(scope="session")
def model() -> Model:
    return load()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Run the command line in an empty folder, as a user would."""
    monkeypatch.chdir(tmp_path)

    def invoke(*args: object, stdin: bytes | None = None) -> Result:
        return CliRunner().invoke(main, [str(arg) for arg in args], input=stdin, prog_name="socialclassify")

    return invoke


@pytest.fixture(scope="session")
def example() -> Path:
    return ROOT / "examples" / "zwirbelrad.csv"

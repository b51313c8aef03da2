from __future__ import annotations

import ast
import doctest
import pkgutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import socialclassify

PACKAGE = Path(socialclassify.__file__).parent
MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages([str(PACKAGE)], "socialclassify.")
    if not module.name.endswith("__main__")
)


@pytest.mark.parametrize("name", ["socialclassify", *MODULES])
def test_examples_in_docstrings_are_right(name: str, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert doctest.testmod(import_module(name)).failed == 0


def test_the_public_functions_have_examples() -> None:
    for name in ("PostClassifier", "Model", "load", "score", "train", "evaluate"):
        assert ">>> " in getattr(socialclassify, name).__doc__, name


@pytest.mark.parametrize("name", [name for name in socialclassify.__all__ if name != "__version__"])
def test_public_names_are_there_and_documented(name: str) -> None:
    assert getattr(socialclassify, name).__doc__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'foo'"):
        socialclassify.foo  # noqa: B018


@pytest.mark.parametrize(
    ("statement", "heavy"),
    [
        ("import socialclassify", ["numba", "numpy", "sklearn", "pyarrow", "click", "spacy"]),
        ("import socialclassify.cli", ["numba", "numpy", "sklearn", "pyarrow", "spacy"]),
        ("import socialclassify.compiled", ["numba", "numpy"]),
        ("import socialclassify; socialclassify.load()", ["sklearn", "pyarrow", "spacy"]),
    ],
)
def test_imports_are_lazy(statement: str, heavy: list[str]) -> None:
    code = f"{statement}; import sys; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


ORDER = (
    "errors compiled sharing labels predictions characters text alignment posts language features.hashing "
    "features.tables features.automaton features.cues features.context features.ngrams features.occurrences "
    "features.topics features.compiled features.extract features.scaling features.views features linear "
    "thresholds engine explanation explaining files artefact model labelled evaluation classifier card training "
    "copies exports scoring rendering cli __main__"
).split()
"""Each module may import those before it, its own package, and nothing after it: data flows one way."""

ALLOWED_BACK = {("labelled", "exports"), ("card", "training")}


def test_no_module_imports_one_above_it() -> None:
    def home(name: str) -> str:
        name = name.removeprefix("socialclassify.")
        return next(
            (place for place in sorted(ORDER, key=len, reverse=True) if name == place or name.startswith(f"{place}.")),
            "",
        )

    for path in PACKAGE.rglob("*.py"):
        own = home(".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"))
        if not own:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("socialclassify."):
                other = home(node.module or "")
                if other and other != own and (own, other) not in ALLOWED_BACK:
                    assert ORDER.index(other) < ORDER.index(own), f"{path.name} imports {node.module}"


def test_modules_are_one_idea_long() -> None:
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in PACKAGE.rglob("*.py")}
    assert {name: length for name, length in lengths.items() if length > 400} == {}

from __future__ import annotations

import os
import subprocess
import sys

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

"""A gate is started with one command and touches nothing else."""

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def make_gate():
    return runpy.run_path(str(ROOT / "tools" / "new_gate.py"))["make_gate"]


def test_a_new_gate_is_a_folder_with_codec_readme_and_tests(make_gate, tmp_path):
    made = {str(file.relative_to(tmp_path)) for file in make_gate("gbfs", tmp_path)}
    assert made == {
        "mesto/gates/gbfs/__init__.py",
        "mesto/gates/gbfs/codec.py",
        "mesto/gates/gbfs/README.md",
        "tests/gates/gbfs/test_codec.py",
    }


def test_its_codec_works(make_gate, tmp_path):
    codec = make_gate("gbfs", tmp_path)[1]
    assert "decode" in runpy.run_path(str(codec))


@pytest.mark.parametrize("name", ["", "GBFS", "a-b", "class", "../x"])
def test_what_cannot_be_a_name_is_refused(make_gate, tmp_path, name):
    with pytest.raises(ValueError, match="is no name"):
        make_gate(name, tmp_path)


def test_a_gate_is_not_overwritten(make_gate, tmp_path):
    make_gate("gbfs", tmp_path)
    with pytest.raises(ValueError, match="already"):
        make_gate("gbfs", tmp_path)

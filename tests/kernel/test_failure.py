"""Why commands came to nothing is said in every language."""

import ast
from pathlib import Path

import pytest

import mesto
from mesto.kernel.errors import CityError, Unavailable
from mesto.kernel.failure import failed, why
from mesto.kernel.municipality import LANGUAGES
from mesto.kernel.text import refusal

ROOT = Path(mesto.__file__).parent
SAYS = {"en": "It is dark.", "cs": "Je tma.", "sk": "Je tma.", "sr-Latn": "Mrak je."}


@pytest.mark.parametrize("kind", CityError.__subclasses__())
def test_what_a_gate_says_in_english_stands_in_a_sentence_of_each_language(kind):
    says = why(kind("{no} lamp"))
    assert set(says) == set(LANGUAGES)
    assert all(words.endswith(": {no} lamp") for words in says.values())


def test_what_is_said_by_language_stays_as_it_is():
    settled = failed("c-1", why(refusal(Unavailable, SAYS)))
    assert set(settled.says) == set(LANGUAGES)
    assert (settled.says["sr-Cyrl"], settled.reason) == ("Мрак је.", "It is dark.")


def test_a_devices_own_words_are_kept_for_machines_too():
    assert failed("c-1", SAYS, "Rejected").reason == "Rejected"


def test_nobody_settles_a_failure_without_saying_why_in_every_language():
    own = ROOT / "kernel" / "failure.py"
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in ROOT.rglob("*.py")
        if path != own
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "Settled"
        and "state=State.CONFIRMED" not in ast.unparse(node)
    ]
    assert found == []

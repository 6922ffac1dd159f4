"""What a gate writes of a meter is said in every language."""

import re
from pathlib import Path

import pytest

import mesto.gates.ocpp.sessions as written
from mesto.kernel.meter import DOUBTS, doubt_in
from mesto.kernel.municipality import LANGUAGES


@pytest.mark.parametrize("sentence", DOUBTS)
def test_a_doubt_is_found_again_by_what_was_written(sentence):
    facts = {"kwh": -0.5, "before": 6.0, "after": 3.25}
    said = doubt_in(sentence["en"].format(**facts))
    assert set(said) == set(LANGUAGES)
    assert all(said[tag] == words.format(**facts) for tag, words in sentence.items())


def test_what_nobody_foresaw_stays_as_it_was_written():
    assert doubt_in("the moon is full") == {"en": "the moon is full"}


def test_a_session_is_doubted_in_no_other_words():
    code = Path(written.__file__).read_text()
    doubts = re.findall(r"(?:raise Malformed\(|return None, )(.*)", code)
    assert len(doubts) == 7
    assert all(one.startswith(("meter.", "session.doubt")) for one in doubts)

"""Sentences are said in every language, and what is filled in stays as it is."""

import re

import pytest

from mesto.domains.emobility import refusals as charging
from mesto.domains.emobility.keeping import doubts as wiring
from mesto.domains.lighting.inventory import doubts as lighting
from mesto.domains.waste.inventory import doubts as waste
from mesto.kernel import reach, refusals, registry, secret, url
from mesto.kernel.text import Amount, filled
from mesto.operations.reports import refusals as reports
from mesto.rim import words as connections

LANGUAGES = {"en", "cs", "sk", "sr-Latn", "sr-Cyrl"}
MODULES = (
    *(refusals, lighting, waste, wiring, charging, reports),
    *(reach, registry, secret, url, connections),
)
TOLD = [
    one
    for module in MODULES
    for name, one in vars(module).items()
    if name[0].isupper() and name.isupper() and isinstance(one, dict)
]
SENTENCES = [
    one for told in TOLD for one in ([told] if "en" in told else told.values())
]
LATIN = re.compile(r"[A-Za-zčćšžđ]")


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda one: one["en"])
def test_why_something_is_refused_is_said_in_every_language(sentence):
    names = set(re.findall(r"{(\w+)}", sentence["en"]))
    said = filled(sentence, **dict.fromkeys(names, "7"))
    assert set(said) == LANGUAGES
    for text in sentence.values():
        assert set(re.findall(r"{(\w+)}", text)) == names
    assert not LATIN.search(said["sr-Cyrl"]), "no name stands in the text itself"


def test_a_name_that_is_filled_in_stays_as_it_is_written():
    said = filled({"en": "{name} is far", "sr-Latn": "{name} je daleko"}, name="Luka")
    assert said["sr-Cyrl"] == "Luka је далеко"


def test_a_number_that_is_filled_in_is_written_as_each_language_does():
    sentence = {"en": "{kw}, {share:.1f} %", "cs": "{kw}, {share:.1f} %"}
    said = filled(sentence, kw=Amount(1_234_567.25, "kW"), share=2.0)
    assert said == {"en": "1234567.25 kW, 2.0 %", "cs": "1234567,25 kW, 2,0 %"}


def test_a_text_that_is_filled_in_is_said_in_each_language():
    sentence = {"en": "Broken: {what}", "cs": "Rozbité: {what}"}
    said = filled(sentence, what={"en": "lamp", "cs": "lampa"})
    assert said == {"en": "Broken: lamp", "cs": "Rozbité: lampa"}
    assert filled(sentence, what={"en": "lamp"})["cs"] == "Rozbité: lamp"

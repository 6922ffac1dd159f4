"""Serbian in both scripts, and names found however they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.kernel.script import (
    fold,
    natural,
    to_cyrillic,
    to_latin,
    with_both_scripts,
)

CYRILLIC = "абвгдђежзијклљмнњопрстћуфхцчџш"
LATIN = "abcčćdđefghijklmnoprsštuvzž"

cyrillic_words = st.text(CYRILLIC, min_size=2).filter(
    lambda word: not any(met in word for met in ("лј", "нј", "дж"))
)
latin_words = st.text(LATIN, min_size=3).filter(str.islower)


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Bulevar oslobođenja", "Булевар ослобођења"),
        ("Ljubljanska", "Љубљанска"),
        ("LJUBLJANSKA", "ЉУБЉАНСКА"),
        ("Njegoševa", "Његошева"),
        ("Džona Kenedija", "Џона Кенедија"),
        ("Đorđa Jovanovića", "Ђорђа Јовановића"),
        ("Kralja Petra I", "Краља Петра I"),
        ("XIII vojvođanske brigade", "XIII војвођанске бригаде"),
        ("I bi svetlost", "И би светлост"),
        ("Injekcija", "Инјекција"),
        ("nadživeti", "надживети"),
        ("Trg mladenaca 7", "Трг младенаца 7"),
    ],
)
def test_a_name_is_written_in_both_scripts(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic
    assert to_latin(cyrillic) == latin


def test_foreign_words_stay_latin() -> None:
    assert to_cyrillic("Wi-Fi u parku") == "Wi-Фи у парку"
    assert to_cyrillic("Dvořákova") == "Dvořákova"


@given(cyrillic_words)
def test_cyrillic_survives_the_way_there_and_back(word: str) -> None:
    for spelled in (word, word.upper(), word.capitalize()):
        assert to_cyrillic(to_latin(spelled)) == spelled or _is_roman(to_latin(spelled))


@given(latin_words)
def test_latin_survives_the_way_there_and_back(word: str) -> None:
    for spelled in (word, word.upper(), word.capitalize()):
        assert to_latin(to_cyrillic(spelled)) == spelled


def _is_roman(word: str) -> bool:
    return set(word) <= set("IVX")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("zizkova", "Žižkova"),
        ("ZIZKOVA", "žižkova"),
        ("namesti  miru", "Náměstí Míru"),
        ("Djordja", "Ђорђа"),
        ("dorda", "Đorđa"),
        ("bulevar oslobodenja", "Булевар ослобођења"),
        ("ljubljanska", "Љубљанска"),
        ("kosice", "Košice"),
    ],
)
def test_a_name_is_found_however_it_is_typed(typed: str, name: str) -> None:
    assert fold(typed) == fold(name)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_any_text_is_written_in_both_scripts(text: str) -> None:
    assert fold(to_latin(text)) == fold(text)
    to_cyrillic(text)


def test_the_missing_script_is_derived_and_a_given_one_kept() -> None:
    assert with_both_scripts({"sr-Latn": "Limanska"})["sr-Cyrl"] == "Лиманска"
    assert with_both_scripts({"sr-Cyrl": "Лиманска"})["sr-Latn"] == "Limanska"
    assert with_both_scripts({"sr-Latn": "za {n} dana"})["sr-Cyrl"] == "за {n} дана"
    assert with_both_scripts({"cs": "Pražská"}) == {"cs": "Pražská"}
    given_both = {"sr-Latn": "a", "sr-Cyrl": "б"}
    assert with_both_scripts(given_both) == given_both


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Verovatno gori: 66 °C.", "Вероватно гори: 66 °C."),
        ("troši 3 W od 38 W", "троши 3 W од 38 W"),
        ("PM2.5 je 93 µg/m³, NO₂ 12", "PM2.5 је 93 µg/m³, NO₂ 12"),
        ("vetar 15 m/s, s juga o podne", "ветар 15 m/s, с југа о подне"),
        ("već 3 h; na svakih 15 min", "већ 3 h; на сваких 15 мин"),
    ],
)
def test_symbols_of_units_and_substances_stay_latin(latin, cyrillic):
    assert to_cyrillic(latin) == cyrillic


@given(st.text(st.characters(codec="ascii")))
def test_plain_letters_fold_as_they_do_among_others(text):
    assert fold(f"{text} ž").removesuffix("z").strip() == fold(text)


def test_texts_are_sorted_as_people_count():
    names = ["SL-10", "sl-9", "Šl-1", "SL-1a", "SL"]
    assert sorted(names, key=natural) == ["SL", "Šl-1", "SL-1a", "sl-9", "SL-10"]


def test_what_is_filled_in_by_a_rule_keeps_its_name_and_its_unit():
    latin = "Faza L{phase:.0f}: {volts:.0f} V, {far} km do Ugla"
    said = with_both_scripts({"sr-Latn": latin})["sr-Cyrl"]
    assert said == "Фаза L{phase:.0f}: {volts:.0f} V, {far} km до Угла"

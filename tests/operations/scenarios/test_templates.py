import pytest

from mesto.kernel.mistake import read_written
from mesto.operations.scenarios.compiled import Written, compile_scenario
from mesto.operations.scenarios.definition import Definition
from mesto.operations.scenarios.templates import templates

LANGUAGES = {"en", "cs", "sk", "sr-Latn"}


def texts(value):
    """Every text by language in a definition."""
    if isinstance(value, dict):
        if "en" in value:
            yield value
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)


@pytest.mark.parametrize("name", templates())
def test_a_template_makes_sense_and_is_said_in_every_language(name):
    written = templates()[name]["definition"]
    definition = read_written(written, Definition)
    draft = Written(name=name, definition=definition)
    assert compile_scenario(draft, calendars=[], scenarios=[]).steps
    assert {"title", "about"} <= written.keys()
    for text in texts(written):
        assert text.keys() == LANGUAGES


def found(definition, place):
    """What stands at a place; None where nothing does."""
    for step in place:
        try:
            definition = definition[step]
        except (KeyError, IndexError):
            return None
    return definition


@pytest.mark.parametrize("name", templates())
def test_what_a_template_asks_has_its_places(name):
    asks, definition = (templates()[name][part] for part in ("asks", "definition"))
    kinds = [ask["is"] for ask in asks]
    assert 1 <= len(set(kinds)) == len(kinds) <= 4, "it is filled in within a minute"
    for ask in asks:
        match ask["is"]:
            case "districts":
                assert definition["scope"]["types"]
            case "limit":
                limits = [found(definition, place) for place in ask["at"]]
                backs = [found(definition, place) for place in ask["back"]]
                assert len(set(limits)) == len(set(backs)) == 1
                if "that" in ask:
                    that = found(definition, ask["that"]["at"])
                    assert that == ask["that"]["text"].format(backs[0])
            case "length":
                assert found(definition, ask["at"]) > 0
            case "told":
                assert found(definition, ask["at"]) == ["role:operator"]
            case kind:
                assert kind == "crew"
                *action, to = ask["at"]
                assert (found(definition, action)["is"], to) == ("work", "to")

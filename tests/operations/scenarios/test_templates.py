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
    written = templates()[name]
    definition = read_written(written, Definition)
    draft = Written(name=name, definition=definition)
    assert compile_scenario(draft, calendars=[], scenarios=[]).steps
    assert {"title", "about"} <= written.keys()
    for text in texts(written):
        assert text.keys() == LANGUAGES

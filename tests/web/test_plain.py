"""A page for anybody is in a language they asked for, or in one that is near."""

import pytest
from starlette.requests import Request

from mesto.web.plain import language_of


def asked(accepted, query=""):
    headers = [(b"accept-language", accepted.encode())]
    return Request({"type": "http", "headers": headers, "query_string": query.encode()})


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("cs-CZ,cs;q=0.9,en;q=0.8", "cs"),
        ("en;q=0.3, sk;q=0.7", "sk"),
        ("en;q=0, sk;q=0.1", "sk"),
        ("SK", "sk"),
        ("sr", "sr-Cyrl"),
        ("sr-RS,sr;q=0.9", "sr-Cyrl"),
        ("sr-Latn-RS", "sr-Latn"),
        ("hr-HR,hr;q=0.9,en;q=0.8", "sr-Latn"),
    ],
)
def test_a_page_is_in_the_language_that_is_most_wanted_and_spoken_here(
    accepted, language
):
    assert language_of(asked(accepted), "en") == language


@pytest.mark.parametrize("accepted", ["xx", "*", "", "xx-YY;q=0.9", ";;q=,=", "cs;q=9"])
def test_who_asks_for_what_nobody_speaks_here_reads_the_usual_language(accepted):
    assert language_of(asked(accepted), "sk") == "sk"
    assert language_of(asked(accepted), "xx") == "en"


def test_a_language_in_the_address_goes_before_that_of_the_browser():
    assert language_of(asked("cs", "language=sk"), "en") == "sk"
    assert language_of(asked("cs", "language=xx"), "en") == "cs"

"""What is a credential is taken out, put in again, and never shown."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mesto.kernel.errors import Forbidden, Malformed, NotFound
from mesto.kernel.model import Observation
from mesto.kernel.registry import take_secrets_out
from mesto.kernel.secret import (
    Secrets,
    Taken,
    address_of,
    hide_in_url,
    take_out_of_url,
    tells_secret,
)
from mesto.kernel.text import said_by

AIR = "urn:ngsi-ld:Connection:air"
#: Texts that cannot be found in a URL by chance.
PASSWORDS = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), max_size=12
).map(lambda text: f"ŝ{text}ŝ")


@pytest.mark.parametrize(
    ("url", "left", "taken"),
    [
        ("mqtt://embedded", "mqtt://embedded", {}),
        ("webhook:", "webhook:", {}),
        (
            "mqtt://town:p%40ss@broker:1884",
            "mqtt://town:{secret:password}@broker:1884",
            {"password": "p@ss"},
        ),
        (
            "mqtts://app%40tenant:NNSXS.A.B@eu1.example",
            "mqtts://app%40tenant:{secret:password}@eu1.example",
            {"password": "NNSXS.A.B"},
        ),
        ("mqtt://token@broker", "mqtt://{secret:user}@broker", {"user": "token"}),
        ("mqtt://town:@broker", "mqtt://town:@broker", {}),
        (
            "https://air.example/now?station=7&appid=a%2Bb",
            "https://air.example/now?station=7&appid={secret:appid}",
            {"appid": "a+b"},
        ),
        (
            "https://air.example/bot{secret:bot}/now",
            "https://air.example/bot{secret:bot}/now",
            {},
        ),
    ],
)
def test_a_url_is_parted_from_its_credentials(
    url: str, left: str, taken: Mapping[str, str]
) -> None:
    found: Taken = {}
    assert take_out_of_url(url, found) == left
    assert found == taken
    assert take_out_of_url(left, found) == left, "what is read can be written back"


@given(user=PASSWORDS, password=PASSWORDS, key=PASSWORDS)
def test_a_url_with_its_credentials_put_in_means_what_it_meant(
    user: str, password: str, key: str
) -> None:
    assume(password not in user)
    userinfo = f"{quote(user, safe='')}:{quote(password, safe='')}"
    url = f"https://{userinfo}@air.example/now?key={quote(key, safe='')}&at=1"
    taken: Taken = {}
    left = take_out_of_url(url, taken)
    assert taken == {"password": password, "key": key}
    assert password not in unquote(left)
    back = urlsplit(Secrets(taken).in_url(left))
    assert (unquote(back.username or ""), unquote(back.password or "")) == (
        user,
        password,
    )
    assert parse_qs(back.query) == {"key": [key], "at": ["1"]}
    assert address_of(left) == address_of(back.geturl()) == "https://air.example"


@given(PASSWORDS, st.lists(st.sampled_from(["raw", "quoted", "lower"]), min_size=1))
def test_a_credential_is_hidden_however_it_is_spelt(
    value: str, spellings: list[str]
) -> None:
    spelt = {
        "raw": value,
        "quoted": quote(value, safe=""),
        "lower": quote(value).lower(),
    }
    said = " and ".join(spelt[one] for one in spellings)
    hidden = Secrets({"password": value}).hide(said)
    assert hidden == " and ".join("{secret:password}" for _ in spellings)


def test_a_failure_tells_no_credential_in_any_language() -> None:
    says = {"en": "hunter2 is wrong", "cs": "hunter2 je chybně"}
    hidden = Secrets({"password": "hunter2"}).hidden(
        Forbidden("no: hunter2", says=says)
    )
    assert isinstance(hidden, Forbidden)
    assert str(hidden) == "no: {secret:password}"
    assert said_by(hidden) == {
        "en": "{secret:password} is wrong",
        "cs": "{secret:password} je chybně",
    }


def test_a_credential_cannot_lead_elsewhere() -> None:
    secrets = Secrets({"x": "a@evil.example/", "password": "hidden"})
    url = secrets.in_url("https://town:{secret:x}@air.example/?k={secret:password}")
    assert urlsplit(url).hostname == "air.example"


def test_what_was_not_given_is_named() -> None:
    with pytest.raises(NotFound, match="password was not given"):
        Secrets().in_text("{secret:password}")


def test_a_hook_that_brings_a_token_keeps_it_to_itself() -> None:
    assert hide_in_url("/hooks/a?event=up&token=x&token=y") == (
        "/hooks/a?event=up&token=…&token=…"
    )
    assert tells_secret("x-downlink-apikey")
    assert not tells_secret("content-type")


@pytest.mark.parametrize(
    "url", ["mqtt://town:pa/ss@broker", "mqtt://[broker", 7, ["mqtt://broker"]]
)
def test_a_url_that_cannot_be_looked_through_is_refused(url: Any) -> None:
    seen = Observation(entity=AIR, attribute="url", value=url, source="test")
    with pytest.raises(Malformed):
        take_secrets_out([seen])


def said(**attributes: Any) -> list[Observation]:
    return [
        Observation(entity=AIR, attribute=name, value=value, source="test")
        for name, value in attributes.items()
    ]


def test_headers_are_secrets_but_for_those_that_everybody_reads() -> None:
    headers = {"Accept": "text/csv", "X-Station": "abc"}
    told, taken = take_secrets_out(said(settings={"headers": headers, "every_s": 60}))
    assert taken == {AIR: {"X-Station": "abc"}}
    assert told[0].value == {
        "headers": {"Accept": "text/csv", "X-Station": "{secret:X-Station}"},
        "every_s": 60,
    }


def test_secrets_are_given_by_name_and_told_as_references() -> None:
    told, taken = take_secrets_out(said(secrets={"bot": "12:ab"}))
    assert taken == {AIR: {"bot": "12:ab"}}
    assert told[0].value == {"bot": "{secret:bot}"}
    assert take_secrets_out(told) == (told, {})


@pytest.mark.parametrize(
    "attributes",
    [
        {"secrets": ["bot"]},
        {"secrets": {"bot": 12}},
        {"secrets": {"bot": "a\r\nb"}},
        {"secrets": {"bot": "x" * 5000}},
        {"url": "https://a:b@air.example", "secrets": {"password": "c"}},
    ],
)
def test_what_cannot_be_kept_as_a_secret_is_refused(attributes: Any) -> None:
    with pytest.raises(Malformed):
        take_secrets_out(said(**attributes))


def test_other_entities_are_left_alone() -> None:
    seen = Observation(
        entity="urn:ngsi-ld:Streetlight:1",
        attribute="url",
        value="https://a:b@lamp.example",
        source="test",
    )
    assert take_secrets_out([seen]) == ([seen], {})

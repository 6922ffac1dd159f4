"""Any bytes of a partner are read or refused; pages and times are the standard's."""

from base64 import b64encode
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.gates.ocpi.codec import (
    COMMANDS,
    AuthorizationInfo,
    Credentials,
    Refused,
    Token,
    iso,
    read,
    read_answer,
    read_json,
    read_time,
    read_tokens,
    write_token,
)
from mesto.gates.ocpi.naming import id_of, reservation_number
from mesto.gates.ocpi.page import page_of, read_wanted
from mesto.gates.ocpi.tokens import seen_of
from tests.gates.ocpi.conftest import CARD

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*CARD, "token", "url"]), inner, max_size=5)
    ),
    max_leaves=10,
)


@given(st.binary() | JSON.map(msgspec.json.encode))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    for kind in (Token, Credentials, *COMMANDS.values()):
        with suppress(Refused):
            read(read_json(raw), kind)
    with suppress(Refused):
        read_answer(raw, list)


@given(st.dictionaries(st.sampled_from(list(CARD)), JSON))
def test_a_card_with_anything_else_in_it_is_read_or_refused(other: dict) -> None:
    with suppress(Refused):
        token = read(CARD | other, Token)
        assert [one.entity for one in seen_of(token, "c")]


def test_one_thing_in_a_list_is_that_thing() -> None:
    told = {"status_code": 1000, "data": [{"allowed": "BLOCKED", "token": {}}]}
    answer = read_answer(msgspec.json.encode(told), AuthorizationInfo)
    assert answer.allowed == "BLOCKED"


@given(st.text())
def test_a_proof_is_read_or_means_nothing(header: str) -> None:
    assert all(isinstance(one, str) for one in read_tokens(header))


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1))
def test_a_token_comes_back_as_it_was_written(token: str) -> None:
    assert next(iter(read_tokens(write_token(token)))) == token


def test_a_token_that_is_not_base64_is_meant_as_it_is() -> None:
    assert list(read_tokens("Token plain-token")) == ["plain-token"]
    encoded = b64encode(b"abc").decode()
    assert list(read_tokens(f"Token {encoded}")) == ["abc", encoded]
    assert list(read_tokens("Bearer abc")) == []


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_time_comes_back_to_the_millisecond(at: datetime) -> None:
    if at.year >= 1000:
        back = read_time(iso(at))
        assert abs(back - at) < timedelta(milliseconds=1)


@pytest.mark.parametrize(
    "text",
    ["2026-05-01T10:00:00", "2026-05-01T10:00:00Z", "2026-05-01T10:00:00.123456789Z"],
)
def test_times_are_utc_whether_they_say_so_or_not(text: str) -> None:
    assert read_time(text).replace(microsecond=0) == datetime(
        2026, 5, 1, 10, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-05-01", "2026-13-01T00:00:00Z"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"time|month"):
        read_time(text)


@given(st.integers(0, 30), st.integers(1, 10), st.integers(1, 10))
def test_who_follows_the_links_reads_everything_once(
    many: int, limit: int, most: int
) -> None:
    told = [{"n": n, "last_updated": "2026-05-01T10:00:00Z"} for n in range(many)]
    query, found = {"limit": str(limit)}, []
    while True:
        page = page_of(told, read_wanted(query, most), "http://x/y", most)
        found += [one["n"] for one in page.items]
        assert int(page.headers["x-total-count"]) == many
        if "link" not in page.headers:
            break
        link = page.headers["link"].partition(">")[0].partition("?")[2]
        query = dict(pair.split("=") for pair in link.split("&"))
    assert found == list(range(many))


@given(st.text())
def test_names_are_short_enough_for_partners(tail: str) -> None:
    assert len(id_of(f"urn:ngsi-ld:EVSE:{tail}")) <= 36


def test_reservations_of_two_partners_are_two() -> None:
    assert reservation_number("a", "1") != reservation_number("b", "1")
    assert 0 <= reservation_number("a", "1") < 2**31

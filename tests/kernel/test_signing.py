"""A body is known by its signature, in each of the ways that systems sign."""

import hmac
from base64 import b64decode
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.kernel.errors import Malformed
from mesto.kernel.signing import (
    TOLERANCE_S,
    is_signed,
    key_of,
    number_of,
    sign,
    text_of,
)

NOW = datetime(2030, 6, 21, 12, tzinfo=UTC)
AT_S = int(NOW.timestamp())
KEY = text_of(bytes(range(32)))
BODY = b'{"level": 3}'


def hexed(key, body):
    return hmac.new(key.encode(), body, sha256).hexdigest()


def as_github(key=KEY, body=BODY):
    return {"x-hub-signature-256": f"sha256={hexed(key, body)}"}


def as_stripe(key=KEY, body=BODY, at_s=AT_S):
    signature = hexed(key, f"{at_s}.".encode() + body)
    return {"stripe-signature": f"t={at_s},v1={'0' * 64},v1={signature},v0=x"}


def as_standard(key=KEY, body=BODY, at_s=AT_S):
    return sign("msg_1", at_s, body, key)


WAYS = [as_github, as_stripe, as_standard]


@pytest.mark.parametrize("way", WAYS)
def test_who_knows_the_key_is_known(way):
    assert is_signed(way(), BODY, KEY, NOW)


@pytest.mark.parametrize("way", WAYS)
def test_another_key_and_another_body_are_not(way):
    assert not is_signed(way(key=text_of(b"another")), BODY, KEY, NOW)
    assert not is_signed(way(body=b"{}"), BODY, KEY, NOW)


@pytest.mark.parametrize("way", [as_stripe, as_standard])
@pytest.mark.parametrize("late_s", [TOLERANCE_S + 1, -TOLERANCE_S - 1])
def test_what_was_signed_at_another_time_is_not_taken(way, late_s):
    assert not is_signed(way(), BODY, KEY, NOW + timedelta(seconds=late_s))


def test_what_carries_no_signature_has_none():
    assert not is_signed({}, BODY, KEY, NOW)


def test_the_example_of_github_is_known():
    """Source: docs.github.com, Validating webhook deliveries, Testing."""
    digest = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    headers = {"x-hub-signature-256": f"sha256={digest}"}
    assert is_signed(headers, b"Hello, World!", "It's a Secret to Everybody", NOW)


def test_a_message_is_called_as_its_sender_calls_it():
    assert number_of(as_standard()) == "msg_1"
    assert number_of({"x-github-delivery": "7"}) == "7"
    assert number_of(as_stripe()) == as_stripe()["stripe-signature"]
    assert number_of(as_github()) == ""


NAMES = [
    "x-hub-signature-256",
    "stripe-signature",
    "webhook-signature",
    "webhook-id",
    "webhook-timestamp",
]
ODD = st.text(st.characters(max_codepoint=255), max_size=80)


@given(headers=st.dictionaries(st.sampled_from(NAMES), ODD), body=st.binary())
def test_whatever_headers_say_is_refused_and_breaks_nothing(headers, body):
    assert not is_signed(headers, body, KEY, NOW)


def test_a_signature_is_that_of_standard_webhooks():
    """The example of the specification's own libraries."""
    signed = sign(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    )
    assert (
        signed["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


@given(body=st.binary(), key=st.binary(min_size=1).map(bytes.hex))
def test_a_receiver_that_knows_the_secret_knows_the_message(body, key):
    signed = sign("n", 1, body, key)
    version, _, signature = signed["webhook-signature"].partition(",")
    expected = hmac.new(key.encode(), b"n.1." + body, sha256).digest()
    assert (version, b64decode(signature)) == ("v1", expected)


def test_a_secret_that_is_none_is_refused():
    with pytest.raises(Malformed, match="base64"):
        key_of("whsec_ä")

"""What every payload codec promises."""

from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mesto.gates.lorawan.devices import CODECS, codec_of
from mesto.kernel.errors import Malformed

PORTS = some.one_of(
    some.sampled_from([1, 2, 3, 23, 26, 60, 61, 85]), some.integers(1, 255)
)


@pytest.mark.parametrize("profile", CODECS)
@given(PORTS, some.binary(max_size=60))
def test_any_payload_is_read_or_refused(
    profile: str, port: int, payload: bytes
) -> None:
    try:
        seen = list(CODECS[profile].decode(port, payload))
    except Malformed:
        return
    for reading in seen:
        if isinstance(reading.value, float):
            assert isfinite(reading.value)


@pytest.mark.parametrize(
    "profile", ["milesight_em400_mud", "Milesight EM400-MUD", "milesight-em400-mud"]
)
def test_a_profile_is_found_however_people_write_it(profile: str) -> None:
    found = codec_of(profile)
    assert found is not None
    assert found.profile == "milesight_em400_mud"


def test_an_unknown_profile_has_no_codec() -> None:
    assert codec_of("acme_9000") is None
    assert codec_of("") is None

"""What goes by radio keeps the pauses of its band, and is not promised too soon."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from mesto.kernel.radio import Radio
from mesto.operations.commands.radio import (
    PREAMBLE,
    Sent,
    on_air_s,
    share_of,
    symbols,
    takes_all_s,
    takes_s,
)

RADIOS = st.builds(
    Radio,
    spreading_factor=st.integers(7, 12),
    frequency_mhz=st.sampled_from([868.1, 869.525]),
    payload_bytes=st.integers(0, 51),
)


@pytest.mark.parametrize(
    ("factor", "expected_ms"), [(7, 61.696), (10, 370.688), (12, 1482.752)]
)
def test_a_frame_is_on_air_as_long_as_semtechs_calculator_says(factor, expected_ms):
    radio = Radio(spreading_factor=factor, payload_bytes=10)
    symbol_s = 2**factor / 125_000
    uplink_s = (PREAMBLE + 4.25 + symbols(radio, crc=True)) * symbol_s
    assert uplink_s * 1000 == pytest.approx(expected_ms)


@given(RADIOS, st.integers(1, 10))
def test_more_to_say_and_a_larger_reach_take_longer(radio, more):
    wordier = Radio(
        spreading_factor=radio.spreading_factor,
        payload_bytes=radio.payload_bytes + more,
    )
    assert on_air_s(wordier) >= on_air_s(radio)
    if radio.spreading_factor < 12:
        farther = Radio(
            spreading_factor=radio.spreading_factor + 1,
            payload_bytes=radio.payload_bytes,
        )
        assert on_air_s(farther) > on_air_s(radio)


@given(st.integers(1, 500), RADIOS)
def test_the_pauses_of_the_band_are_kept(messages, radio):
    all_but_one_s = (messages - 1) * on_air_s(radio)
    until_last_s = takes_s(messages, radio) - on_air_s(radio)
    assert all_but_one_s <= share_of(radio) * until_last_s * (1 + 1e-9)


@given(st.integers(0, 500), st.integers(1, 20), RADIOS)
def test_gateways_share_the_lamps_and_the_fullest_one_tells_when_all_are_told(
    lamps, gateways, radio
):
    shares = [len(range(first, lamps, gateways)) for first in range(gateways)]
    fullest_s = max(takes_s(share, radio) for share in shares)
    assert takes_all_s(Sent(lamps), replace(radio, gateways=gateways)) == fullest_s

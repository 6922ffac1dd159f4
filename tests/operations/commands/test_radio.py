"""What goes by radio keeps the pauses of its band, and is not promised too soon."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from mesto.kernel.errors import Infeasible
from mesto.kernel.radio import Radio
from mesto.operations.commands.radio import (
    PREAMBLE,
    on_air_s,
    plan,
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
LAMPS = st.sets(st.integers(0, 30).map(str))
GROUPS = st.dictionaries(st.sampled_from("abcd"), LAMPS)
LONG_S = 1e9


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


@given(LAMPS, GROUPS, RADIOS)
def test_every_lamp_is_told_once_and_nobody_else_is(lamps, groups, radio):
    told = plan(lamps, groups, radio, LONG_S).messages
    assert sorted(lamp for one in told for lamp in one.lamps) == sorted(lamps)


@given(LAMPS, GROUPS, RADIOS)
def test_the_pauses_of_the_band_are_kept_and_groups_never_take_longer(
    lamps, groups, radio
):
    found = plan(lamps, groups, radio, LONG_S)
    once_s, share = on_air_s(radio), share_of(radio)
    starts = [one.at_s for one in found.messages]
    for first in range(len(starts)):
        for last in range(first + 1, len(starts)):
            sent_s = (last - first) * once_s  # all but the last one
            assert sent_s <= share * (starts[last] - starts[first]) * (1 + 1e-9)
    assert found.takes_s <= found.alone_s
    assert found.takes_s == pytest.approx(starts[-1] + once_s if starts else 0)


@given(st.integers(2, 40), RADIOS)
def test_what_cannot_be_sent_in_time_is_refused_unless_a_group_brings_it(count, radio):
    lamps = [str(number) for number in range(count)]
    window_s = takes_s(count, radio) - on_air_s(radio) / 2
    with pytest.raises(Infeasible) as refused:
        plan(lamps, {}, radio, window_s)
    assert refused.value.facts["takes_s"] > window_s
    assert set(refused.value.facts["says"]) >= {"en", "cs", "sk", "sr-Latn"}
    (only,) = plan(lamps, {"street": lamps}, radio, window_s).messages
    assert only.at_s == 0


def test_a_group_with_others_in_it_is_told_lamp_by_lamp():
    told = plan(["1", "2"], {"street": ["1", "2", "3"]}, Radio(), LONG_S).messages
    assert [one.to for one in told] == ["1", "2"]


@given(st.integers(0, 500), st.integers(1, 20), RADIOS)
def test_gateways_share_the_lamps_and_the_fullest_one_tells_when_all_are_told(
    lamps, gateways, radio
):
    shares = [len(range(first, lamps, gateways)) for first in range(gateways)]
    fullest_s = max(takes_s(share, radio) for share in shares)
    assert takes_all_s(lamps, replace(radio, gateways=gateways)) == fullest_s

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mesto.simulator.chance import Chance

keys = st.integers(-(2**62), 2**62)


@given(st.integers(0, 2**70), keys, keys)
def test_one_draw_is_the_same_alone_and_among_many(seed: int, a: int, b: int) -> None:
    chance = Chance(seed)
    many = chance.uniform(np.array([a, b]), b)
    assert float(chance.uniform(a, b)) == many[0]
    assert 0 <= many[0] < 1


def test_draws_are_spread_evenly() -> None:
    drawn = Chance(5).uniform(np.arange(20_000))
    counts, _ = np.histogram(drawn, bins=20, range=(0, 1))
    assert counts.min() > 850
    assert counts.max() < 1150


def test_streams_do_not_follow_each_other() -> None:
    chance, numbers = Chance(5), np.arange(5_000)
    one, other = (chance.stream(name).normal(numbers) for name in ("one", "other"))
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.05
    assert abs(one.mean()) < 0.06
    assert abs(one.std() - 1) < 0.05


def test_waves_wander_without_jumps() -> None:
    wave = Chance(5).wave(1.8e9 + np.arange(20_000) * 60.0, 3600.0)
    assert np.abs(np.diff(wave)).max() < 0.2
    assert 0.7 < wave.std() < 1.3

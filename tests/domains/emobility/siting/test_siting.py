"""A charger is recommended only where every cable carries it at every hour."""

from hypothesis import given
from hypothesis import strategies as st

from mesto.domains.emobility.siting.cables import (
    HOURS,
    MOST_DROP,
    Cable,
    Net,
    Post,
    drop_of,
    resistance_of,
)
from mesto.domains.emobility.siting.rank import Demand, hours_of, ranked, span
from mesto.domains.emobility.siting.words import reasons

LIT = tuple(10.0 if hour >= 20 or hour < 6 else 0.0 for hour in range(HOURS))
FEEDER = Cable("f", "Feeder 1", limit_a=16.0, lamps_a=LIT, area_mm2=10.0, copper=True)
amps = st.floats(0, 60)
cables = st.builds(
    Cable,
    urn=st.sampled_from(["a", "b"]),
    name=st.just("n"),
    parent=st.sampled_from(["", "top"]),
    limit_a=st.none() | st.floats(6, 100),
    lamps_a=st.lists(amps, min_size=HOURS, max_size=HOURS).map(tuple),
    chargers_a=st.floats(0, 32),
    lines=st.sampled_from([1, 3]),
    area_mm2=st.none() | st.sampled_from([4.0, 10.0, 35.0]),
    copper=st.none() | st.booleans(),
)
posts = st.builds(
    Post,
    urn=st.text("pq", min_size=1, max_size=3),
    name=st.just("p"),
    cable=st.sampled_from(["a", "b"]),
    place=st.tuples(st.floats(19.8, 19.9), st.floats(45.2, 45.3)),
    least_m=st.just(0.0),
    most_m=st.floats(0, 800),
)


def at(name: str, metres: float = 50.0, east: float = 0.0) -> Post:
    return Post(name, name, "f", (19.8 + east, 45.2), metres, metres)


@given(st.lists(cables, max_size=4), st.floats(16, 80), st.lists(posts, max_size=6))
def test_the_whole_list_together_never_asks_too_much_of_a_cable(
    told: list[Cable], top_a: float, where: list[Post]
) -> None:
    every = {one.urn: one for one in told}
    every["top"] = Cable("top", "t", limit_a=top_a)
    net = Net(every)
    before = {urn: net.used(urn) for urn in every}
    found = ranked(where, net, Demand())
    for urn, cable in every.items():
        for hour, used in enumerate(net.used(urn)):
            if cable.limit_a is not None and used > before[urn][hour]:
                assert used <= cable.limit_a + 1e-9
    for one in found:
        if one.rank and one.room is not None:
            cable = every[one.post.cable]
            worst = resistance_of(cable)[1]
            for hour, more in enumerate(one.room.amps):
                drawn = before[cable.urn][hour] + more
                drop = drop_of(drawn, one.post.most_m, worst, cable.lines)
                assert more == 0 or drop <= MOST_DROP + 1e-9


def test_less_is_given_while_the_lamps_burn() -> None:
    net = Net({"f": FEEDER})
    (best,) = ranked([at("p")], net, Demand())
    assert best.room is not None
    lit, dark = hours_of(FEEDER.lamps_a)
    assert (span(best.room, lit), span(best.room, dark)) == (4.14, 11.04)
    told = [one["en"] for one in reasons(best, net)]
    assert told[0].startswith("It can give 4.14 kW while the lamps burn and 11.04 kW")
    assert told[1] == "Feeder 1 leaves no more."
    assert {*reasons(best, net).__next__()} >= {"en", "cs", "sk", "sr-Latn"}


def test_where_the_charger_itself_is_the_limit_no_cable_is_blamed() -> None:
    net = Net({"f": FEEDER._replace(limit_a=63.0)})
    (best,) = ranked([at("p", 1.0)], net, Demand())
    assert not any("no more" in one["en"] for one in reasons(best, net))


def test_where_nobody_says_what_a_cable_carries_nothing_is_recommended() -> None:
    found = ranked([at("p")], Net({"f": Cable("f", "F")}), Demand())
    assert [(one.rank, one.why_not) for one in found] == [(0, "unknown")]


def test_who_is_far_along_a_thin_cable_waits_for_a_thicker_one() -> None:
    thin = FEEDER._replace(area_mm2=1.5)
    found = ranked([at("p", 600.0)], Net({"f": thin}), Demand())
    assert [one.why_not for one in found] == ["far"]


def test_one_cable_is_given_away_once_and_where_it_is_wanted_most() -> None:
    demand = Demand(
        chargers=[(19.8, 45.2)], parking=[((19.82, 45.2), 0.9)], wishes=[(19.82, 45.2)]
    )
    found = ranked([at("p"), at("q", east=0.02)], Net({"f": FEEDER}), demand)
    assert [(one.post.name, one.rank) for one in found] == [("q", 1), ("p", 0)]
    assert found[1].why_not == "near"
    assert found[0].wanted.parking == 0.9


def test_a_cable_nobody_has_measured_counts_as_thin_as_its_fuse_lets_it_be() -> None:
    least, most = resistance_of(Cable("f", "F", limit_a=16.0))
    assert most == max(0.0225 / 1.5, 0.036 / 2.5)
    assert least < most

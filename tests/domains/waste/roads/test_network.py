"""Streets of trucks: distances, sides, forbidden turns, and the lines driven."""

import gzip
import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra

from mesto.domains.waste.planning.problem import Spot
from mesto.domains.waste.roads.building import Way, build
from mesto.domains.waste.roads.extract import read_ways
from mesto.domains.waste.roads.network import read_network
from mesto.domains.waste.roads.tags import Truck, use_of
from mesto.domains.waste.roads.turns import Turn
from mesto.kernel.errors import Malformed
from mesto.kernel.plane import Plane

HERE = (19.84, 45.25)
STEP = 0.002  #: degrees between crossings
PLANE = Plane(center=HERE)


def crossing(x, y):
    return HERE[0] + x * STEP, HERE[1] + y * STEP


def street(number, *points, **more):
    """A street over crossings (x, y), 36 km/h: ten metres a second."""
    nodes = [100 * x + y for x, y in points]
    line = [crossing(x, y) for x, y in points]
    return Way(id=number, nodes=nodes, line=line, kmh=36.0, **more)


def metres(*points):
    return sum(
        math.dist(PLANE.to_m(crossing(*one)), PLANE.to_m(crossing(*other)))
        for one, other in pairwise(points)
    )


def ring(points):
    return pairwise([*points, points[0]])


@settings(max_examples=25)
@given(st.data())
def test_distances_are_those_of_dijkstra(data):
    size = 5
    pairs = [((x, y), (x + 1, y)) for x in range(size - 1) for y in range(size)]
    pairs += [((x, y), (x, y + 1)) for x in range(size) for y in range(size - 1)]
    kinds = data.draw(
        st.lists(st.integers(0, 3), min_size=len(pairs), max_size=len(pairs))
    )
    ways = [
        street(n, *pair, backward=kind != 1)._replace(kmh=20.0 + 7 * (n % 5))
        for n, (pair, kind) in enumerate(zip(pairs, kinds, strict=True))
        if kind
    ]
    outside = [(-1, -1), (5, -1), (5, 5), (-1, 5)]
    inside = [(0, 0), (4, 0), (4, 4), (0, 4)]
    # of more crossings than are left without it, for the largest part is kept
    rim = [(x, y) for x in range(-1, size + 1) for y in (-1, size)]
    rim += [(x, y) for x in (-1, size) for y in range(size)]
    rim.sort(key=lambda one: math.atan2(one[1] - 2, one[0] - 2))
    around = [*ring(rim), *zip(outside, inside, strict=True), *ring(inside)]
    ways += [street(900 + n, *one) for n, one in enumerate(around)]
    network = read_network(build(ways).kept())
    used = sorted({node for way in ways for node in way.nodes})
    known = {node: n for n, node in enumerate(used)}
    legs = {}
    for way in ways:
        seconds = math.dist(*map(PLANE.to_m, way.line)) / way.kmh * 3.6
        for ends in [way.nodes, way.nodes[::-1]][: 1 + way.backward]:
            legs[tuple(ends)] = min(seconds, legs.get(tuple(ends), math.inf))
    tails, heads = zip(*[[known[node] for node in ends] for ends in legs], strict=True)
    size = (len(used), len(used))
    graph = coo_matrix((list(legs.values()), (tails, heads)), shape=size)
    told = dijkstra(graph)
    spots = [Spot(crossing(*one)) for one in outside]
    corners = [100 * x + y for x, y in outside]
    found = network.travel(spots).seconds
    wanted = told[np.ix_(*[[known[one] for one in corners]] * 2)]
    assert np.all(np.abs(found - wanted) <= 2)


def test_a_one_way_street_is_driven_round_the_block():
    ways = [
        street(1, (0, 0), (2, 0), backward=False),
        street(2, (2, 0), (2, 1), (0, 1), (0, 0)),
    ]
    network = build(ways)
    east, west = Spot(crossing(1.5, 0)), Spot(crossing(0.5, 0))
    found = network.travel([west, east])
    assert found.metres[0, 1] == pytest.approx(metres((0.5, 0), (1.5, 0)), abs=3)
    back = metres((1.5, 0), (2, 0), (2, 1), (0, 1), (0, 0), (0.5, 0))
    assert found.metres[1, 0] == pytest.approx(back, abs=5)
    assert found.seconds[1, 0] == pytest.approx(back / 10, abs=2)
    line = network.path([east, west])
    drawn = sum(math.dist(*map(PLANE.to_m, leg)) for leg in pairwise(line))
    assert drawn == pytest.approx(back, abs=5)


def test_a_truck_passes_on_the_side_it_is_loaded_from():
    block = [(0, 0), (2, 0), (2, 1), (0, 1), (0, 0)]
    network = build([street(n, *leg) for n, leg in enumerate(pairwise(block))])
    x, y = crossing(1, 0)
    north = (x, y + 0.0001)  # left of who drives east
    start = Spot(crossing(0.5, 0))
    to_any, to_right = network.travel(
        [start, Spot(north), Spot(north, "right")]
    ).metres[0, 1:]
    assert to_any == pytest.approx(metres((0.5, 0), (1, 0)), abs=3)
    turned = metres((0.5, 0), (2, 0), (1, 0))
    assert to_right == pytest.approx(turned, abs=5), "it turns at the next crossing"
    assert network.astray([Spot(north, "right"), Spot(crossing(50, 50))]) == [1]


def test_a_forbidden_turn_is_not_taken():
    ways = [
        street(1, (0, 0), (1, 0)),
        street(2, (1, 0), (2, 0), backward=False),
        street(3, (1, 0), (1, 1)),
        street(4, (2, 0), (2, 1), (1, 1)),
    ]
    spots = [Spot(crossing(0.5, 0)), Spot(crossing(1, 0.5))]
    straight = metres((0.5, 0), (1, 0), (1, 0.5))
    free = build(ways).travel(spots).metres
    assert free[0, 1] == pytest.approx(straight, abs=3)
    for turn in (Turn(1, 100, 3, only=False), Turn(1, 100, 2, only=True)):
        found = build(ways, [turn]).travel(spots).metres
        around = metres((0.5, 0), (1, 0), (2, 0), (2, 1), (1, 1), (1, 0.5))
        assert found[0, 1] == pytest.approx(around, abs=5)
        assert found[1, 0] == pytest.approx(straight, abs=3), "the way back is free"


def a_carriageway():
    """Two streets to the east (1, 2) and back (4, 5), and a link (3) between them."""
    return [
        street(1, (0, 0), (1, 0), backward=False),
        street(2, (1, 0), (2, 0), backward=False),
        street(3, (1, 0), (1, 1)),
        street(4, (2, 1), (1, 1), backward=False),
        street(5, (1, 1), (0, 1), backward=False),
        street(6, (2, 0), (3, 0), (3, 1), (2, 1)),
        street(7, (0, 1), (0, 0)),
        street(8, (1, 1), (1, 2), (3, 2), (3, 1)),
    ]


def test_a_turn_that_is_forbidden_over_a_way_between_is_not_taken():
    start, back = Spot(crossing(0.5, 0)), Spot(crossing(0.5, 1))
    link, above = Spot(crossing(1, 0.5)), Spot(crossing(1, 1.5))
    across, east = Spot(crossing(1, 0.2)), Spot(crossing(2.5, 0))
    u_turn = metres((0.5, 0), (1, 0), (1, 1), (0.5, 1))
    free = build(a_carriageway()).travel([start, back]).metres[0, 1]
    assert free == pytest.approx(u_turn, abs=3)
    no_u_turn = Turn(1, (3,), 5, only=False)
    network = read_network(build(a_carriageway(), [no_u_turn]).kept())
    found = network.travel([start, back, link, above, across, east]).metres
    around = metres((0.5, 0), (1, 0), (2, 0), (3, 0), (3, 1), (2, 1), (1, 1), (0.5, 1))
    assert found[0, 1] == pytest.approx(around, abs=8)
    assert found[0, 2] == pytest.approx(metres((0.5, 0), (1, 0), (1, 0.5)), abs=3)
    straight = metres((0.5, 0), (1, 0), (1, 1.5))
    assert found[0, 3] == pytest.approx(straight, abs=3), "it may go on from there"
    after = metres((1, 0.2), (1, 1), (0.5, 1))
    assert found[4, 1] == pytest.approx(after, abs=3), "who begins there may turn"
    line = network.path([start, above])
    drawn = sum(math.dist(*map(PLANE.to_m, leg)) for leg in pairwise(line))
    assert drawn == pytest.approx(straight, abs=3)


def test_the_only_turn_that_is_allowed_over_a_way_between_is_taken():
    spots = [Spot(crossing(0.5, 0)), Spot(crossing(0.5, 1)), Spot(crossing(1, 1.5))]
    only_back = Turn(1, (3,), 5, only=True)
    found = build(a_carriageway(), [only_back]).travel(spots).metres
    u_turn = metres((0.5, 0), (1, 0), (1, 1), (0.5, 1))
    assert found[0, 1] == pytest.approx(u_turn, abs=3)
    assert found[0, 2] > metres((0.5, 0), (1, 0), (1, 1.5)) + 100


def test_ways_that_do_not_join_forbid_nothing():
    spots = [Spot(crossing(0.5, 0)), Spot(crossing(0.5, 1))]
    free = build(a_carriageway()).travel(spots).metres
    for over in ((8,), (3, 8), (99,)):
        turn = Turn(1, over, 5, only=False)
        assert np.array_equal(build(a_carriageway(), [turn]).travel(spots).metres, free)


OSM = """<osm version="0.6">
<node id="1" lon="19.84" lat="45.25"/><node id="2" lon="19.85" lat="45.25"/>
<node id="3" lon="19.85" lat="45.26"/><node id="4" lon="19.84" lat="45.26"/>
<way id="10"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/></way>
<way id="11"><nd ref="2"/><nd ref="3"/><tag k="highway" v="tertiary"/></way>
<way id="12"><nd ref="3"/><nd ref="1"/><tag k="highway" v="residential"/>
<tag k="maxweight" v="3.5"/></way>
<way id="13"><nd ref="3"/><nd ref="4"/><tag k="highway" v="footway"/></way>
<relation id="1"><member type="way" ref="10" role="from"/>
<member type="node" ref="2" role="via"/><member type="way" ref="11" role="to"/>
<tag k="type" v="restriction"/><tag k="restriction" v="no_left_turn"/></relation>
<relation id="2"><member type="way" ref="10" role="from"/>
<member type="way" ref="11" role="via"/><member type="way" ref="12" role="to"/>
<tag k="type" v="restriction"/><tag k="restriction" v="no_u_turn"/></relation>
</osm>"""


def test_an_extract_is_read_as_a_truck_sees_it(tmp_path):
    file = tmp_path / "town.osm.gz"
    file.write_bytes(gzip.compress(OSM.encode()))
    ways, turns = read_ways(file)
    assert [way.id for way in ways] == [10, 11], "3.5 t is no street for a truck"
    assert turns == [Turn(10, 2, 11, only=False), Turn(10, (11,), 12, only=False)]
    file.write_bytes(b"no extract")
    with pytest.raises(Malformed):
        read_ways(file)
    with pytest.raises(Malformed, match="build them anew"):
        read_network(b"no streets")


@pytest.mark.parametrize(
    ("tags", "kmh", "ways"),
    [
        ({"highway": "residential"}, 24, (True, True)),
        ({"highway": "living_street"}, 10, (True, True)),
        ({"highway": "residential", "maxspeed": "20"}, 16, (True, True)),
        ({"highway": "primary", "oneway": "-1"}, 42, (False, True)),
        ({"highway": "tertiary", "junction": "roundabout"}, 34, (True, False)),
        ({"highway": "pedestrian", "motor_vehicle": "delivery"}, 8, (True, True)),
        (
            {"highway": "service", "access": "no", "hgv": "destination"},
            12,
            (True, True),
        ),
        ({"highway": "pedestrian"}, None, None),
        ({"highway": "residential", "hgv": "no"}, None, None),
        ({"highway": "service", "access": "private"}, None, None),
        ({"highway": "tertiary", "maxheight": "3.2"}, None, None),
        ({"highway": "tertiary", "maxweight": "12 t"}, None, None),
    ],
)
def test_what_tags_mean_to_a_truck(tags, kmh, ways):
    use = use_of(tags, Truck())
    if kmh is None:
        assert use is None
    else:
        assert use is not None
        assert (use.kmh, (use.forward, use.backward)) == (pytest.approx(kmh), ways)

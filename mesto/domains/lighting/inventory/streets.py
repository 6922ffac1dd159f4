"""The graph of a town's streets: which lamps stand ahead of a place, and how far. Pure.

Distances are metres along the streets, never through houses.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush
from itertools import chain
from typing import Literal, TypeAlias

from mesto.domains.lighting.inventory.segments import (
    Post,
    Segment,
    read_posts,
    read_segments,
)
from mesto.kernel.model import Entity

Way: TypeAlias = Literal["start", "end"]  #: towards which end of a segment one goes
WAYS: Sequence[Way] = ("end", "start")


@dataclass(frozen=True, slots=True, order=True)
class Reached:
    """A lamp on the way."""

    distance_m: float
    lamp: str
    #: towards which end of the lamp's segment one passes it, to ask for more from there
    towards: Way


@dataclass(frozen=True)
class Streets:
    """Segments that meet at nodes, and the lamps along each, in their order.

    Segments meet where they name the same node. What names a segment that is not here
    stands nowhere.
    """

    segments: Mapping[str, Segment]  #: by URN
    posts: Mapping[str, Sequence[Post]]  #: by URN of the segment, from its start on
    places: Mapping[str, Post]  #: by URN of the lamp

    @classmethod
    def of(cls, segments: Iterable[Segment], posts: Iterable[Post]) -> "Streets":
        """Join segments and lamps."""
        known = {one.urn: one for one in segments}
        on_segment: defaultdict[str, list[Post]] = defaultdict(list)
        for post in sorted(posts):
            if post.segment in known:
                on_segment[post.segment].append(post)
        places = {one.lamp: one for several in on_segment.values() for one in several}
        return cls(known, on_segment, places)

    @classmethod
    def read(cls, entities: Iterable[Entity]) -> "Streets":
        """Read the graph from entities of RoadSegment and Streetlight."""
        everything = list(entities)
        return cls.of(read_segments(everything), read_posts(everything))

    @cached_property
    def meeting(self) -> Mapping[str, Sequence[tuple[str, Way]]]:
        """By node: the segments that leave it, and towards which end."""
        ways: defaultdict[str, list[tuple[str, Way]]] = defaultdict(list)
        for segment in self.segments.values():
            if segment.start:
                ways[segment.start].append((segment.urn, "end"))
            if segment.end:
                ways[segment.end].append((segment.urn, "start"))
        return ways

    def lamps_on(self, segment: str) -> Sequence[Post]:
        """Return the lamps of a segment, from its start on."""
        return self.posts.get(segment, ())

    def ahead(
        self, segment: str, along_m: float, towards: Way, reach_m: float
    ) -> list[Reached]:
        """Return the lamps ahead of a place in a direction, the nearest first.

        along_m: of the place from the segment's start
        reach_m: how far to look, along every street that goes on from there

        Of two ways to a lamp the shorter counts. A lamp at the very place is ahead.

        Raises KeyError if there is no such segment.
        """
        here = self.segments[segment]
        inside_m = along_from(here, along_m, towards)
        node = here.end if towards == "end" else here.start
        found = chain(
            self._passed(here, towards, -inside_m, reach_m),
            self._beyond(node, here.length_m - inside_m, segment, reach_m),
        )
        return _nearest(found)

    def around(self, segment: str, along_m: float, reach_m: float) -> list[Reached]:
        """Return the lamps within a way from a place in any direction, nearest first.

        Raises KeyError if there is no such segment.
        """
        ways = (self.ahead(segment, along_m, way, reach_m) for way in WAYS)
        return _nearest(chain.from_iterable(ways))

    def _beyond(
        self, node: str, at_m: float, came_by: str, reach_m: float
    ) -> Iterator[Reached]:
        """Yield the lamps behind a node; a lamp may come twice, by two ways.

        at_m: how far the node is
        came_by: the segment one came by, where nobody turns back

        Source: Dijkstra, A note on two problems in connexion with graphs, 1959.
        """
        waiting = [(at_m, node, came_by)]
        done: set[str] = set()
        while waiting:
            far_m, here, by = heappop(waiting)
            if far_m > reach_m or not here or here in done:
                continue
            done.add(here)
            for urn, towards in self.meeting[here]:
                if urn != by:
                    segment = self.segments[urn]
                    yield from self._passed(segment, towards, far_m, reach_m)
                    there = segment.end if towards == "end" else segment.start
                    heappush(waiting, (far_m + segment.length_m, there, urn))

    def _passed(
        self, segment: Segment, towards: Way, far_m: float, reach_m: float
    ) -> Iterator[Reached]:
        """Yield the lamps of a segment that one passes within the next `reach_m`.

        far_m: how far it is to where one enters; below zero, one is inside
        """
        posts = self.posts.get(segment.urn, ())
        sign = 1 if towards == "end" else -1  # the way one goes, or against it

        def along_m(post: Post) -> float:
            return sign * (far_m + along_from(segment, post.along_m, towards))

        first_m, last_m = sorted((0.0, sign * reach_m))
        first = bisect_left(posts, first_m, key=along_m)
        for post in posts[first : bisect_right(posts, last_m, lo=first, key=along_m)]:
            yield Reached(sign * along_m(post), post.lamp, towards)


def along_from(segment: Segment, along_m: float, towards: Way) -> float:
    """Return how far a place is from where one enters a segment going `towards`, m."""
    return along_m if towards == "end" else segment.length_m - along_m


def _nearest(found: Iterable[Reached]) -> list[Reached]:
    """Keep the shortest way to each lamp, the nearest first."""
    nearest: dict[str, Reached] = {}
    for one in sorted(found):
        nearest.setdefault(one.lamp, one)
    return list(nearest.values())

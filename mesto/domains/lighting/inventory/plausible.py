"""What cannot be true in an inventory of lighting: judged row by row. Pure."""

import math
from collections.abc import Iterable, Iterator, Mapping

from mesto.domains.lighting.inventory import doubts as words
from mesto.domains.lighting.inventory.amounts import (
    impossible_lamp,
    impossible_model,
    impossible_street,
)
from mesto.domains.lighting.inventory.ground import Ground, point_in, tail_of
from mesto.domains.lighting.inventory.panels import MODEL, STREETLIGHT_MODEL
from mesto.domains.lighting.inventory.segments import (
    POSITION,
    ROAD_SEGMENT,
    SEGMENT,
    STREETLIGHT,
    read_line,
    read_segments,
)
from mesto.domains.lighting.rules import CABINET, FEEDER
from mesto.kernel.model import LOCATION, Entity
from mesto.kernel.municipality import MUNICIPALITY
from mesto.kernel.plane import LonLat, Plane
from mesto.kernel.plausible import (
    Doubt,
    Plausibility,
    Told,
    absent_targets,
    targets_of,
    told_before,
)
from mesto.kernel.refusals import EXCHANGED, FAR_AWAY
from mesto.kernel.text import Text, filled, whole

FAR_M = 40.0  #: from the middle of the street: no pole of a street stands farther
MOVED_M = 50.0  #: a lamp of the town farther away than that is another lamp
AMISS_M = 15.0  #: so far the place along a street may differ from the position told
OUT_OF_TOWN_M = 30_000.0

DISTRIBUTION = ("StreetlightControlCabinet", "StreetlightFeeder")
REFERS = (FEEDER, CABINET, SEGMENT, MODEL)
#: Where lamps stand that light no street; Smart Data Models, `locationCategory`.
OFF_STREET = frozenset({"park", "garden", "playground", "parking", "facade"})


class LightingJudge:
    """Judges the rows of one file against the town's streets and the file itself."""

    def __init__(self, beside: Iterable[Entity]) -> None:
        """Know the town's streets and its centre."""
        town = list(beside)
        self._centre = _centre_in(town)
        self._ground = Ground(read_segments(town), self._centre)
        self._first: dict[str, int] = {}  #: line of the file where each comes first
        self._alike: dict[str, str] = {}  #: the first URN of those alike but for case

    def survey(self, told: Told) -> None:
        """Remember what there is in the file, and its streets."""
        self._first.setdefault(told.urn, told.line)
        self._alike.setdefault(told.urn.casefold(), told.urn)
        if told.type == ROAD_SEGMENT:
            line = read_line(told.values.get(LOCATION))
            self._ground.add(told.urn, told.text("roadName"), line)

    def doubts(self, told: Told, town: Mapping[str, Entity]) -> Iterator[Doubt]:
        """Yield why a row cannot be true."""
        yield from told_before(told, self._first)
        alike = self._alike.get(told.urn.casefold(), told.urn)
        if alike != told.urn:
            line = str(self._first[alike])
            yield Doubt("id", filled(words.ALIKE, other=tail_of(alike), line=line))
        yield from absent_targets(told, REFERS, town, self._first)
        match told.type:
            case "Streetlight":
                yield from self._misplaced(told, town.get(told.urn))
                yield from impossible_lamp(told, _model_of(told, town))
            case "StreetlightControlCabinet":
                at_place = point_in(told.values.get(LOCATION))
                if at_place is not None and (why := self._exchanged(at_place)):
                    yield Doubt(LOCATION, why)
            case "StreetlightModel":
                yield from impossible_model(told)
            case "RoadSegment":
                yield from impossible_street(told)
                yield from self._elsewhere_than_told(told)

    def _misplaced(self, told: Told, known: Entity | None) -> Iterator[Doubt]:
        """Doubt where a lamp stands, by the first reason, which explains the others."""
        at = point_in(told.values.get(LOCATION))
        if at is None:
            return
        why = (
            self._exchanged(at) or _elsewhere(at, known) or self._on_no_street(told, at)
        )
        if why:
            yield Doubt(LOCATION, why)
        elif amiss := self._out_of_order(told, at):
            yield Doubt(POSITION, amiss)

    def _elsewhere_than_told(self, told: Told) -> Iterator[Doubt]:
        """Doubt a street far from where the municipality says it is.

        The middle of the streets is no measure of streets: all may be exchanged.
        """
        line = read_line(told.values.get(LOCATION))
        if self._centre is None or not line:
            return
        plane = Plane(center=self._centre)
        far_m, other_m = (
            math.hypot(*plane.to_m(one)) for one in (line[0], line[0][::-1])
        )
        if far_m <= OUT_OF_TOWN_M:
            return
        exchanged = other_m <= OUT_OF_TOWN_M
        yield Doubt(LOCATION, filled(EXCHANGED) if exchanged else _far_away(far_m))

    def _exchanged(self, at: LonLat) -> Text:
        far_m = self._ground.from_middle_m(at)
        if far_m <= OUT_OF_TOWN_M:
            return {}
        other = at[1], at[0]
        if self._ground.from_middle_m(other) > OUT_OF_TOWN_M:
            return _far_away(far_m)
        there = self._ground.nearest(other)
        if there is None:
            return filled(EXCHANGED)
        return filled(
            words.EXCHANGED_NEAR,
            place=f"{at[0]:g}° N {at[1]:g}° E",
            away=whole(there.distance_m, "m"),
            street=there.name,
        )

    def _on_no_street(self, told: Told, at: LonLat) -> Text:
        nearest = self._ground.nearest(at)
        if nearest is None or told.text("locationCategory") in OFF_STREET:
            return {}
        if nearest.distance_m > FAR_M:
            away = whole(nearest.distance_m, "m")
            return filled(words.ON_NO_STREET, street=nearest.name, away=away)
        street = self._ground.streets.get(told.text(SEGMENT))
        if street is not None:
            _, aside_m = self._ground.along(street, at)
            if aside_m > FAR_M:
                return filled(
                    words.IN_ANOTHER_STREET,
                    away=whole(aside_m, "m"),
                    street=street.name,
                    nearest=nearest.name,
                )
        return {}

    def _out_of_order(self, told: Told, at: LonLat) -> Text:
        """Compare the position along the segment with the place."""
        street = self._ground.streets.get(told.text(SEGMENT))
        told_m = told.number(POSITION)
        if street is None or told_m is None:
            return {}
        length_m = street.line.length
        along_m, _ = self._ground.along(street, at)
        if abs(along_m - told_m) <= AMISS_M:
            return {}
        said = {"told": whole(told_m, "m"), "street": street.name}
        if not -AMISS_M <= told_m <= length_m + AMISS_M:
            return filled(words.PAST_THE_END, **said, length=whole(length_m, "m"))
        back = abs(length_m - along_m - told_m) <= AMISS_M
        sentence = words.FROM_THE_OTHER_END if back else words.ELSEWHERE_ALONG
        return filled(sentence, **said, along=whole(along_m, "m"))


def _far_away(far_m: float) -> Text:
    return filled(FAR_AWAY, far=whole(far_m / 1000, "km"))


def _elsewhere(at: LonLat, known: Entity | None) -> Text:
    """Say that the town has a lamp of this name at another place."""
    stands = None if known is None else point_in(known.value(LOCATION))
    if stands is None:
        return {}
    moved_m = math.hypot(*Plane(center=stands).to_m(at))
    return filled(words.MOVED, moved=whole(moved_m, "m")) if moved_m > MOVED_M else {}


def _model_of(told: Told, town: Mapping[str, Entity]) -> Entity | None:
    """Return the model a lamp names, where the town has it."""
    return next((town[one] for one in targets_of(told, MODEL) if one in town), None)


def _centre_in(town: Iterable[Entity]) -> LonLat | None:
    """Return the centre the municipality says it has."""
    for entity in town:
        if MUNICIPALITY in entity.types:
            return point_in(entity.value("center"))
    return None


PLAUSIBLE = Plausibility(
    types=(STREETLIGHT, STREETLIGHT_MODEL, ROAD_SEGMENT, *DISTRIBUTION),
    beside=(ROAD_SEGMENT, MUNICIPALITY),
    refers=REFERS,
    begin=LightingJudge,
)

"""What the ledger is asked about emptyings and levels."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mesto.domains.waste.emptyings.detect import Reading
from mesto.domains.waste.emptyings.happened import Emptied
from mesto.domains.waste.emptyings.weights import WEIGHING, Weighing
from mesto.domains.waste.nouns import EMPTYING, Emptying, Way, way_urn
from mesto.kernel.errors import Malformed
from mesto.kernel.mistake import read_written
from mesto.kernel.question import Question, Row
from mesto.kernel.row import join

WAYS: tuple[Way, ...] = ("reported", "detected")


@dataclass(frozen=True, kw_only=True)
class Told(Question[list[Emptied]]):
    """What is told of emptyings in [since, until), one by one, in their order.

    urns: of containers; None: of all
    """

    urns: Sequence[str] | None
    since: datetime
    until: datetime
    limit: int = 1_000_000

    sql = """
        select e.urn, l.observed_at, l.dataset, l.number, l.value
          from ledger l
          join entity e on e.id = l.entity and e."exists"
         where l.attribute = (select id from attribute where name = $1)
           and ($2::text[] is null
                or l.entity in (select id from entity where urn = any($2::text[])))
           and l.observed_at >= $3 and l.observed_at < $4 and not l.deleted
         order by l.observed_at, l.position
         limit $5
    """

    def arguments(self) -> Sequence[object]:
        """Say of what, of which containers, when, and how many at most."""
        return (EMPTYING, self.urns, self.since, self.until, self.limit)

    def answer(self, rows: Sequence[Row]) -> list[Emptied]:
        """Read an emptying a row; what makes no sense is left out."""
        of = {way_urn(way): way for way in WAYS}
        found = []
        for row in rows:
            try:
                said = read_written(join(row["number"], row["value"]), Emptying)
            except Malformed:
                continue
            if not said.confidence:  # it was taken back
                continue
            way = of.get(row["dataset"], "reported")
            found.append(Emptied(row["urn"], row["observed_at"], said, (way,)))
        return found


@dataclass(frozen=True, kw_only=True)
class Series(Question[dict[str, list[Reading]]]):
    """What containers reported of one attribute in [since, until), each in order."""

    urns: Sequence[str]
    attribute: str
    since: datetime
    until: datetime

    sql = """
        select e.urn, l.observed_at, l.number
          from entity e
          join ledger l on l.entity = e.id
         where e.urn = any($1::text[])
           and l.attribute = (select id from attribute where name = $2)
           and l.observed_at >= $3 and l.observed_at < $4
           and not l.deleted and l.dataset is null and l.number is not null
         order by l.entity, l.observed_at
    """

    def arguments(self) -> Sequence[object]:
        """Of whom, what, and when."""
        return (self.urns, self.attribute, self.since, self.until)

    def answer(self, rows: Sequence[Row]) -> dict[str, list[Reading]]:
        """Read a reading a row."""
        found: defaultdict[str, list[Reading]] = defaultdict(list)
        for row in rows:
            found[row["urn"]].append(Reading(row["observed_at"], row["number"]))
        return dict(found)


@dataclass(frozen=True, kw_only=True)
class Weighings(Question[list[Weighing]]):
    """What vehicles brought to the scale in [since, until), in order."""

    since: datetime
    until: datetime

    sql = """
        with named as materialized (
            select (select id from attribute where name = 'weight') as net,
                   (select id from attribute where name = 'refGarbageTruck') as vehicle,
                   (select id from attribute where name = 'refWasteDisposalSite')
                       as site
        )
        select net.observed_at, net.number,
               vehicle.value #>> '{}' as vehicle, site.value #>> '{}' as site
          from entity e
         cross join named n
          join present net on net.entity = e.id and net.attribute = n.net
           and net.dataset = '' and not net.deleted
          join present vehicle on vehicle.entity = e.id
           and vehicle.attribute = n.vehicle
           and vehicle.dataset = '' and not vehicle.deleted
          left join present site on site.entity = e.id and site.attribute = n.site
           and site.dataset = '' and not site.deleted
         where e.types @> array[$1::text] and e."exists"
           and net.observed_at >= $2 and net.observed_at < $3 and net.number > 0
         order by net.observed_at
    """

    def arguments(self) -> Sequence[object]:
        """Say of which entity type, and when."""
        return (WEIGHING, self.since, self.until)

    def answer(self, rows: Sequence[Row]) -> list[Weighing]:
        """Read a weighing a row."""
        return [
            Weighing(
                vehicle=row["vehicle"],
                at=row["observed_at"],
                net_kg=row["number"],
                site=row["site"] or "",
            )
            for row in rows
        ]

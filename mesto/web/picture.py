"""The live picture of one municipality: how every asset is, kept up with the ledger.

Once a second it asks what changed, judges those assets again, and those whose verdict
has run out. Nothing but columns is kept of what is well; what is not keeps its verdict.
"""

import asyncio
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from secrets import token_hex
from time import monotonic

import msgspec
import numpy as np

from mesto.kernel import waiting
from mesto.kernel.city import City
from mesto.kernel.errors import Unavailable
from mesto.kernel.model import LOCATION, Entity
from mesto.kernel.municipality import (
    FILE,
    MUNICIPALITY,
    Municipality,
)
from mesto.kernel.plugin import Damping, Domain, Layer, Text, Verdict
from mesto.kernel.question.alarms import OpenAlarms
from mesto.kernel.question.handled import ALERT
from mesto.kernel.question.history import Unmoved
from mesto.kernel.question.picture import (
    NAME,
    Changed,
    Changes,
    Horizon,
    Judged,
    Placed,
    Standing,
)
from mesto.kernel.tail import Place
from mesto.kernel.text import filled
from mesto.kernel.verdict import BATTERY_LEVEL, judge, number, spell
from mesto.operations.alarms.damping import DAMPING
from mesto.operations.alarms.flapping import Flaps
from mesto.operations.alarms.reading import dampings_of
from mesto.web.assets import CAUSES, GONE, Assets, Indices
from mesto.web.commands.waits import Waits
from mesto.web.past import Past
from mesto.web.readings import Readings
from mesto.web.recent import Recent
from mesto.web.tiles import RANKS, STATUSES

log = logging.getLogger(__name__)

TICK_S = 1.0
QUIET_S = 5.0  #: between two steps while it is only filmed
IDLE_S = 120.0  #: without a viewer or a question for so long, it rests
AT_ONCE = 500  #: assets judged by one question
IN_A_TICK = 6_000  #: assets judged in one tick; the rest waits for the next
LONG_S = 600.0  #: of sleep; after that reading anew is cheaper than catching up
RESHAPE_S = 10.0  #: how often the version may change while geometry does
STUCK_EVERY_S = 1800.0
CODE = {status: code for code, status in enumerate(STATUSES)}

STUCK: Text = {
    "en": "The reading has not moved for {time}: the sensor is probably jammed.",
    "cs": "Údaj se nezměnil už {time}: čidlo je zřejmě zaseknuté.",
    "sk": "Údaj sa nezmenil už {time}: snímač je zrejme zaseknutý.",
    "sr-Latn": "Vrednost se ne menja već {time}: senzor je verovatno zaglavljen.",
}


class Picture:
    """How every asset of a municipality is now."""

    def __init__(
        self, city: City, domains: Sequence[Domain], *, maps: Path = Path()
    ) -> None:
        """Know the layers; `ready` reads the city.

        maps: the folder of base maps
        """
        self.city = city
        self.recent = Recent(city)
        self.domains = domains
        self._maps = maps
        self.layers = [(domain, one) for domain in domains for one in domain.layers]
        self.assets = Assets()
        self.readings = Readings([layer for _, layer in self.layers])
        self.epoch = token_hex(4)  #: of this picture; seq counts from its beginning
        self.seq = 0
        self.version = 0  #: of the tileset
        self.rate = 0.0  #: observations a second
        self.stale = False  #: the database does not answer just now
        self.verdicts: dict[int, Verdict] = {}  #: by row, of what is not well
        self.patches: dict[object, bytes | None] = {}  #: of this tick, shared by views
        self.past = Past(city, [one.type for _, one in self.layers])
        self.waits = Waits(city)
        self.answers: dict[bytes, dict[str, object]] = {}  #: of this tick, by panel
        self.answering = asyncio.Lock()  #: so that a crowd asks the database once
        self.municipality = Municipality({})
        self._rereading = asyncio.Lock()
        self.viewers = 0
        self.handled = 0  #: how often people did something about an alarm
        self.files = 0  #: that are being written
        self._layer_of = {one.type: at for at, (_, one) in enumerate(self.layers)}
        self._reads = _everything_read(one for _, one in self.layers)
        self._place = Place(0, -1)
        self._dirty: dict[int, None] = {}
        self._stuck: dict[int, set[int]] = {}  #: by layer, entities that do not move
        self._flaps = Flaps()
        self._dampings: Mapping[str, Damping | None] = {}  #: by type, as the town says
        self._looked_for_stuck_at = -STUCK_EVERY_S
        self._reshaped_at = 0.0
        self._asked_at = 0.0
        self._stepped_at = monotonic()
        self._stamped = False  #: whether a row carries the step that is not out yet
        self._ticked = asyncio.Event()
        self._wanted = asyncio.Event()
        self._films = 0  #: how many film it
        self._task: asyncio.Task[None] | None = None

    async def ready(self) -> None:
        """Return when the picture is up to date and kept so.

        Raises Unavailable when the database does not answer.
        """
        asleep = monotonic() - self._asked_at > IDLE_S and not self.viewers
        self._asked_at = monotonic()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run(), name="picture")
            self._task.add_done_callback(lambda _task: self._announce())
            asleep = True
        if asleep or self._wanted.is_set():
            self._wanted.set()
            await self.tick()

    async def tick(self) -> None:
        """Wait for the next tick; raise what ended the picture, if it ended."""
        await self._ticked.wait()
        if self._task is not None and self._task.done():
            self._task.result()

    @contextmanager
    def filmed(self) -> Iterator[None]:
        """Keep it up, though more slowly, while nobody looks."""
        self._films += 1
        try:
            yield
        finally:
            self._films -= 1

    async def close(self) -> None:
        """Stop following."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    @property
    def types(self) -> list[str]:
        """The entity type of each layer."""
        return [layer.type for _, layer in self.layers]

    @property
    def basemap(self) -> Path | None:
        """The file of the municipality's base map, if there is one."""
        name = self.municipality.basemap
        return self._maps / name if name and (self._maps / name).is_file() else None

    def layer_of(self, row: int) -> Layer:
        """Return the layer an asset's row belongs to."""
        return self.layers[int(self.assets.table["layer"][row])][1]

    def list_basemaps(self) -> list[str]:
        """Return the names of the base maps there are to choose from."""
        found = self._maps.glob("*.pmtiles")
        return sorted(file.name for file in found if FILE.fullmatch(file.name))

    async def reread_municipality(self) -> None:
        """Take in what the municipality says of itself now.

        One after the other, so that what was read first is not what stays.
        """
        async with self._rereading:
            self.municipality = await self.city.municipality()

    async def _reread_dampings(self) -> None:
        """Take in when the town says alarms flap; those that do are judged anew."""
        self._dampings = await dampings_of(self.city)
        self._dirty |= dict.fromkeys(self._flaps.flapping())

    def explained_by(self, *numbers: int) -> list[int]:
        """Return the assets that one of these entities may explain."""
        table = self.assets.table
        mine = np.isin(table["causes"], numbers).any(axis=1)
        explained: list[int] = table["id"][mine].tolist() if numbers else []
        return explained

    def rows_since(self, seq: int) -> Indices:
        """Return the rows whose status or value is newer than a step."""
        return np.nonzero(self.assets.table["changed"] > seq)[0]

    def raised_since(self, seq: int) -> Indices:
        """Return the rows that became a warning or critical after a step, worst first.

        Those of the step that is not out yet are left for it.
        """
        table = self.assets.table
        loud = np.isin(table["status"], [CODE["warning"], CODE["critical"]])
        rows = np.nonzero(
            loud & (table["raised"] > seq) & (table["raised"] <= self.seq)
        )
        worst = np.argsort(-RANKS[table["status"][rows]].astype(int), kind="stable")
        return rows[0][worst]

    async def _run(self) -> None:
        """Read the city, then follow it; rest while nobody looks."""
        await self._read_all()
        while True:
            self._announce()
            asked = monotonic() - self._asked_at < IDLE_S
            if self.viewers or asked or self._dirty:
                await asyncio.sleep(TICK_S)
            elif self._films:
                await waiting.woken(self._wanted, QUIET_S)
            else:
                await self._pause()
            try:
                await self._step()
                self.stale = False
            except Unavailable as error:
                self.stale = True
                log.warning("the picture of %s waits: %s", self.city.name, error)

    async def _pause(self) -> None:
        """Sleep until someone asks; after a long sleep read everything anew."""
        self._wanted.clear()
        began = monotonic()
        await self._wanted.wait()
        if monotonic() - began > LONG_S:
            await self._read_all()

    def _announce(self) -> None:
        """Publish the step and wake the viewers."""
        if self._stamped:
            self.seq += 1
            self._stamped = False
        self.patches.clear()
        self.answers.clear()
        self._wanted.clear()
        ticked, self._ticked = self._ticked, asyncio.Event()
        ticked.set()

    async def _read_all(self) -> None:
        """Read every asset; what changes meanwhile lies after the place noted first."""
        self._place = await self.city.ask(Horizon())
        await self.reread_municipality()
        await self._reread_dampings()
        self.assets.languages = self.municipality.languages
        await self._read_assets(None)
        await self._find_stuck()
        table = self.assets.table
        self._dirty = dict.fromkeys(table["id"][table["layer"] != GONE].tolist())
        while self._dirty:
            await self._judge_some()
        await self._remember()
        self.version = self.assets.fingerprint

    async def _remember(self) -> None:
        """Go on counting from when alarms were filmed, where no attribute tells."""
        for alarm in await self.city.ask(OpenAlarms()):
            row = self.assets.row(alarm.entity)
            verdict = None if row is None else self.verdicts.get(row)
            if verdict is not None and verdict.since is None:
                at = self.assets.table[row]
                if at["status"] == alarm.status:
                    at["since"] = alarm.since.timestamp()

    async def _step(self) -> None:
        """Take in what the ledger says since the last step."""
        observations = 0
        while True:
            question = Changes(since=self._place, judged_by=self._reads)
            changed = await self.city.ask(question)
            await self._take_in(changed)
            self._place = changed.place
            observations += changed.observations
            if changed.observations < Changes.limit:
                break
        self._reckon_rate(observations)
        await self.waits.look()
        await self._find_stuck()
        table = self.assets.table
        due = table["id"][table["due"] <= datetime.now(UTC).timestamp()]
        self._dirty |= dict.fromkeys(due.tolist())
        await self._judge_some(IN_A_TICK)
        self._publish_version()

    def _reckon_rate(self, observations: int) -> None:
        now = monotonic()
        rate = observations / max(now - self._stepped_at, TICK_S)
        self.rate = round(0.7 * self.rate + 0.3 * rate, 1)
        self._stepped_at = now

    async def _take_in(self, changed: Changed) -> None:
        reshaped = []
        for change in changed.changes:
            if change.judged and self.assets.row(change.id) is not None:
                self._dirty[change.id] = None
            if ALERT in change.types:
                self.handled += 1
            if DAMPING in change.types:
                await self._reread_dampings()
            if MUNICIPALITY in change.types:
                await self.reread_municipality()
            elif change.reshaped:
                reshaped.append(change.id)
        if reshaped:
            await self._read_assets(reshaped)
            self._dirty |= dict.fromkeys(reshaped)
        if self.assets.languages != self.municipality.languages:
            self.assets.languages = self.municipality.languages
            await self._read_assets(None)  # their names are others now

    async def _read_assets(self, ids: Sequence[int] | None) -> None:
        """Read all assets, or those of some entities; drop what is none any more."""
        question = Standing(types=list(self._layer_of), ids=ids)
        found: set[int] = set()
        while True:
            page = await self.city.ask(question)
            for placed in page:
                types = (self._layer_of.get(name) for name in placed.types)
                layer = next(at for at in types if at is not None)
                drawn = self.layers[layer][1].drawn
                self.assets.put(placed if drawn else _nowhere(placed), layer)
                found.add(placed.id)
            if len(page) < question.limit:
                break
            question = Standing(types=question.types, ids=ids, after=page[-1].id)
        known = self.assets.table["id"].tolist() if ids is None else ids
        for gone in set(known) - found:
            self._forget(gone)

    def _forget(self, gone: int) -> None:
        row = self.assets.row(gone)
        if row is not None:
            self.verdicts.pop(row, None)
            self._flaps.forget(gone)
            self.assets.table["due"][row] = np.inf
            self.assets.drop(gone)

    def _publish_version(self) -> None:
        late = monotonic() - self._reshaped_at > RESHAPE_S
        if self.assets.fingerprint != self.version and late:
            self.version = self.assets.fingerprint
            self._reshaped_at = monotonic()

    async def _find_stuck(self) -> None:
        """Look every half an hour for sensors that report one value for days."""
        if monotonic() - self._looked_for_stuck_at < STUCK_EVERY_S:
            return
        self._looked_for_stuck_at = monotonic()
        for at, (_, layer) in enumerate(self.layers):
            if layer.stuck_after is not None:
                since = datetime.now(UTC) - layer.stuck_after
                question = Unmoved(attribute=layer.main, since=since)
                stuck = await self.city.ask(question)
                self._dirty |= dict.fromkeys(stuck ^ self._stuck.get(at, set()))
                self._stuck[at] = stuck

    async def _judge_some(self, most: int = AT_ONCE) -> None:
        """Judge up to `most` of the assets that wait for it, as one step."""
        waiting = [one for one in self._dirty if self.assets.row(one) is not None]
        if len(waiting) < len(self._dirty):
            self._dirty = dict.fromkeys(waiting)
        turned: list[int] = []
        for start in range(0, min(most, len(waiting)), AT_ONCE):
            some = waiting[start : min(start + AT_ONCE, most)]
            turned += await self._judge(some)
            for one in some:
                self._dirty.pop(one, None)
        self._dirty |= dict.fromkeys(self.explained_by(*turned))

    async def _judge(self, ids: Sequence[int]) -> list[int]:
        """Judge these assets; return those whose status is new."""
        entities = await self.city.ask(Judged(attributes=self._reads, ids=ids))
        related, numbers = await self._causes(entities)
        now = datetime.now(UTC)
        turned = []
        for one in ids:
            row, entity = self.assets.row(one), entities.get(one)
            if row is None or entity is None:
                continue
            layer = self.layer_of(row)
            found = self._unless_stuck(row, judge(layer, entity, related, now))
            damping = self._dampings.get(layer.type, layer.damping)
            verdict = self._flaps.damp(one, found, damping, now)
            targets = _targets(entity, layer)
            causes = [numbers.get(urn, 0) for urn in targets][:CAUSES]
            self.assets.table["causes"][row] = causes + [0] * (CAUSES - len(causes))
            self.readings.put(row, int(self.assets.table["layer"][row]), entity)
            if self._note(row, verdict, number(entity, layer.main), now):
                turned.append(one)
            await asyncio.sleep(0) if row % 500 == 0 else None
        return turned

    def _unless_stuck(self, row: int, verdict: Verdict) -> Verdict:
        at = int(self.assets.table["layer"][row])
        if int(self.assets.table["id"][row]) not in self._stuck.get(at, ()):
            return verdict
        span = self.layers[at][1].stuck_after
        if verdict.status not in ("ok", "warning") or span is None:
            return verdict
        since = datetime.now(UTC) - span
        return Verdict(
            "warning", filled(STUCK, time=spell(span)), "", since, verdict.until
        )

    def _note(
        self, row: int, verdict: Verdict, value: float | None, now: datetime
    ) -> bool:
        """Enter a verdict into the columns; return whether a known status turned."""
        at = self.assets.table[row]
        shown = np.nan if value is None else value
        status = CODE[verdict.status]
        known = bool(at["changed"] > 0)
        turned = not known or int(at["status"]) != status
        same = at["value"] == shown or (value is None and np.isnan(at["value"]))
        if turned or not same:
            at["changed"] = self.seq + 1
            self._stamped = True
        if turned:
            at["turned"] = self.seq + 1
            if RANKS[status] > RANKS[at["status"]]:
                at["raised"] = self.seq + 1
            at["since"] = (verdict.since or now).timestamp()
        at["status"], at["value"] = status, shown
        at["due"] = verdict.until.timestamp() if verdict.until else np.inf
        if verdict.status == "ok":
            self.verdicts.pop(row, None)
        else:
            cause = _shared(tuple(verdict.cause.items()))
            self.verdicts[row] = msgspec.structs.replace(verdict, cause=cause)
        return turned and known

    async def _causes(
        self, entities: Mapping[int, Entity]
    ) -> tuple[dict[str, Entity], dict[str, int]]:
        """Read what may explain these entities, and what may explain that."""
        known = {entity.id: entity for entity in entities.values()}
        numbers = {entity.id: one for one, entity in entities.items()}
        fresh = list(known.values())
        while wanted := sorted(self._unknown_targets(fresh, known)):
            found = await self.city.ask(Judged(attributes=self._reads, urns=wanted))
            fresh = list(found.values())
            known |= {entity.id: entity for entity in fresh}
            numbers |= {entity.id: one for one, entity in found.items()}
        return known, numbers

    def _unknown_targets(
        self, entities: Iterable[Entity], known: Mapping[str, Entity]
    ) -> set[str]:
        wanted: set[str] = set()
        for entity in entities:
            for name in entity.types:
                at = self._layer_of.get(name)
                if at is not None:
                    wanted.update(_targets(entity, self.layers[at][1]))
        return wanted - known.keys()


@lru_cache(2_000)
def _shared(cause: tuple[tuple[str, str], ...]) -> Text:
    """Return a sentence; where many assets fail in the same words, the same one."""
    return dict(cause)


def _targets(entity: Entity, layer: Layer) -> list[str]:
    values = (entity.value(name) for name in layer.explained_by)
    return [value for value in values if isinstance(value, str)]


def _nowhere(placed: Placed) -> Placed:
    """Return an asset that has no symbol on the map."""
    return placed._replace(longitude=None, latitude=None)


def _everything_read(layers: Iterable[Layer]) -> list[str]:
    names = {LOCATION, NAME, BATTERY_LEVEL}
    for layer in layers:
        names.update(field.attribute for field in layer.fields)
        names.update(layer.reads, layer.explained_by)
    return sorted(names)

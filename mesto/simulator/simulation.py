"""A town's life, told to mesto: its inventory, its days from now on, its past."""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Iterable, Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain, islice
from typing import TypeAlias

import orjson

from mesto.simulator import charged, collected
from mesto.simulator.assets import place
from mesto.simulator.chance import Chance
from mesto.simulator.charging.makers import bought, cards_of
from mesto.simulator.charging.point import Point
from mesto.simulator.devices import chirpstack, lamp
from mesto.simulator.fleets.lamps import Place
from mesto.simulator.fleets.living import Life
from mesto.simulator.fleets.lorries import Fleet, Lorries
from mesto.simulator.history import COLUMNS, History
from mesto.simulator.inventory.connections import (
    CHARGING,
    Devices,
    air_connection,
    connections,
    past_connection,
    past_of,
)
from mesto.simulator.inventory.entities import Inventory
from mesto.simulator.inventory.selling import selling
from mesto.simulator.inventory.stating import Entity, prop
from mesto.simulator.inventory.waste import vehicle_urns
from mesto.simulator.inventory.written import written
from mesto.simulator.speech import Publication, Said, Speech, Statement
from mesto.simulator.town import Town
from mesto.simulator.wire.api import (
    BATCH,
    ENTITIES,
    HOOKS,
    UPSERT,
    Api,
    RefusedError,
    open_api,
)
from mesto.simulator.wire.chargers import Chargers
from mesto.simulator.wire.clock import Clock
from mesto.simulator.wire.feed import open_feed
from mesto.simulator.wire.radio import Radio
from mesto.simulator.wire.rounds import Crews

log = logging.getLogger(__name__)

TICK_S = 1.0
CREWS_S = 10.0  #: so often crews look for rounds, and say what they did
REPORTS = 2_000  #: of emptyings, in one request
HELLO_S = 45.0
#: Told how much is done, and of how much.
Progress: TypeAlias = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True)
class Endpoints:
    """Where mesto listens, and how the town proves who it is."""

    http_url: str
    api_key: str
    mqtt_host: str
    mqtt_port: int
    mqtt_user: str
    mqtt_password: str
    feed_port: int = 0  #: where the town publishes its air; 0 takes a free one


def ignore_progress(_done: int, _whole: int) -> None:
    """Tell nobody."""


class Simulation:
    """One town and its equipment, speaking to one municipality in mesto."""

    def __init__(  # noqa: PLR0913 - a town, its life, and whom it speaks to
        self,
        town: Town,
        seed: int,
        size: float,
        endpoints: Endpoints,
        speed: float = 1.0,
        *,
        hello_s: float = HELLO_S,
    ) -> None:
        """Place the equipment.

        seed: one seed gives one life
        size: share of what a town of 90,000 people owns
        speed: seconds of the town's life in a second of the world's
        hello_s: within which every device speaks for the first time
        """
        self._hello_s = hello_s
        self._seed = seed
        self._endpoints = endpoints
        self._speed = speed
        self._town = town
        self._assets = place(town, seed, size)
        self._inventory = Inventory(town, self._assets)
        self._place = Place(latitude=town.center[1], longitude=town.center[0])

    async def provision(self, progress: Progress = ignore_progress) -> None:
        """State the inventory, the devices and the connections; twice is once.

        An inventory that was stated before is not stated again.

        Raises RefusedError if mesto refuses an entity.
        """
        stated = [
            *self._inventory.entities(),
            *Devices(self._inventory, self._assets).entities(),
            *connections(self._inventory.names, self._assets),
            *written(self._inventory.names, len(self._assets.lamps)),
            *selling(self._inventory.names, self._assets),
        ]
        batches = [
            stated[start : start + BATCH] for start in range(0, len(stated), BATCH)
        ]
        urn = f"urn:ngsi-ld:Simulation:{self._inventory.names.town}"
        digest = blake2b(orjson.dumps(stated), digest_size=16).hexdigest()
        async with self._open() as api:
            if await api.value(urn, "inventory") != digest:
                progress(0, len(stated))
                await api.post_all(
                    ((UPSERT, orjson.dumps(batch)) for batch in batches),
                    lambda done: progress(min(done * BATCH, len(stated)), len(stated)),
                )
                await self._collected(api)
                await self._charged(api)
                mark = {"id": urn, "type": "Simulation", "inventory": prop(digest)}
                await api.post(UPSERT, [mark])
        progress(len(stated), len(stated))

    async def _collected(self, api: Api) -> None:
        """State what drivers reported and caretakers saw of containers before."""
        chance, now_s = Chance(self._seed), time.time()
        told = self._inventory.names, self._assets, chance, now_s
        below = f"/api/{self._endpoints.mqtt_user}/waste"
        for path, entries in (
            ("emptyings", collected.emptied(*told)),
            ("seen", collected.seen(*told)),
        ):
            while batch := list(islice(entries, REPORTS)):
                await api.post(f"{below}/{path}", batch)

    async def _charged(self, api: Api) -> None:
        """State who charged in the past days, once: stations tell it from then on."""
        if await api.ask(f"{ENTITIES}?type={charged.SESSION}&limit=1"):
            return
        names, assets = self._inventory.names, self._assets
        told = names, assets, self._inventory.grid, Chance(self._seed), time.time()
        past = await asyncio.to_thread(charged.Charged, *told)
        for kind, (attribute, unit, read) in charged.COLUMNS.items():
            taker = past_connection(kind, {attribute: unit}, read)
            await api.post(UPSERT, [taker])
        for kind, sheet in past.sheets():
            await api.send(f"{HOOKS}{past_of(kind)}", sheet)
        stated = [*past.lines(), *past.sessions()]
        for start in range(0, len(stated), BATCH):
            await api.post(UPSERT, stated[start : start + BATCH])

    async def history(self, days: float, progress: Progress = ignore_progress) -> int:
        """State what happened in the days up to now; return how many observations.

        Raises RefusedError if mesto refuses some.
        """
        now_s = time.time()
        past = History(
            self._assets,
            self._inventory,
            seed=self._seed,
            place=self._place,
            since_s=now_s - days * 86_400,
            until_s=now_s,
        )
        told = rows = 0

        def posts() -> Iterator[tuple[str, bytes]]:
            nonlocal told, rows
            for sheet in past.sheets():
                yield f"{HOOKS}{past_of(sheet.kind)}", sheet.csv
                told += sheet.observations
                rows += sheet.rows
                progress(min(rows, past.count), past.count)

        takers = [past_connection(kind, names) for kind, names in COLUMNS.items()]
        async with self._open() as api:
            await api.post(UPSERT, takers)
            await api.post_all(posts(), lambda _: None)
        progress(past.count, past.count)
        return told

    async def live(self, stop: asyncio.Event) -> None:
        """Live until `stop` is set, through every restart of the server.

        Raises RefusedError if mesto refuses to poll the town's air stations.
        """
        clock = Clock(time.time(), self._speed)
        life = self._new_life(clock)
        lorries = self._new_lorries(clock, life)
        living = _Living(life, self._new_speech(clock), clock, lorries)
        there = self._endpoints
        living.radio = Radio(
            host=there.mqtt_host,
            port=there.mqtt_port,
            user=there.mqtt_user,
            password=there.mqtt_password,
            topics=[chirpstack.COMMANDS],
            hear=living.obey,
        )
        names = self._inventory.names
        async with (
            self._open() as api,
            open_feed(living.feed, there.feed_port) as feed_url,
        ):
            await api.post(UPSERT, [air_connection(names.town, feed_url)])
            await _until(
                stop,
                living.radio.run(),
                living.tick(),
                living.state(api),
                living.collect(Crews(api, there.mqtt_user)),
                self._new_chargers(clock, life).run(),
            )

    def _open(self) -> AbstractAsyncContextManager[Api]:
        return open_api(self._endpoints.http_url, self._endpoints.api_key)

    def _new_life(self, clock: Clock) -> Life:
        return Life(
            self._assets,
            seed=self._seed,
            country=self._inventory.names.country,
            place=self._place,
            start_s=clock.start_s,
            speed=clock.speed,
            hello_s=self._hello_s * clock.speed,
        )

    def _new_lorries(self, clock: Clock, life: Life) -> Lorries:
        names, containers = self._inventory.names, self._assets.containers
        fleet = Fleet(
            containers={
                names.urn("WasteContainer", number): number
                for number in range(len(containers))
            },
            vehicles={urn: number for number, urn in enumerate(vehicle_urns(names))},
            wastes=[one.waste.value for one in containers],
        )
        chance = Chance(self._seed)
        return Lorries(self._town, chance, fleet, clock, life.by_lorries)

    def _new_chargers(self, clock: Clock, life: Life) -> Chargers:
        names, chance = self._inventory.names, Chance(self._seed)
        cards = cards_of(names)
        return Chargers(
            [Point(one, chance, cards) for one in bought(names, self._assets)],
            f"{self._endpoints.http_url.replace('http', 'ws', 1)}/ocpp/"
            f"{self._endpoints.mqtt_user}/{CHARGING}",
            clock,
            life.broken_chargers,
            self._hello_s,
        )

    def _new_speech(self, clock: Clock) -> Speech:
        return Speech(self._inventory.names, self._assets, clock.wall_s)


class _Living:
    """A life with its voices and ears."""

    radio: Radio

    def __init__(
        self, life: Life, speech: Speech, clock: Clock, lorries: Lorries
    ) -> None:
        self._life = life
        self._speech = speech
        self._clock = clock
        self._lorries = lorries
        self._stated: dict[object, Entity] = {}  #: by URN; the newest counts
        self._news = asyncio.Event()

    async def tick(self) -> None:
        """Live on, second by second."""
        before_s = time.time()
        while True:
            wall_s = time.time()
            said = chain(
                self._lorries.readings(before_s, wall_s),
                self._life.step(self._clock.town_s(wall_s)),
            )
            self._utter(chain.from_iterable(map(self._speech.say, said)))
            before_s = wall_s
            await asyncio.sleep(TICK_S)

    async def collect(self, crews: Crews) -> None:
        """Let crews take the rounds that are given to them, and say what they did."""
        while True:
            try:
                given = await crews.given()
                known = self._lorries.known()
                self._lorries.drop(known.difference(given))
                fresh = [await crews.whole(one) for one in given if one not in known]
                self._lorries.take(fresh, time.time())
                await crews.say(self._lorries.done(time.time()))
            except RefusedError as error:
                log.warning("%s", error)
            await asyncio.sleep(CREWS_S)

    async def state(self, api: Api) -> None:
        """Post the newest statements together."""
        while True:
            await self._news.wait()
            self._news.clear()
            together, self._stated = list(self._stated.values()), {}
            try:
                await api.post(UPSERT, together)
            except RefusedError as error:
                log.warning("%s", error)

    def obey(self, topic: str, payload: bytes) -> Iterator[Publication]:
        """Let a lamp do what it is told, and answer; a deaf lamp does not."""
        try:
            down = chirpstack.read_command(payload)
            order = lamp.read_order(down.port, down.payload)
        except ValueError as error:
            log.warning("%s: %s", topic, error)
            return
        number = self._speech.lamp_of(down.dev_eui)
        if number is None or not self._life.hears(number):
            return
        at_s = self._life.now_s
        if order.level is None:
            self._life.release_lamp(number, at_s)
        else:
            self._life.tell_lamp(number, order.level, at_s)
        yield self._speech.acknowledge(down, number, at_s)

    def feed(self) -> bytes:
        """Return what the air stations publish now."""
        return self._speech.feed(self._life.air())

    def _utter(self, said: Iterable[Said]) -> None:
        publications = []
        for one in said:
            if isinstance(one, Statement):
                self._stated[one.entity["id"]] = one.entity
                self._news.set()
            else:
                publications.append(one)
        self.radio.publish(publications)


async def _until(stop: asyncio.Event, *work: Coroutine[None, None, None]) -> None:
    """Run `work` until `stop` is set or one of it fails."""
    tasks = [asyncio.ensure_future(one) for one in (stop.wait(), *work)]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            await task
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

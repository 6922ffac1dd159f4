"""What the city has configured at one gateway: loggers, types of assets, calendars."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

from mesto.gates.talq.loggers import PREFIX, TWIN, keeps, lacking, logger_configs
from mesto.gates.talq.packages import Packages
from mesto.gates.talq.settings import Settings
from mesto.gates.talq.standard import Document, Shape, check, kept_shapes
from mesto.gates.talq.talk import Talk
from mesto.gates.talq.translate import as_message
from mesto.gates.talq.words import NO_TYPES, UNKNOWN_THERE
from mesto.kernel.errors import CityError, Conflict, Malformed, NotFound
from mesto.kernel.model import Message
from mesto.kernel.text import filled, refusal

LOGGERS: Final = "logger-configs"
#: What the gateway may refuse without anything else being wrong.
REFUSALS: Final = (Malformed, Conflict, NotFound)


class Written:
    """What a gateway was configured to be."""

    def __init__(
        self,
        talk: Talk,
        settings: Settings,
        services: Mapping[str, Document],
        tell: Callable[[Message], None],
    ) -> None:
        """Configure by `settings`.

        services: what the gateway offers, by name
        tell: is told what it has taken, and what it has recorded
        """
        self._talk = talk
        self._packages = Packages(talk, settings, services, tell)
        self._collects = services.get("DataCollectService", {})
        self._settings = settings
        self._prefixes = (PREFIX, TWIN) if settings.pull_every_s else (PREFIX,)
        self._tell = tell
        self._told: dict[str, list[Document]] = {}  #: by resource

    async def keep(self) -> list[CityError]:
        """Write loggers and types of assets; return what was refused.

        Raises Unavailable.
        """
        troubles = await self._keep_loggers()
        for name, logger in self._settings.loggers.items():
            for prefix in (PREFIX, TWIN):
                if logger is None or prefix not in self._prefixes:
                    await self._take_away(LOGGERS, prefix + name)
        for resource, types in self._settings.types.items():
            troubles += await self._keep_types(resource, types)
        return troubles + await self._packages.keep()

    async def pull(
        self, commit: Callable[[Message], Awaitable[None]]
    ) -> list[CityError]:
        """Take in what our loggers have recorded; return what was refused.

        commit: returns once a report is durable. Nothing more is asked before, for the
            gateway forgets what it gives: what is lost here its twin gives again.

        Raises Unavailable.
        """
        troubles: list[CityError] = []
        names = [name for name, one in self._settings.loggers.items() if one]
        for address in (prefix + name for name in names for prefix in self._prefixes):
            try:
                raw = await self._talk.get(f"log-reports/{quote(address)}")
            except REFUSALS as error:
                troubles.append(error)
                continue
            at = datetime.now(UTC)
            await commit(Message(payload=raw, origin="log-reports", received_at=at))
        return troubles

    async def _keep_loggers(self) -> list[CityError]:
        """Write the loggers that the gateway can have."""
        good: list[Document] = []
        troubles: list[CityError] = []
        owner = str(self._settings.cms_address)
        for one in logger_configs(self._settings.loggers, owner, self._prefixes):
            unknown = lacking(one, self._collects)
            try:
                check(one, Shape("LoggerConfig"))
            except Malformed as error:
                troubles.append(error)
                continue
            if unknown:
                says = filled(UNKNOWN_THERE, unknown=", ".join(unknown))
                troubles.append(refusal(Malformed, says, logger=one["address"]))
            else:
                good.append(one)
        return troubles + await self._keep(LOGGERS, good)

    async def tidy(self, devices: Iterable[Document], young: set[str]) -> None:
        """Take away calendars and programmes of ours that no lamp follows any more.

        devices: all that the gateway has; where none of them says what it follows,
            nothing is taken away
        young: names of what was written lately, and may be assigned yet

        Raises Unavailable. What the gateway still needs it refuses to give up.
        """
        said = [
            str(told.get("value", ""))
            for device in devices
            for function in device.get("functions", ())
            if isinstance(told := function.get("calendarID"), dict)
        ]
        if not said:
            return
        used = {*said, *young}
        for one in await self._talk.read("calendars", Shape("Calendar", many=True)):
            if one["id"].startswith(PREFIX) and one["id"] not in used:
                await self._take_away("calendars", one["id"])
            else:
                used |= {rule["program"] for rule in one.get("rules", ())}
                used.add(one.get("defaultProgram", ""))
        programmes = Shape("ControlProgram", many=True)
        for one in await self._talk.read("control-programs", programmes):
            if one["id"].startswith(PREFIX) and one["id"] not in used:
                await self._take_away("control-programs", one["id"])

    async def _keep_types(
        self, resource: str, types: Iterable[Document]
    ) -> list[CityError]:
        shape = kept_shapes().get(resource)
        if shape is None or not resource.endswith("-types"):
            return [refusal(Malformed, filled(NO_TYPES, found=resource))]
        good, troubles = [], []
        for one in types:
            try:
                check(one, Shape(shape.name))
                good.append(one)
            except Malformed as error:
                troubles.append(error)
        return troubles + await self._keep(resource, good)

    async def _keep(
        self, resource: str, documents: Iterable[Document]
    ) -> list[CityError]:
        troubles: list[CityError] = []
        kept = []
        for one in documents:
            try:
                if resource != LOGGERS or not await self._records(one):
                    await self._talk.keep(resource, str(one["address"]), one)
                kept.append(one)
            except REFUSALS as error:
                troubles.append(error)
        if kept and self._told.get(resource) != kept:
            self._told[resource] = kept
            self._tell(as_message(resource, kept, datetime.now(UTC)))
        return troubles

    async def _records(self, logger: Document) -> bool:
        """Tell whether a gateway has a logger that is just so.

        Written again, it may forget what it has recorded.
        """
        with suppress(*REFUSALS):
            key = quote(str(logger["address"]))
            there = await self._talk.read(f"{LOGGERS}/{key}", Shape("LoggerConfig"))
            return keeps(there, logger)
        return False

    async def _take_away(self, resource: str, key: str) -> None:
        """Take a document away; that it is not there, or needed, is no trouble."""
        with suppress(*REFUSALS):
            await self._talk.drop(resource, key)

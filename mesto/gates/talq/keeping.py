"""Programmes that one gateway keeps, with what its sensors are called there."""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from mesto.gates.talq.night import Programme, read_programme
from mesto.gates.talq.orders import Errand
from mesto.gates.talq.periods import DARK, EXTERNAL, Senses
from mesto.gates.talq.programme import keep
from mesto.gates.talq.standard import Document, Shape
from mesto.gates.talq.talk import Talk
from mesto.gates.talq.translate import as_message
from mesto.gates.talq.words import UNKNOWN_THERE
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Message
from mesto.kernel.text import filled, refusal

LIGHT: Final = ("LightSensorFunction",)
PEOPLE: Final = ("PresenceSensorFunction", "MovementSensorFunction")
DEVICE: Final = Shape("Device")
STAYS_YOUNG: Final = timedelta(hours=1)  #: so long something may be assigned yet


class Programmes:
    """What a gateway was given to keep."""

    def __init__(
        self,
        talk: Talk,
        owner: str,
        control: Document,
        tell: Callable[[Message], None],
    ) -> None:
        """Keep nothing yet.

        owner: the address of the CMS; control: the gateway's ControlService
        tell: is told what the gateway keeps
        """
        self._talk = talk
        self._owner = owner
        self._control = control
        self._tell = tell
        self._keeping = asyncio.Lock()
        self._kept: dict[tuple[str, str], datetime] = {}  #: named by what they say
        self._devices: dict[str, Document] = {}  #: with sensors, by address

    def young(self, now: datetime) -> set[str]:
        """Return the names of what was written lately; forget what was not."""
        self._kept = {
            one: at for one, at in self._kept.items() if now - at < STAYS_YOUNG
        }
        return {key for _, key in self._kept}

    async def keep(self, errand: Errand) -> str:
        """Let a gateway keep a programme; return the name of its calendar."""
        # who says nothing is taken to know all
        known = self._control.get("supportedTypes") or None
        programme = read_programme(errand.programme)
        senses = await self._senses(programme, errand.sensors)
        senses = _offered(senses, {*DARK, EXTERNAL} if known is None else known)
        kept = keep(programme, self._owner, self._control.get("dayOffset", 0), senses)
        lacking = kept.needs.difference(kept.needs if known is None else known)
        if lacking:
            says = filled(UNKNOWN_THERE, unknown=", ".join(sorted(lacking)))
            raise refusal(Malformed, says)
        for one in kept.programmes:
            await self._keep("control-programs", one["id"], one)
        await self._keep("calendars", kept.calendar["id"], kept.calendar)
        return str(kept.calendar["id"])

    async def _senses(self, programme: Programme, sensors: Mapping[str, str]) -> Senses:
        """Return the functions that are a programme's sensors, as far as it has them.

        sensors: devices or functions, by URN
        """
        dusk, passing = programme.dusk, programme.passing
        seeing = passing.sensors if passing else ()
        return Senses(
            await self._functions(sensors.get(dusk.sensor, ""), LIGHT) if dusk else (),
            [
                function
                for urn in seeing
                for function in await self._functions(sensors.get(urn, ""), PEOPLE)
            ],
            [urn for urn in seeing if urn not in sensors],
        )

    async def _functions(self, address: str, types: Collection[str]) -> Sequence[str]:
        """Return the address of the first function of a type that a device has.

        address: of a device, or of the function meant; empty: of none
        """
        if not address or "/" in address:
            return [address] if address else ()
        if address not in self._devices:
            self._devices[address] = await self._talk.read(f"devices/{address}", DEVICE)
        functions = self._devices[address].get("functions", ())
        found = [one["id"] for one in functions if one["type"] in types]
        return [f"{address}/{one}" for one in found[:1]]

    async def _keep(self, resource: str, key: str, document: Document) -> None:
        """Let a gateway keep a document that is named by what it says, once."""
        async with self._keeping:
            if (resource, key) not in self._kept:
                await self._talk.keep(resource, key, document)
                self._kept[resource, key] = datetime.now(UTC)
                self._tell(as_message(resource, [document], datetime.now(UTC)))


def _offered(senses: Senses, known: Collection[str]) -> Senses:
    """Return as much of what is sensed as a gateway can be told of.

    known: options of control
    """
    dark_by = next((one for one in DARK if one in known), "")
    return senses._replace(
        dusk=senses.dusk if dark_by else (),
        outside=senses.outside if EXTERNAL in known else (),
        dark_by=dark_by,
    )

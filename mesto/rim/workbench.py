"""Where connections are made: forms to fill in, settings checked and tried."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from mesto.kernel.errors import Malformed
from mesto.kernel.model import Connection, Message
from mesto.kernel.plugin import Carrier, Gate, Text
from mesto.kernel.registry import WEBHOOK
from mesto.kernel.script import with_both_scripts
from mesto.kernel.text import filled, refusal
from mesto.kernel.url import parts_of
from mesto.rim.forms import read_settings, schema_of
from mesto.rim.register import Register
from mesto.rim.trial import Said, decode
from mesto.rim.words import NO_ADDRESS, NO_GATE

EMBEDDED = "mqtt://embedded"  #: the URL of our own broker


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """What there is to fill in for a connection through a gate."""

    name: str
    title: Text
    about: Text
    icon: str
    spec: str
    addresses: Sequence[str]  #: how its URL may begin, the usual first
    schema: Mapping[str, Any]  #: of its settings


class Workbench:
    """Checks and tries what may become a connection; changes nothing."""

    def __init__(self, register: Register, carriers: Sequence[Carrier]) -> None:
        """Know the gates of `register` and how messages travel."""
        self._register = register
        self._carriers = carriers

    def forms(self) -> list[Form]:
        """Return a form for each gate that reads messages."""
        return [
            Form(
                name=gate.name,
                title=with_both_scripts(gate.title),
                about=with_both_scripts(gate.about),
                icon=gate.icon,
                spec=gate.spec,
                addresses=self._addresses(gate.ways),
                schema=schema_of(gate),
            )
            for gate in self._register.gates.values()
            if gate.decode is not None
        ]

    def icon_of(self, gate: str) -> str:
        """Return the symbol of a gate; of one nobody knows, that of any."""
        known = self._register.gates.get(gate)
        return Gate.icon if known is None else known.icon

    def title_of(self, gate: str) -> Text:
        """Return what people call a gate, as far as anybody said."""
        known = self._register.gates.get(gate)
        return {} if known is None else with_both_scripts(known.title)

    def check(self, connection: Connection) -> None:
        """Raise Malformed, with the `place` of the mistake, for what cannot work."""
        gate = self._register.gates.get(connection.gate)
        if gate is None or gate.decode is None:
            says = filled(NO_GATE, found=connection.gate)
            raise refusal(Malformed, says, place=("gate",))
        known = {scheme for carrier in self._carriers for scheme in carrier.schemes}
        scheme = parts_of(connection.url, place=("url",)).scheme
        if not connection.url.startswith(WEBHOOK) and scheme not in known:
            begins = [f"{scheme}://" for scheme in sorted(known)]
            says = filled(NO_ADDRESS, known=", ".join([*begins, WEBHOOK]))
            raise refusal(Malformed, says, place=("url",))
        read_settings(gate, connection.settings, at=("settings",))

    async def try_out(self, connection: Connection, message: Message) -> Said:
        """Read a message with settings that need not be saved; record nothing.

        Raises Malformed, with the `place`, where the settings make no sense.
        """
        self.check(connection)
        gate = self._register.gates[connection.gate]
        settings = read_settings(gate, connection.settings)
        known = self._register.known(connection.name, settings)
        return await asyncio.to_thread(decode, gate, message, known)

    def _addresses(self, ways: Sequence[str]) -> list[str]:
        """Return the beginnings of URLs by which messages may come."""
        found = []
        for way in ways:
            if way == WEBHOOK.removesuffix(":"):
                found.append(WEBHOOK)
            for carrier in self._carriers:
                if carrier.name == way:
                    found += [f"{scheme}://" for scheme in carrier.schemes]
        return [EMBEDDED, *found] if "mqtt://" in found else found

"""Messages that are kept, read again; and what became of commands. Pure."""

from collections.abc import Iterator
from typing import Final

import msgspec

from mesto.gates.ocpp import messages, naming
from mesto.gates.ocpp.codec import PROTOCOLS, Call, read_frame
from mesto.gates.ocpp.profile import mended, profile_named
from mesto.gates.ocpp.schemas import require_valid
from mesto.gates.ocpp.sessions import session_in
from mesto.gates.ocpp.settings import Settings
from mesto.gates.ocpp.telling import Asked, Teller
from mesto.kernel.errors import Malformed
from mesto.kernel.model import EVENT, Message, Settled
from mesto.kernel.plugin import Heard, Known

STATION: Final = "ocpp-station"  #: headers of a message that is kept
PROTOCOL: Final = "ocpp-protocol"
DOUBT: Final = "ocpp-doubt"  #: why its meter is not believed, whoever reads it again


def decode(message: Message, known: Known[Settings]) -> Iterator[Heard]:
    """Yield what a message of a station says.

    Raises Malformed for what is none, is not valid by its schema, comes from nobody
    who is known, or tells of a meter that cannot be believed.
    """
    if message.headers.get(EVENT) == "settled":
        try:
            yield msgspec.json.decode(message.payload, type=Settled)
        except msgspec.DecodeError as error:
            raise Malformed("nothing became of a command") from error
        return
    doubt = message.headers.get(DOUBT)
    if doubt:
        raise Malformed(doubt)
    device = known.devices.get(message.headers.get(STATION, ""))
    if device is None:
        raise Malformed("nobody knows the station that says this", unknown=True)
    protocol = message.headers.get(PROTOCOL, "")
    if protocol not in PROTOCOLS:
        raise Malformed(f"no version of OCPP is called {protocol}")
    call = read_frame(message.payload)
    if not isinstance(call, Call):
        raise Malformed("an answer to nothing that is known")
    profile = profile_named(device.profile)
    payload = mended(profile, call.action, call.payload)
    require_valid(protocol, call.action, payload, id_=call.id)
    teller = Teller(
        urn=device.entity,
        identity=device.serial,
        source=known.connection,
        protocol=protocol,
        settings=known.settings,
        profile=profile,
    )
    transaction = messages.needs(protocol, call.action, payload).transaction
    urn = naming.session_urn(teller.tail, transaction)
    session = session_in(None, urn, transaction) if transaction else None
    asked = Asked(teller, payload, message.received_at, session)
    heard = messages.take_in(call, asked)
    if heard.doubt:
        raise Malformed(heard.doubt)
    yield from heard.seen

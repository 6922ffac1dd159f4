"""Setting a scenario off: by hand, or by another system."""

from typing import Any, Literal, TypeAlias
from uuid import UUID

import msgspec

from mesto.kernel.access.acts import note_there
from mesto.kernel.city import City
from mesto.kernel.errors import Conflict, Malformed
from mesto.kernel.herald import OBSERVED, tell
from mesto.kernel.model import Entity
from mesto.operations.scenarios import store
from mesto.operations.scenarios.decide import is_about
from mesto.operations.scenarios.definition import RUNNING, Hand, Webhook
from mesto.operations.scenarios.reading import town_of

LARGEST_BYTES = 64 * 2**10  #: of what another system sends
ACCEPTED = 202

Sort: TypeAlias = Literal["hand", "webhook"]


class Call(msgspec.Struct, frozen=True):
    """A scenario shall be started about an entity; the same token starts it once."""

    token: UUID
    entity: str = ""  #: URN; empty: the town
    payload: Any = None  # any JSON


async def set_off(  # noqa: PLR0913 - which one, how, about what, by whom
    city: City, name: str, sort: Sort, call: Call, *, about: Entity | None, by: str
) -> None:
    """Keep a call until the scenario hears it; it is noted as an act of who calls.

    about: what `call.entity` names, if it is there

    Raises Conflict where the scenario is not at work or waits for no such call, and
    Malformed for an entity it is not about.
    """
    written = (await town_of(city)).written.get(name)
    if written is None or written.stage not in RUNNING:
        raise Conflict(f"the scenario {name} is not at work")
    kind = Webhook if sort == "webhook" else Hand
    if not any(isinstance(one, kind) for one in written.definition.triggers):
        raise Conflict(f"the scenario {name} is not started so", sort=sort)
    unknown = call.entity and about is None
    if unknown or not is_about(written.definition.scope, about):
        raise Malformed("the scenario is about others", place=("entity",))
    payload = msgspec.json.encode(call.payload).decode()
    async with city.bound() as connection, connection.transaction():
        kept = await connection.fetchval(
            store.CALL, call.token, name, sort, call.entity, payload, by
        )
        await tell(connection, city.schema, OBSERVED)
        if kept is not None:
            await note_there(
                connection,
                "scenario-started",
                where=[city.name],
                about=name,
                detail={"sort": sort, "entity": call.entity},
            )
    city.bell.ring()

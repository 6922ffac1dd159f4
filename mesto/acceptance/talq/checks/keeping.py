"""What a gateway keeps for its CMS: programmes, calendars, groups, loggers."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import NamedTuple
from uuid import UUID, uuid4

from mesto.acceptance import reasons
from mesto.acceptance.finding import Check, Failed, Inapplicable, text
from mesto.acceptance.talq.documents import (
    calendar,
    device,
    event_logger,
    group,
    programme,
)
from mesto.acceptance.talq.session import Plain, Session, until_equal

CONFLICT, UNPROCESSABLE, MISSING = 409, 422, 404
TAKEN, REMOVED = (201, 202), (200, 202)
NIL = str(UUID(int=0))  #: the gateway shall choose an address


class Shelf(NamedTuple):
    """How one kind of document is asked for, by the names of operations."""

    one: str  #: e.g. Calendar
    many: str
    variable: str  #: in the path
    key: str  #: its identifier
    resource: str


PROGRAMMES = Shelf(
    "ControlProgram",
    "ControlPrograms",
    "controlProgramAddress",
    "id",
    "/control-programs",
)
CALENDARS = Shelf("Calendar", "Calendars", "calendarAddress", "id", "/calendars")
GROUPS = Shelf("Group", "Groups", "groupAddress", "address", "/groups")


async def programmes(session: Session) -> None:
    """Prove that a programme is added, read, changed and deleted."""
    name = _name()
    await _round(
        session,
        PROGRAMMES,
        programme(session, name, [("00:00:00", 40)]),
        programme(session, name, [("00:00:00", 40), ("12:00:00", 60)]),
    )


async def calendars(session: Session) -> None:
    """Prove that a calendar is added, read, changed and deleted."""
    used = _name()
    first = programme(session, used, [("00:00:00", 40)])
    await session.must("addControlPrograms", [first], status=201)
    try:
        name = _name()
        plain = calendar(session, name, used)
        ruled = {**plain, "rules": [{"program": used}]}
        await _round(session, CALENDARS, plain, ruled)
    finally:
        await session.ask("deleteControlProgram", controlProgramAddress=used)


async def held(session: Session) -> None:
    """Prove that what is referred to cannot be deleted."""
    used, name = _name(), _name()
    first = programme(session, used, [("00:00:00", 40)])
    await session.must("addControlPrograms", [first], status=201)
    await session.must("addCalendars", [calendar(session, name, used)], status=201)
    try:
        await session.must(
            "deleteControlProgram", status=UNPROCESSABLE, controlProgramAddress=used
        )
    finally:
        await session.ask("deleteCalendar", calendarAddress=name)
        await session.ask("deleteControlProgram", controlProgramAddress=used)


async def groups(session: Session) -> None:
    """Prove that a group is added, read, changed and deleted; members come and go."""
    await offers_groups(session)
    name = _name()
    member = device(session.address)
    await _round(
        session, GROUPS, group(session, name, []), group(session, name, [member])
    )
    await session.must("addGroups", [group(session, name, [])], status=201)
    try:
        await session.must("addGroupMembers", [member], groupAddress=name)
        counted = await session.must("getGroupMembersCount", groupAddress=name)
        if counted != 1:
            raise Failed(reasons.COUNT, what="members", said=counted, found=1)
        await session.must(
            "deleteGroupMember",
            groupAddress=name,
            memberResource="devices",
            memberAddress=session.address,
        )
    finally:
        await session.ask("deleteGroup", groupAddress=name)


async def loggers(session: Session) -> None:
    """Prove that a logger is added, read, changed and deleted."""
    first = event_logger(session, _name(), ["lampFailure"])
    second = event_logger(session, first["address"], ["lampFailure", "deviceReset"])
    path = {"loggerAddress": first["address"]}
    await session.must("addLoggerConfig", first, status=201)
    try:
        await _reads(session, "getLoggerConfig", first, path)
        await session.must("updateLoggerConfig", second, **path)
        await _reads(session, "getLoggerConfig", second, path)
    finally:
        await session.ask("deleteLoggerConfig", **path)
    await session.must("getLoggerConfig", status=MISSING, **path)


async def once(session: Session) -> None:
    """Prove that the same request, sent again, is done once."""
    name, request = _name(), str(uuid4())
    first = programme(session, name, [("00:00:00", 40)])
    before = await session.must("getControlProgramsCount")
    try:
        for status in (201, (201, CONFLICT)):
            await session.must(
                "addControlPrograms", [first], status=status, request=request
            )
        after = await session.must("getControlProgramsCount")
        if after != before + 1:
            raise Failed(reasons.TWICE, what="POST /control-programs")
    finally:
        await session.ask("deleteControlProgram", controlProgramAddress=name)


async def commissioned(session: Session) -> None:
    """Prove that a device is added under a new address, once, and removed."""
    offered = await session.must("getService", serviceName="ConfigurationService")
    if not offered.get("commissioningSupported", True):
        raise Inapplicable(reasons.NOT_OFFERED, what="commissioningSupported")
    functions = [
        {"id": one["id"], "type": one["type"]} for one in session.lamp["functions"]
    ]
    kind, request = session.lamp["class"], str(uuid4())
    new = {"address": NIL, "name": "accept", "class": kind, "functions": functions}
    before = await _addresses(session)
    try:
        for _ in range(2):
            await session.must("addDevices", [new], status=TAKEN, request=request)
        grown = await until_equal(
            lambda: _more(session, before), 1, session.pace.within_s
        )
        if grown != 1:
            raise Failed(
                reasons.COUNT, what="POST /devices (talqRequestId)", said=1, found=grown
            )
    finally:
        for address in await _addresses(session) - before:
            gone = await session.ask("deleteDevice", deviceAddress=address)
    if gone.status not in REMOVED:
        raise Failed(
            reasons.STATUS,
            what="DELETE /devices/{deviceAddress}",
            status=gone.status,
            wanted="200 / 202",
        )


async def _addresses(session: Session) -> set[str]:
    return {one["address"] for one in await session.must("getDevices")}


async def _more(session: Session, before: set[str]) -> int:
    return len(await _addresses(session) - before)


async def offers_groups(session: Session) -> None:
    """Raise Inapplicable where groups are not offered, which is optional."""
    services = [one["name"] for one in await session.must("getServices")]
    if "GroupManagementService" not in services:
        raise Inapplicable(reasons.NOT_OFFERED, what="GroupManagementService")


async def _round(session: Session, shelf: Shelf, first: Plain, second: Plain) -> None:
    """Add, list, count, read, change, read and delete a document."""
    path = {shelf.variable: first[shelf.key]}
    before = await session.must(f"get{shelf.many}Count")
    await session.must(f"add{shelf.many}", [first], status=201)
    try:
        listed = await session.must(f"get{shelf.many}")
        _among(listed, first, shelf)
        counted = await session.must(f"get{shelf.many}Count")
        if counted != before + 1 or counted != len(listed):
            raise Failed(
                reasons.COUNT, what=shelf.resource, said=counted, found=len(listed)
            )
        await _reads(session, f"get{shelf.one}", first, path)
        await session.must(f"update{shelf.one}", second, **path)
        await _reads(session, f"get{shelf.one}", second, path)
    finally:
        gone = await session.ask(f"delete{shelf.one}", **path)
    if gone.status != HTTPStatus.OK:
        raise Failed(
            reasons.STATUS,
            what=f"DELETE {shelf.resource}",
            status=gone.status,
            wanted=HTTPStatus.OK.value,
        )
    await session.must(f"get{shelf.one}", status=MISSING, **path)


def _among(listed: Sequence[Plain], wanted: Plain, shelf: Shelf) -> None:
    if wanted[shelf.key] not in [one[shelf.key] for one in listed]:
        raise Failed(reasons.LACKS, what=f"{shelf.resource}/{wanted[shelf.key]}")


async def _reads(session: Session, name: str, wanted: Plain, path: Plain) -> None:
    """Prove that a document reads as it was written, whatever is added to it."""
    found = await session.must(name, **path)
    for key, value in wanted.items():
        if not covers(found.get(key), value):
            raise Failed(reasons.DIFFERS, what=key, found=found.get(key))


def covers(found: object, wanted: object) -> bool:
    """Tell whether all that is wanted is found; more may be."""
    if isinstance(found, dict) and isinstance(wanted, dict):
        return all(covers(found.get(key), one) for key, one in wanted.items())
    if isinstance(found, list) and isinstance(wanted, list):
        same = len(found) == len(wanted)
        return same and all(map(covers, found, wanted))
    return found == wanted


def _name() -> str:
    return str(uuid4())


CHECKS: tuple[Check[Session], ...] = (
    Check(
        name="K1",
        clause="Gateway API: /control-programs; schema ControlProgram",
        title=text(
            "Keeps control programmes: add, list, count, read, change, delete",
            "Uchovává řídicí programy: přidání, výpis, počet, čtení, změna, smazání",
            "Uchováva riadiace programy: pridanie, výpis, počet, čítanie, zmena, "
            "zmazanie",
            "Čuva programe upravljanja: dodavanje, spisak, broj, čitanje, izmena, "
            "brisanje",
        ),
        tries=programmes,
    ),
    Check(
        name="K2",
        clause="Gateway API: /calendars; schema Calendar",
        title=text(
            "Keeps calendars: add, list, count, read, change, delete",
            "Uchovává kalendáře: přidání, výpis, počet, čtení, změna, smazání",
            "Uchováva kalendáre: pridanie, výpis, počet, čítanie, zmena, zmazanie",
            "Čuva kalendare: dodavanje, spisak, broj, čitanje, izmena, brisanje",
        ),
        tries=calendars,
    ),
    Check(
        name="K3",
        clause="Gateway API: /groups, /groups/{groupAddress}/members; schema Group",
        title=text(
            "Keeps groups and their members",
            "Uchovává skupiny a jejich členy",
            "Uchováva skupiny a ich členov",
            "Čuva grupe i njihove članove",
        ),
        tries=groups,
    ),
    Check(
        name="K4",
        clause="Gateway API: /logger-configs; schema LoggerConfig",
        title=text(
            "Keeps loggers: add, read, change, delete",
            "Uchovává záznamníky: přidání, čtení, změna, smazání",
            "Uchováva záznamníky: pridanie, čítanie, zmena, zmazanie",
            "Čuva beležnike: dodavanje, čitanje, izmena, brisanje",
        ),
        tries=loggers,
    ),
    Check(
        name="K5",
        clause="Gateway API: DELETE /control-programs/{…} (422); "
        "TALQErrorMessage deletingResourceIsReferred",
        title=text(
            "Does not delete what is in use",
            "Nesmaže, co se používá",
            "Nezmaže, čo sa používa",
            "Ne briše ono što se koristi",
        ),
        tries=held,
    ),
    Check(
        name="K6",
        clause="Gateway API: query talqRequestId, unique request identifier",
        title=text(
            "Does a repeated request once",
            "Opakovaný požadavek vykoná jednou",
            "Opakovanú požiadavku vykoná raz",
            "Ponovljeni zahtev izvršava jednom",
        ),
        tries=once,
    ),
    Check(
        name="K7",
        clause="Gateway API: POST /devices with the Nil UUID, DELETE /devices/{…}; "
        "ConfigurationService.commissioningSupported",
        title=text(
            "Takes a new device once, chooses its address, and removes it",
            "Nové zařízení přijme jednou, zvolí mu adresu a odebere je",
            "Nové zariadenie prijme raz, zvolí mu adresu a odoberie ho",
            "Novi uređaj prima jednom, bira mu adresu i uklanja ga",
        ),
        tries=commissioned,
    ),
)

"""How a gateway refuses what is wrong, and lives on."""

from typing import Any
from uuid import uuid4

from mesto.acceptance import reasons
from mesto.acceptance.finding import Check, Failed, text
from mesto.acceptance.talq.documents import (
    calendar,
    command,
    device,
    override,
    programme,
)
from mesto.acceptance.talq.session import Session, said
from mesto.simulator.talq.contract import VERSION

BAD, MISSING, CONFLICT, UNPROCESSABLE = 400, 404, 409, 422
NO_LEVEL = 150


async def no_version(session: Session) -> None:
    """Prove that a request without the version is refused."""
    await _refused(session, BAD, "getServices", headers={})


async def no_client(session: Session) -> None:
    """Prove that a request without our address is refused."""
    await _refused(session, BAD, "getServices", query={"clientAddress": ""})


async def no_uuid(session: Session) -> None:
    """Prove that an address that is none is refused."""
    await _refused(session, BAD, "getServices", query={"clientAddress": "nobody"})


async def no_shape(session: Session) -> None:
    """Prove that a document without what it must have is refused."""
    await _refused(session, BAD, "addCalendars", [{"rules": 1}])


async def no_json(session: Session) -> None:
    """Prove that nonsense is refused, and the next request is answered."""
    await _refused(session, BAD, "addCalendars", raw=b"\x00\xff{nothing")
    await session.must("getServices")


async def no_resource(session: Session) -> None:
    """Prove that what is not there is said not to be there."""
    await _refused(session, MISSING, "getDevice", deviceAddress=str(uuid4()))
    await _refused(session, MISSING, "getCalendar", calendarAddress=str(uuid4()))


async def taken(session: Session) -> None:
    """Prove that a name that is taken is a conflict."""
    name = str(uuid4())
    first = programme(session, name, [("00:00:00", 40)])
    await session.must("addControlPrograms", [first], status=201)
    try:
        await _refused(session, CONFLICT, "addControlPrograms", [first])
    finally:
        await session.ask("deleteControlProgram", controlProgramAddress=name)


async def unrelated(session: Session) -> None:
    """Prove that a calendar of no known programme is refused, and not kept."""
    name = str(uuid4())
    wrong = calendar(session, name, str(uuid4()))
    try:
        await _refused(session, UNPROCESSABLE, "addCalendars", [wrong])
        await session.must("getCalendar", status=MISSING, calendarAddress=name)
    finally:
        await session.ask("deleteCalendar", calendarAddress=name)


async def impossible(session: Session) -> None:
    """Prove that a level no lamp has is refused, and the lamp stays as it was."""
    before = await session.level()
    order = override(device(session.address), command(NO_LEVEL))
    try:
        await _refused(session, (BAD, UNPROCESSABLE), "sendCommand", order)
        if before is not None:
            await session.shows(before)
    finally:
        await session.ask("sendCommand", override(device(session.address), None))


async def every_answer(session: Session) -> None:
    """Prove that every answer of the whole run had the form of its operation."""
    if session.wrongs:
        operation, _ = session.wrongs[0]
        found = tuple(wrong for _, wrong in session.wrongs)
        raise Failed(reasons.SHAPE, what=operation, where=said(found))


async def _refused(
    session: Session, status: int | tuple[int, ...], name: str, *body: Any, **more: Any
) -> None:
    """Prove that a request is refused with a TALQErrorMessage.

    Raises Failed for another status, or when the message has no key.
    """
    errors = await session.must(name, *body, status=status, **more)
    if not isinstance(errors, list) or not errors:
        raise Failed(reasons.LACKS, what="TALQErrorMessage")


CHECKS: tuple[Check[Session], ...] = (
    Check(
        name="E1",
        clause=f"Gateway API: header talq-api-version ({VERSION}), required (400)",
        title=text(
            "Refuses a request without the interface version",
            "Odmítne požadavek bez verze rozhraní",
            "Odmietne požiadavku bez verzie rozhrania",
            "Odbija zahtev bez verzije interfejsa",
        ),
        tries=no_version,
    ),
    Check(
        name="E2",
        clause="Gateway API: query clientAddress, required (400)",
        title=text(
            "Refuses a request that does not say who asks",
            "Odmítne požadavek, který neříká, kdo se ptá",
            "Odmietne požiadavku, ktorá nehovorí, kto sa pýta",
            "Odbija zahtev koji ne kaže ko pita",
        ),
        tries=no_client,
    ),
    Check(
        name="E3",
        clause="Gateway API: query clientAddress, format uuid (400)",
        title=text(
            "Refuses a sender's address that is none",
            "Odmítne neplatnou adresu odesílatele",
            "Odmietne neplatnú adresu odosielateľa",
            "Odbija neispravnu adresu pošiljaoca",
        ),
        tries=no_uuid,
    ),
    Check(
        name="E4",
        clause="Gateway API: POST /calendars (400); TALQErrorMessage payloadError",
        title=text(
            "Refuses a document without what it must have",
            "Odmítne dokument bez povinných údajů",
            "Odmietne dokument bez povinných údajov",
            "Odbija dokument bez obaveznih podataka",
        ),
        tries=no_shape,
    ),
    Check(
        name="E5",
        clause="Gateway API: POST /calendars (400), bytes that are no JSON",
        title=text(
            "Refuses nonsense and lives on",
            "Odmítne nesmysl a pracuje dál",
            "Odmietne nezmysel a pracuje ďalej",
            "Odbija besmislice i radi dalje",
        ),
        tries=no_json,
    ),
    Check(
        name="E6",
        clause="Gateway API: GET /devices/{…}, /calendars/{…} (404); "
        "TALQErrorMessage resourceNotFound",
        title=text(
            "Says when something is not there",
            "Sdělí, že něco neexistuje",
            "Oznámi, že niečo neexistuje",
            "Kaže kad nečega nema",
        ),
        tries=no_resource,
    ),
    Check(
        name="E7",
        clause="Gateway API: POST /control-programs (409); "
        "TALQErrorMessage resourceConflict",
        title=text(
            "A name that is taken is a conflict",
            "Obsazené jméno je konflikt",
            "Obsadené meno je konflikt",
            "Zauzeto ime je konflikt",
        ),
        tries=taken,
    ),
    Check(
        name="E8",
        clause="Gateway API: POST /calendars (422); "
        "TALQErrorMessage relatedResourceNotFound",
        title=text(
            "Refuses what refers to nothing, and does not keep it",
            "Odmítne odkaz na neexistující a neuchová jej",
            "Odmietne odkaz na neexistujúce a neuchová ho",
            "Odbija upućivanje na nepostojeće i ne čuva ga",
        ),
        tries=unrelated,
    ),
    Check(
        name="E9",
        clause="Data model: DimLevel 0..100; TALQErrorMessage overrideCommandNotValid",
        title=text(
            "Refuses a level no lamp has, and the lamp stays as it was",
            "Odmítne nemožnou úroveň a svítidlo se nezmění",
            "Odmietne nemožnú úroveň a svietidlo sa nezmení",
            "Odbija nemoguć nivo, a svetiljka ostaje kakva je bila",
        ),
        tries=impossible,
    ),
    Check(
        name="E10",
        clause="Gateway API: responses of every operation",
        title=text(
            "Every answer has the form of its operation",
            "Každá odpověď má tvar své operace",
            "Každá odpoveď má tvar svojej operácie",
            "Svaki odgovor ima oblik svoje operacije",
        ),
        tries=every_answer,
    ),
)

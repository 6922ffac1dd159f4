"""What can be read of a gateway, and whether it agrees with itself."""

from collections.abc import Iterator

from mesto.acceptance import reasons
from mesto.acceptance.finding import Check, Failed, Inapplicable, text
from mesto.acceptance.talq.session import ACTUATOR, Plain, Session
from mesto.simulator.talq import contract


async def services(session: Session) -> None:
    """Prove that services are listed, and each can be read alone."""
    for one in await session.must("getServices"):
        alone = await session.must("getService", serviceName=one["name"])
        if alone["name"] != one["name"]:
            raise Failed(reasons.DIFFERS, what=one["name"], found=alone["name"])


async def classes(session: Session) -> None:
    """Prove that classes are listed, counted, and each can be read alone."""
    listed = await session.must("getDeviceClasses")
    await _counts(session, "getDeviceClassesCount", len(listed), "/device-classes")
    for one in listed:
        alone = await session.must("getDeviceClass", className=one["name"])
        if alone != one:
            raise Failed(reasons.DIFFERS, what=one["name"], found=alone)


async def devices(session: Session) -> None:
    """Prove that devices are listed and counted."""
    listed = await session.must("getDevices")
    await _counts(session, "getDevicesCount", len(listed), "/devices")


async def required(session: Session) -> None:
    """Prove that every function has the attributes its profile demands."""
    lacking = sorted(set(_lacking(await session.must("getDevices"))))
    if lacking:
        raise Failed(reasons.LACKS, what=", ".join(lacking))


async def parts(session: Session) -> None:
    """Prove that a device, a function and an attribute can each be read alone."""
    whole = await session.must("getDevice", deviceAddress=session.address)
    for one in whole.get("functions", ()):
        path = {"deviceAddress": session.address, "functionId": one["id"]}
        alone = await session.must("getDeviceFunction", **path)
        if alone["type"] != one["type"]:
            raise Failed(reasons.DIFFERS, what=one["id"], found=alone["type"])
    await session.level()


async def scopes(session: Session) -> None:
    """Prove that attributes of a function can be asked for by their scope."""
    one = session.function(ACTUATOR)
    few = await session.must(
        "getDeviceFunction",
        query={"attributeScope": "measurement"},
        deviceAddress=session.address,
        functionId=one["id"],
    )
    others = [
        name
        for name in few
        if contract.scope(ACTUATOR, name) not in {"", "measurement"}
    ]
    if others:
        raise Failed(reasons.UNASKED, what=", ".join(others))


async def filters(session: Session) -> None:
    """Prove that devices can be asked for by their class."""
    wanted = session.lamp["class"] if session.address else ""
    few = await session.must("getDevices", query={"deviceClasses": wanted})
    others = {one["class"] for one in few} - {wanted}
    if others or not few:
        raise Failed(reasons.UNASKED, what=", ".join(others) or "[]")


async def pages(session: Session) -> None:
    """Prove that devices come in pages."""
    offered = await session.must("getService", serviceName="ConfigurationService")
    if not offered.get("devicesPaginationSupported", False):
        raise Inapplicable(reasons.NOT_OFFERED, what="devicesPaginationSupported")
    whole = [one["address"] for one in await session.must("getDevices")]
    paged: list[str] = []
    while len(paged) < len(whole):
        size = max(1, len(whole) // 3)
        query = {"offset": str(len(paged)), "limit": str(size)}
        page = await session.must("getDevices", query=query)
        if not page or len(page) > size:
            raise Failed(
                reasons.COUNT, what="limit", said=str(size), found=str(len(page))
            )
        paged += [one["address"] for one in page]
    if sorted(paged) != sorted(whole):
        raise Failed(reasons.TWICE, what="/devices?offset=…")


async def _counts(session: Session, name: str, listed: int, what: str) -> None:
    said = await session.must(name)
    if said != listed:
        raise Failed(reasons.COUNT, what=what, said=said, found=listed)


def _lacking(devices: list[Plain]) -> Iterator[str]:
    """Yield what is demanded and not there; events need not be attributes."""
    known = contract.kinds("Function")
    for device in devices:
        for one in device.get("functions", ()):
            if one["type"] not in known:
                continue  # a vendor's own
            for name in contract.needed(one["type"]):
                event = contract.scope(one["type"], name) == "event"
                if name not in one and not event:
                    yield f"{one['type']}.{name}"


CHECKS: tuple[Check[Session], ...] = (
    Check(
        name="D1",
        clause="Gateway API: GET /services, GET /services/{serviceName}",
        title=text(
            "Services can be listed and read",
            "Služby lze vypsat a číst",
            "Služby možno vypísať a čítať",
            "Servisi se mogu izlistati i čitati",
        ),
        tries=services,
    ),
    Check(
        name="D2",
        clause="Gateway API: GET /device-classes, …/count, …/{className}",
        title=text(
            "Device classes can be listed, counted and read",
            "Třídy zařízení lze vypsat, spočítat a číst",
            "Triedy zariadení možno vypísať, spočítať a čítať",
            "Klase uređaja se mogu izlistati, prebrojati i čitati",
        ),
        tries=classes,
    ),
    Check(
        name="D3",
        clause="Gateway API: GET /devices, GET /devices/count; schema Device",
        title=text(
            "Devices can be listed, and their count agrees",
            "Zařízení lze vypsat a jejich počet souhlasí",
            "Zariadenia možno vypísať a ich počet súhlasí",
            "Uređaji se mogu izlistati, a njihov broj se slaže",
        ),
        tries=devices,
    ),
    Check(
        name="D4",
        clause="Data model: x-talq-profiles, lighting, gw: M",
        title=text(
            "Every attribute the profile demands is there",
            "Každý atribut požadovaný profilem je přítomen",
            "Každý atribút požadovaný profilom je prítomný",
            "Svaki atribut koji profil zahteva postoji",
        ),
        tries=required,
    ),
    Check(
        name="D5",
        clause="Gateway API: GET /devices/{deviceAddress}/{functionId}/{attributeName}",
        title=text(
            "A device, a function and an attribute can be read alone",
            "Zařízení, funkci i atribut lze číst samostatně",
            "Zariadenie, funkciu aj atribút možno čítať samostatne",
            "Uređaj, funkcija i atribut mogu se čitati zasebno",
        ),
        tries=parts,
    ),
    Check(
        name="D6",
        clause="Gateway API: GET /devices/{deviceAddress}/{functionId}?attributeScope",
        title=text(
            "Attributes can be read by their scope",
            "Atributy lze číst podle jejich rozsahu",
            "Atribúty možno čítať podľa ich rozsahu",
            "Atributi se mogu čitati po opsegu",
        ),
        tries=scopes,
    ),
    Check(
        name="D7",
        clause="Gateway API: GET /devices?deviceClasses",
        title=text(
            "Devices can be listed by their class",
            "Zařízení lze vypsat podle třídy",
            "Zariadenia možno vypísať podľa triedy",
            "Uređaji se mogu izlistati po klasi",
        ),
        tries=filters,
    ),
    Check(
        name="D8",
        clause="Gateway API: GET /devices?offset&limit; devicesPaginationSupported",
        title=text(
            "Devices come in pages, none twice",
            "Zařízení lze stránkovat, žádné není dvakrát",
            "Zariadenia možno stránkovať, žiadne nie je dvakrát",
            "Uređaji dolaze po stranama, nijedan dvaput",
        ),
        tries=pages,
    ),
)

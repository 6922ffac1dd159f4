"""What a gateway says of itself to a new CMS."""

from mesto.acceptance import reasons
from mesto.acceptance.finding import Check, Failed, text
from mesto.acceptance.talq.ours import Heard
from mesto.acceptance.talq.session import ACTUATOR, MONITOR, Session, said
from mesto.simulator.talq.contract import VERSION

PROFILE = "lighting"
SERVICES = ("ConfigurationService", "ControlService", "DataCollectService")
FUNCTIONS = ("BasicFunction", ACTUATOR, MONITOR)


async def services(session: Session) -> None:
    """Prove that it announces its services, among them those of the profile."""
    heard = await _announced(session, "announceServices", "POST /services")
    _has([one["name"] for one in heard.body], SERVICES)


async def profile(session: Session) -> None:
    """Prove that it says that it supports the profile."""
    found = await session.must("getService", serviceName="ConfigurationService")
    _has(found.get("supportedProfiles", ()), (PROFILE,))


async def classes(session: Session) -> None:
    """Prove that it announces its classes, and one of them is a lamp."""
    heard = await _announced(session, "addDeviceClasses", "POST /device-classes")
    types = [one["type"] for each in heard.body for one in each.get("functions", ())]
    _has(types, FUNCTIONS)


async def devices(session: Session) -> None:
    """Prove that it announces its devices."""
    heard = await _announced(session, "addDevices", "POST /devices")
    if not heard.body:
        raise Failed(reasons.LACKS, what="devices")


async def versions(session: Session) -> None:
    """Prove that every message carries the version it is written in."""
    major = VERSION.split(".", maxsplit=1)[0]
    for one in session.ours.heard:
        if one.version.split(".")[0] != major:
            raise Failed(
                reasons.RANGE,
                what=f"talq-api-version, {one.operation}",
                found=one.version or "–",
                wanted=VERSION,
            )
    if not session.ours.heard:
        raise Failed(reasons.UNTRIED, what="talq-api-version")


async def _announced(session: Session, names: str, what: str) -> Heard:
    """Wait for an announcement, or for the change of one we should know."""
    also = names.replace("add", "update")
    heard = await session.heard(what, lambda one: one.operation in {names, also})
    if heard.wrongs:
        raise Failed(reasons.SHAPE, what=what, where=said(tuple(heard.wrongs)))
    return heard


def _has(found: list[str], wanted: tuple[str, ...]) -> None:
    lacking = [one for one in wanted if one not in found]
    if lacking:
        raise Failed(reasons.LACKS, what=", ".join(lacking))


CHECKS: tuple[Check[Session], ...] = (
    Check(
        name="A1",
        clause="CMS API: POST /services (announceServices); schema Service",
        title=text(
            "Announces its services to a new CMS",
            "Novému CMS ohlásí své služby",
            "Novému CMS ohlási svoje služby",
            "Novom CMS-u prijavljuje svoje servise",
        ),
        tries=services,
    ),
    Check(
        name="A2",
        clause="Gateway API: GET /services/{serviceName}; "
        "ConfigurationService.supportedProfiles",
        title=text(
            "Declares the profile “lighting”",
            "Hlásí se k profilu „lighting“",
            "Hlási sa k profilu „lighting“",
            "Izjavljuje profil „lighting“",
        ),
        tries=profile,
    ),
    Check(
        name="A3",
        clause="CMS API: POST /device-classes (addDeviceClasses); schema DeviceClass",
        title=text(
            "Announces its device classes, lamps among them",
            "Ohlásí třídy zařízení včetně svítidel",
            "Ohlási triedy zariadení vrátane svietidiel",
            "Prijavljuje klase uređaja, među njima svetiljke",
        ),
        tries=classes,
    ),
    Check(
        name="A4",
        clause="CMS API: POST /devices (addDevices); schema Device",
        title=text(
            "Announces its devices",
            "Ohlásí svá zařízení",
            "Ohlási svoje zariadenia",
            "Prijavljuje svoje uređaje",
        ),
        tries=devices,
    ),
    Check(
        name="A5",
        clause="CMS API: header talq-api-version of every operation",
        title=text(
            "Every message names the version of the interface",
            "Každá zpráva uvádí verzi rozhraní",
            "Každá správa uvádza verziu rozhrania",
            "Svaka poruka navodi verziju interfejsa",
        ),
        tries=versions,
    ),
)

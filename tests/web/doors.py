"""Every door of the product, found in the code, and what names things in its path."""

import re

from mesto.app import DOMAINS
from mesto.gates.ngsi_ld import application
from mesto.web.routes import every_answer
from tests.furnishing import LAMP, NAME

GHOST = "nowhere-0000"  #: in the place of NAME
NGSI_LD = "/ngsi-ld/v1"


def console_doors():
    """Every answer of the console."""
    return [
        (method, path)
        for _, path, method, _ in every_answer(DOMAINS)
        if path != "events"  # the same as `live`, and does not end
    ]


def ngsi_ld_doors():
    """Every resource of the NGSI-LD API."""
    return [
        (method, NGSI_LD + path)
        for table in application.tables
        for path, methods in table.items()
        for method in methods
    ]


#: What names something of a town in a path, by how the path begins: what the other town
#: has there, and what nobody has. A path that is not here has to be put here.
NUMBER, UUID = "987654321", "00000000-0000-4000-8000-000000000000"


def parameters(theirs):
    """What stands in paths, by how they begin: what there is, and what nobody has."""
    plain = {"name": (NAME, GHOST), "id": (NAME, GHOST)}
    fixed = dict.fromkeys("zxy", ("0", "0"))
    asset = {"number": (theirs["asset"], NUMBER), "relation": ("refDevice",) * 2}
    return {
        "tiles/": fixed,
        "past/tiles/": fixed,
        "assets/": asset,
        "past/assets/": asset,
        "alarms/steps/": asset,
        "alarms/damping/": {"type": ("Streetlight", "Streetlight")},
        "tables/": {"type": ("Streetlight", "Streetlight")},
        "work-orders/": plain | {"digest": (theirs["picture"], "0" * 64)},
        "pictures/": {"digest": (theirs["picture"], "0" * 64)},
        "documents/": plain | {"kind": ("views", "views")},
        "reports/preview/": {"language": ("en", "en"), "format": ("pdf", "pdf")},
        "reports/": plain
        | {"run": (theirs["run"], UUID), "file": (theirs["file"], "x")},
        "calendars/": plain,
        "waste/rounds/": plain | {"digest": (theirs["picture"], "0" * 64)},
        "waste/": dict.fromkeys(
            ("name", "plan", "container", "one", "other"), (NAME, GHOST)
        ),
        "lighting/energy/": plain,
        "lighting/cabinets/": asset,
        "waste/containers/": asset,
        "waste/sensors/": asset,
        "scenarios/": plain,
        "interlocks/": plain,
        "lighting/presence/": plain,
        "escalation/": plain | {"kind": ("policies", "policies")},
        "checklists/": plain,
        "crews/": plain,
        "lighting/lamps/": asset,
        "lighting/plan/": plain | {"kind": ("groups", "groups")},
        "lighting/rollouts/": plain,
        "bulks/": {"number": (UUID, UUID)},
        "commands/": {"number": (UUID, UUID)},
        "connections/": plain,
        "emobility/stations/": asset | {"log": (NAME, GHOST)},
        "emobility/": plain
        | {
            "receipt": (f"{NAME}:1", f"{GHOST}:1"),
            "card": (NAME, GHOST),
            "start": (NAME, GHOST),
        },
        "emobility/waiting/": dict.fromkeys(("connection", "identity"), (NAME, GHOST)),
        "quarantine/": {"number": (theirs["quarantined"], NUMBER)},
        "people/": {"number": (theirs["person"], NUMBER)},
        "roles/": plain,
        "keys/": {"number": (theirs["key"], "ffffffff")},
        "targets/": plain,
        "municipality/": {"field": ("nothing", "nothing")},
        "personal/": {"login": (theirs["login"], f"nobody@{GHOST}")},
        "notifications/own/browsers/": {"number": (UUID, UUID)},
        "notifications/channels/": plain,
        "notifications/messages/": {"number": (theirs["message"], UUID)},
    }


def filled(path, known, which):
    """A path with what is theirs (0), or nobody's (1), in its variables."""
    if "{" not in path:
        return path, []
    begun = [start for start in known if path.startswith(start)]
    assert begun, f"say in `parameters` what {path} names"
    names = known[max(begun, key=len)]
    used = []

    def put(found):
        used.append(names[found[1].partition(":")[0]][which])
        return used[-1]

    return re.sub(r"{([^}]+)}", put, path), used


async def numbers_of(city, http, furnished):
    """What the things of a furnished town are called that have no name of their own."""
    api = f"/api/{city.name}"
    made = await http.post(f"{api}/reports/{NAME}/runs", json={})
    assert made.is_success, made.text
    runs = (await http.get(f"{api}/reports/{NAME}/runs")).json()
    await http.post(f"{api}/notifications/channels/{NAME}/try")
    async with city.bound() as connection:
        asset = await connection.fetchval("select id from entity where urn = $1", LAMP)
        refused = await connection.fetchval("select max(id) from quarantine")
    return {
        "asset": str(asset),
        "picture": furnished.picture,
        "run": runs[0]["id"],
        "file": f"{NAME}.xlsx",
        "quarantined": str(refused),
        "person": str(furnished.person),
        "key": furnished.key,
        "login": furnished.login,
        "message": UUID,
    }

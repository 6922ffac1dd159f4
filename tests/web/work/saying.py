"""What people say of work orders, for tests."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

LAMP = "urn:ngsi-ld:Streetlight:SL-1"


def now(**ago):
    return (datetime.now(UTC) - timedelta(**ago)).isoformat()


def one_of_many(kind, **said):
    return {"kind": kind, "id": str(uuid4()), "at": now(), **said}


async def opened(person, name="w-1", **fields):
    opening = {"at": now(hours=1), "title": "Change the lamp", **fields}
    made = await person.ask("PUT", f"work-orders/{name}", opening)
    assert made.status_code == 201, made.text
    return made.json()


async def say(person, *said, name="w-1"):
    return await person.ask("POST", f"work-orders/{name}/said", {"said": said})


async def of(person, name="w-1"):
    return await person.read(f"work-orders/{name}")

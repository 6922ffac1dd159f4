"""A town that has one of everything, and says the same in every text people read."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from uuid import uuid4

import httpx
from PIL import Image

from mesto.kernel.model import TYPE, Kind, Observation
from tests.waiting import until

NAME = "hidden-7b1e"  #: of everything, in addresses
LAMP = f"urn:ngsi-ld:Streetlight:{NAME}"
ALERT = f"urn:ngsi-ld:Alert:{NAME}"
BIN = f"urn:ngsi-ld:WasteContainer:{NAME}"
PLACE = (19.84, 45.25)
LANGUAGES = ("en", "cs", "sk", "sr-Latn")


@dataclass(frozen=True)
class Furnished:
    """A town, and what its things are called where they have numbers."""

    picture: str  #: digest
    key: str  #: number of a key
    person: int
    login: str
    link: str
    hook: str  #: the address at which another system sets a scenario off


class Furnisher:
    """Puts things into a town through its console's API, as who governs."""

    def __init__(self, http: httpx.AsyncClient, town: str, text: str) -> None:
        """Say `text` wherever people may say what they like."""
        self._http, self._town, self._text = http, town, text
        self._titles = dict.fromkeys(LANGUAGES, text)
        self._now = datetime.now(UTC)

    async def furnish(self) -> Furnished:
        """Put one of everything there."""
        await self._written()
        digest = await self._work()
        await self._connection()
        login = f"eva-{uuid4().hex[:6]}@{self._town}"
        body = {"login": login, "name": self._text, "roles": [NAME]}
        added = (await self._do("POST", "people", body)).json()
        key = {"label": self._text, "roles": ["viewer"]}
        await self._do("POST", "keys", key)
        listed = (await self._do("GET", "keys")).json()
        number = next(one["number"] for one in listed if one["label"] == self._text)
        hook = (await self._do("PUT", f"scenarios/{NAME}/hook", {})).json()["path"]
        return Furnished(digest, number, added["number"], login, added["link"], hook)

    async def _written(self) -> None:
        text, titles = self._text, self._titles
        role = {"title": titles, "rights": [{"verbs": ["see"], "records": "*"}]}
        await self._do("PUT", f"roles/{NAME}", role)
        measure = {"types": ["Streetlight"], "attribute": "voltage"}
        panels = [
            {"kind": "number", "title": text, "measure": measure, "period": "day"},
            {"kind": "chart", "title": text, "measure": measure},
            {"kind": "table", "title": text, "types": ["Streetlight"]},
        ]
        report = {
            "title": titles,
            "languages": ["en"],
            "panels": panels,
            "formats": ["xlsx"],
        }
        scenario = {
            "title": titles,
            "scope": {"types": ["Streetlight"]},
            "triggers": [{"is": "hand"}, {"is": "webhook"}],
            "actions": [
                {
                    "is": "notify",
                    "to": ["role:administrator"],
                    "subject": titles,
                    "severity": "medium",
                }
            ],
        }
        weekdays = {"is": "hours", "weekdays": [1], "start": "08:00", "end": "16:00"}
        interlock = {"commands": ["x"], "when": "value < 0.2", "says": titles}
        duty = {
            "title": text,
            "shifts": [{"people": ["person:anna@town"], "since": "2020-01-06"}],
        }
        policy = {
            "title": text,
            "severities": ["critical"],
            "types": ["Streetlight"],
            "steps": [{"after_min": 60, "tell": [f"duty:{NAME}"]}],
        }
        crew = {"title": text, "members": ["anna@town"], "services": []}
        for path, definition in (
            (f"reports/{NAME}", report),
            (f"scenarios/{NAME}", scenario),
            (f"calendars/{NAME}", {"title": titles, "rule": weekdays}),
            (f"interlocks/{NAME}", interlock),
            (f"escalation/duties/{NAME}", duty),
            (f"escalation/policies/{NAME}", policy),
            (f"crews/{NAME}", crew),
        ):
            await self._do("PUT", path, {"definition": definition})
        for kind in ("views", "dashboards", "tables"):
            document = {"title": text, "definition": {"panels": panels, "layers": []}}
            await self._do("PUT", f"documents/{kind}/{NAME}", document)
        channel = {
            "kind": "webhook",
            "url": "http://127.0.0.1:9/",
            "settings": {"title": text},
        }
        await self._do("PUT", f"notifications/channels/{NAME}", channel)

    async def _work(self) -> str:
        """Open a work order with a picture; return the picture's digest."""
        at = self._now.isoformat()
        content = _picture()
        digest = sha256(content).hexdigest()
        picture = {"content": b64encode(content).decode()}
        await self._do("PUT", f"pictures/{digest}", picture)
        opening = {
            "at": at,
            "title": self._text,
            "description": self._text,
            "about": LAMP,
            "to": f"crew:{NAME}",
            "checklist": [{"id": str(uuid4()), "at": at, "text": self._text}],
        }
        await self._do("PUT", f"work-orders/{NAME}", opening)
        said = [
            {"kind": "note", "text": self._text},
            {"kind": "photo", "digest": digest, "caption": self._text},
            {"kind": "material", "name": self._text, "amount": 1, "unit": self._text},
        ]
        told = [one | {"id": str(uuid4()), "at": at} for one in said]
        await self._do("POST", f"work-orders/{NAME}/said", {"said": told})
        return digest

    async def _connection(self) -> None:
        """Keep a connection, and bring what it refuses."""
        mapping = {
            "topic": "#",
            "entity": "urn:ngsi-ld:WasteContainer:{id}",
            "type": "WasteContainer",
            "attributes": [
                {"name": "fillingLevel", "path": "level", "missing": "refuse"}
            ],
        }
        draft = {"gate": "mqtt", "url": "webhook:", "settings": {"mappings": [mapping]}}
        await self._do("PUT", f"connections/{NAME}", draft)

        async def refused() -> bool:
            hook = await self._http.post(f"/hooks/{NAME}", json={"id": self._text})
            return hook.status_code == 400

        await until(refused)

    async def _do(self, method: str, path: str, body: object = None) -> httpx.Response:
        answer = await self._http.request(
            method, f"/api/{self._town}/{path}", json=body
        )
        assert answer.is_success, (method, path, answer.text)
        return answer


def standing(text: str) -> list[Observation]:
    """What devices and registers say of a town's things."""
    point = {"type": "Point", "coordinates": list(PLACE)}
    address = {"streetAddress": text, "district": text, "addressLocality": text}
    things = {
        LAMP: {
            "powerState": "on",
            "voltage": 230.0,
            "description": text,
            "brandName": text,
        },
        BIN: {"fillingLevel": 0.99, "description": text},
        ALERT: {
            "category": text,
            "subCategory": text,
            "severity": "critical",
            "description": text,
            "alertSource": LAMP,
        },
    }
    said = []
    for urn, values in things.items():
        said += [
            _seen(urn, TYPE, [urn.split(":")[2]]),
            _seen(urn, "location", point, kind=Kind.GEO_PROPERTY),
            _seen(urn, "name", text),
            _seen(urn, "address", address),
            _seen(urn, "validFrom", datetime.now(UTC).isoformat()),
            _seen(urn, "odd", 1, unit=text),
            _seen(urn, text, text),
            *(_seen(urn, name, value) for name, value in values.items()),
        ]
    return said


def _seen(urn: str, name: str, value: object, **more: object) -> Observation:
    at = datetime.now(UTC) - timedelta(minutes=1)
    return Observation(
        entity=urn,
        attribute=name,
        value=value,
        source="furnishing",
        observed_at=at,
        **more,
    )


def _picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (8, 8)).save(file, "JPEG")
    return file.getvalue()

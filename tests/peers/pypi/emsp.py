"""An eMSP by the PyPI package `extrawest-ocpi`, which checks all it is told.

python emsp.py PORT DESCRIPTOR

It listens on a socket it is given, whose port it is told.

Beside OCPI it answers `/stored`, what it was told, `/pull`, what it reads of its
partner, and `/send`, what it says to it; all of it by the package's own schemas.
"""

import logging
import os
import sys

PORT = int(sys.argv[1])
os.environ |= {
    "OCPI_HOST": f"127.0.0.1:{PORT}",
    "OCPI_PREFIX": "ocpi",
    "PROTOCOL": "http",
    "COUNTRY_CODE": "DE",
    "PARTY_ID": "ABC",
    "ENVIRONMENT": "testing",
}

import httpx
import uvicorn
from fastapi.encoders import jsonable_encoder
from py_ocpi import get_application
from py_ocpi.core.authentication.authenticator import Authenticator
from py_ocpi.core.enums import ModuleID, RoleEnum
from py_ocpi.core.utils import encode_string_base64
from py_ocpi.modules.cdrs.v_2_2_1.schemas import Cdr
from py_ocpi.modules.commands.v_2_2_1.schemas import CommandResponse
from py_ocpi.modules.locations.v_2_2_1.schemas import Location
from py_ocpi.modules.sessions.v_2_2_1.schemas import Session
from py_ocpi.modules.tariffs.v_2_2_1.schemas import Tariff
from py_ocpi.modules.versions.enums import VersionNumber
from py_ocpi.modules.versions.schemas import Version

OWN = ["token-of-the-emsp"]
LISTS = {"locations": Location, "tariffs": Tariff, "sessions": Session, "cdrs": Cdr}
stored = {}
partner = {}


class Tokens(Authenticator):
    @classmethod
    async def get_valid_token_a(cls):
        return ["token-of-the-first-contact"]

    @classmethod
    async def get_valid_token_c(cls):
        return OWN


class Store:
    @classmethod
    async def get(cls, module, _role, name, *_, **__):
        return stored.get(module.value, {}).get(str(name))

    @classmethod
    async def list(cls, *_, **__):
        return [], 0, True

    @classmethod
    async def create(cls, module, _role, data, *_, **__):
        if module is ModuleID.credentials_and_registration:
            partner.update(jsonable_encoder(data)["credentials"])
            role = {"role": "EMSP", "party_id": "ABC", "country_code": "DE"}
            role["business_details"] = {"name": "An eMSP of PyPI"}
            url = f"http://127.0.0.1:{PORT}/ocpi/versions"
            return {"token": OWN[0], "url": url, "roles": [role]}
        return cls.keep(module, data)

    @classmethod
    async def update(cls, module, _role, data, *_, **__):
        return cls.keep(module, data)

    @classmethod
    async def delete(cls, module, _role, name, *_, **__):
        stored.get(module.value, {}).pop(str(name), None)

    @classmethod
    async def do(cls, module, _role, action, *_, data=None, **__):
        stored.setdefault(module.value, {})[action.value] = jsonable_encoder(data)

    @classmethod
    def keep(cls, module, data):
        stored.setdefault(module.value, {})[str(data["id"])] = data
        return data


app = get_application(
    version_numbers=[VersionNumber.v_2_2_1],
    roles=[RoleEnum.emsp],
    crud=Store,
    modules=list(ModuleID),
    authenticator=Tokens,
)


async def ask(verb, url, told=None):
    proof = {"Authorization": f"Token {encode_string_base64(partner['token'])}"}
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.request(verb, url, json=told, headers=proof)


async def endpoints():
    versions = (await ask("GET", partner["url"])).json()["data"]
    (one,) = [Version(**one) for one in versions]
    told = (await ask("GET", one.url)).json()["data"]["endpoints"]
    return {(one["identifier"], one["role"]): one["url"] for one in told}


@app.get("/stored")
async def show():
    return jsonable_encoder(stored)


@app.get("/pull")
async def pull():
    """Read every list, page by page; return ids, by module."""
    where, found = await endpoints(), {}
    for module, schema in LISTS.items():
        url = where[module, "SENDER"] + "?date_from=2020-01-01T00:00:00Z&limit=1"
        found[module] = []
        while url:
            answer = await ask("GET", url)
            found[module] += [schema(**one).id for one in answer.json()["data"]]
            url = answer.links.get("next", {}).get("url")
    return found


@app.post("/send/{module}/{rest:path}")
async def send(module: str, rest: str, told: dict):
    verb = "PUT" if module == "tokens" else "POST"
    url = (await endpoints())[module, "RECEIVER"]
    answer = (await ask(verb, f"{url}/{rest}", told)).json()
    if module == "commands":
        return jsonable_encoder(CommandResponse(**answer["data"]))
    return answer["status_code"]


logging.getLogger("OCPI-Logger").setLevel(logging.WARNING)
uvicorn.run(app, fd=int(sys.argv[2]), log_level="warning")

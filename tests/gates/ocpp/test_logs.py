"""A station brings a log to the town: once, in time, and only who was asked."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ocpp import v16, v201
from ocpp.routing import on

from mesto.gates.ocpp.logs import name_of, read_form, speaks_http
from mesto.kernel.model import Command, State
from mesto.kernel.question.brought import Brought, KeepBrought
from tests.conftest import Server
from tests.gates.ocpp.conftest import (
    NAME,
    STATION,
    connect,
    know,
    observed,
    station,
    value_of,
)
from tests.gates.ocpp.test_orders import outcome
from tests.waiting import until

BYTES = b"2026-05-01 10:00 relay 3 does not close\n"


@given(st.text())
def test_a_name_leads_nowhere(told: str) -> None:
    name = name_of(told)
    assert name
    assert not name.startswith(".")
    assert not set(name) & set("/\\\0\r\n\"'")
    assert len(name) <= 100


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("..%2F..%2Fetc%2Fpasswd", "passwd"),
        ("C:\\logs\\a b.zip", "a_b.zip"),
        ("", "log.txt"),
        ("..", "log.txt"),
    ],
)
def test_of_a_path_its_end_is_the_name(told: str, name: str) -> None:
    assert name_of(told) == name


@given(st.binary(), st.text())
def test_any_bytes_are_a_file_or_none(body: bytes, more: str) -> None:
    assert read_form("text/plain", body) == ("", body)
    name, content = read_form(f"multipart/form-data; boundary={more}", body)
    assert isinstance(name, str)
    assert isinstance(content, bytes)


def test_a_form_brings_its_first_file() -> None:
    files = {"file": ("cp.log", BYTES, "text/plain")}
    form = httpx.Request("POST", "http://x/", data={"a": "b"}, files=files)
    body = form.read()
    assert read_form(form.headers["content-type"], body) == ("cp.log", BYTES)


@pytest.mark.parametrize(
    ("ways", "well"),
    [("FTP,HTTP", "yes"), ("https", "yes"), ("", "yes"), ("FTP,FTPS", "no")],
)
def test_who_tells_ftp_alone_cannot_bring_it_here(ways: str, well: str) -> None:
    assert speaks_http(ways) is (well == "yes")


class Old(v16.ChargePoint):
    """A station that is asked for its diagnostics."""

    ways = "FTP,HTTP"

    def __init__(self, *told: Any) -> None:
        super().__init__(*told)
        self.url = ""

    @on("GetConfiguration")
    def settings(self, key: list[str]) -> Any:
        told = [{"key": key[0], "readonly": True, "value": self.ways}]
        return v16.call_result.GetConfiguration(configuration_key=told)

    @on("GetDiagnostics")
    def diagnostics(self, location: str, **_: Any) -> Any:
        self.url = location
        return v16.call_result.GetDiagnostics(file_name="cp.log")


class Ftp(Old):
    """A station that only speaks FTP."""

    ways = "FTP, FTPS"


class New(v201.ChargePoint):
    """A newer station; it does not tell its ways."""

    url = ""

    @on("GetLog")
    def get_log(self, log: dict[str, Any], log_type: str, **_: Any) -> Any:
        self.url = log["remote_location"]
        answer = "Accepted" if log_type == "DiagnosticsLog" else "Rejected"
        return v201.call_result.GetLog(status=answer)


async def ask(server: Server, **value: Any) -> str:
    """Ask for a log; return its URN."""
    id_ = await server.city.order(
        Command(
            entity=STATION,
            name="fetchLog",
            value=value,
            source="t",
            expires_at=datetime.now(UTC) + timedelta(minutes=5),
        )
    )
    return f"urn:ngsi-ld:EVStationLog:NS-1:{id_}"


async def bring(
    url: str, body: bytes = BYTES, verb: str = "PUT", **more: Any
) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.request(verb, url, content=body, **more)


async def address_of(cp: Any) -> str:
    async def is_asked() -> str:
        return str(cp.url)

    await until(is_asked)
    return str(cp.url)


@pytest.mark.anyio
async def test_an_old_station_brings_its_diagnostics_once(town: Server) -> None:
    await connect(town, log_mb=1)
    await know(town, "CP-2", "urn:ngsi-ld:EVChargingStation:NS-2")
    async with station(town, kind=Old) as cp:
        urn = await ask(town)
        url = await address_of(cp)
        assert await outcome(town, "fetchLog") == (State.CONFIRMED, "")
        assert urlsplit(url).netloc == urlsplit(town.url).netloc
        kept = (await town.city.present([urn]))[urn]
        secret = url.rpartition("/")[2]
        assert secret not in str(kept)

        other = url.replace("/cp-1/", "/cp-2/")
        assert other != url
        for wrong in (other, url[:-1], url.replace(secret, "0" * 43)):
            assert (await bring(wrong)).status_code == 404
        assert (await bring(url, verb="GET")).status_code == 405
        assert (await bring(url, b"")).status_code == 400
        large = await bring(url, b"x" * (1 * 2**20 + 1))
        assert large.status_code == 413
        assert "at most" in large.text
        assert await town.city.ask(Brought(urn)) is None

        central = town.installation.exchanges[town.city.name].lines[NAME]
        central.bringing.add(urn)
        twice = await bring(url, b"other")
        assert (twice.status_code, "being brought" in twice.text) == (410, True)
        central.bringing.remove(urn)

        assert (await bring(f"{url}/cp%2F..%2F.log")).status_code == 201
        again = await bring(url, b"other")
        assert again.status_code == 410
        assert "brought already" in again.text
    assert not await town.city.ask(KeepBrought(urn, b"of another process"))
    assert await town.city.ask(Brought(urn)) == BYTES
    log = (await town.city.present([urn]))[urn]
    said = {name: log.value(name) for name in ("status", "fileName", "fileSize")}
    assert said == {"status": "came", "fileName": "log", "fileSize": len(BYTES)}
    assert log.value("refEVChargingStation") == STATION


@pytest.mark.anyio
async def test_a_new_station_brings_a_form_and_what_is_late_stays_outside(
    town: Server,
) -> None:
    async with station(town, version=v201, kind=New) as cp:
        urn = await ask(town, kind="diagnostics")
        url = await address_of(cp)
        past = {"@type": "DateTime", "@value": "2026-05-01T10:00:00Z"}
        before = await value_of(town, urn, "expiresAt")
        await town.city.record(observed(urn, expiresAt=past))
        late = await bring(url)
        assert late.status_code == 410
        assert "too late" in late.text
        await town.city.record(observed(urn, expiresAt=before))
        files = {"log": ("cp 1.zip", BYTES, "application/zip")}
        form = httpx.Request("POST", url, files=files)
        sent = await bring(url, form.read(), "POST", headers=dict(form.headers))
        assert sent.status_code == 201
        assert await value_of(town, urn, "fileName") == "cp_1.zip"

        refused = await ask(town, kind="security")

        async def failed() -> bool:
            return await value_of(town, refused, "status") == "failed"

        await until(failed)
        assert (await bring(cp.url)).status_code == 410


@pytest.mark.anyio
async def test_a_station_that_only_speaks_ftp_is_not_asked_and_that_is_said(
    town: Server,
) -> None:
    async with station(town, kind=Ftp) as cp:
        urn = await ask(town)
        state, reason = await outcome(town, "fetchLog")
        assert state == State.FAILED
        assert "jen přes FTP, FTPS" in reason
        assert cp.url == ""

        async def failed() -> bool:
            why = await value_of(town, urn, "reason")
            return why is not None and why["cs"] == reason

        await until(failed)

"""`mesto accept ocpp` against a sound station, and ones with defects."""

import asyncio
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from mesto.acceptance.finding import LANGUAGES, Protocol, Text, Verdict
from mesto.acceptance.ocpp.checks import CHECKS
from mesto.acceptance.ocpp.session import Pace
from mesto.acceptance.ocpp.trial import Trial, try_station
from mesto.kernel.errors import Malformed
from tests.acceptance.ocpp.post import TONGUES, Post

pytestmark = pytest.mark.anyio
PASSWORD = "correct-horse-battery"
CARD = "04AB"
SOUND = Pace(within_s=20, every_s=1, quiet_s=0.5)
HASTY = Pace(within_s=1, every_s=1, quiet_s=0.5)
VERSIONS = list(TONGUES)


async def tried(
    protocol: str,
    *defects: str,
    only: str = "",
    pace: Pace = SOUND,
    password: str = PASSWORD,
    trusts: ssl.SSLContext | None = None,
    acts: Callable[[Post, str], None] | None = None,
    **more: Any,
) -> Protocol:
    """Try a post, which comes once we listen.

    acts: does at the post what a person is asked for
    """
    post = Post("CP-1", TONGUES[protocol])
    post.password, post.trusts, post.defects = password, trusts, set(defects)
    coming: list[asyncio.Task[None]] = []

    def opened(port: int) -> None:
        post.url = f"{'wss' if trusts else 'ws'}://127.0.0.1:{port}/CP-1"
        coming.append(asyncio.create_task(post.live()))

    loop = asyncio.get_running_loop()

    def hands(what: Text) -> None:
        assert acts is not None
        loop.call_soon_threadsafe(acts, post, what["en"])

    trial = Trial(
        identity="CP-1",
        protocol=protocol,
        pace=pace,
        card=CARD,
        heartbeat_s=1,
        password=PASSWORD,
        hands=hands if acts else None,
        opened=opened,
        only=only.split(),
        **more,
    )
    try:
        return await try_station(trial, lambda *_: None)
    finally:
        for task in coming:
            task.cancel()
        await asyncio.gather(*coming, return_exceptions=True)


def ended(protocol: Protocol, verdict: Verdict) -> dict[str, str]:
    return {
        one.name: one.why.said("en") if one.why else ""
        for one in protocol.findings
        if one.verdict == verdict
    }


def by_hand(post: Post, asked: str) -> None:
    """Do at a post what a person is asked for."""
    assert CARD in asked
    if asked.startswith("Connect"):
        post.begin(CARD)
    elif asked.startswith("End"):
        post.start(post.finish("Local", "StopAuthorized"))
    elif post.line is not None:
        post.start(post.line.authorize("FFFF"))


@pytest.mark.parametrize("protocol", VERSIONS)
async def test_a_sound_station_is_accepted(protocol: str) -> None:
    found = await tried(protocol, acts=by_hand)
    assert ended(found, Verdict.FAILED) == {}
    lacks = ended(found, Verdict.INAPPLICABLE).values()
    assert set(lacks) == {"not offered: --certificate"}
    assert found.accepted
    assert any("Volt Post" in value for _, value in found.about)
    evidence = str([one.evidence for one in found.findings])
    assert "04AB" in evidence
    assert PASSWORD not in evidence


@pytest.mark.parametrize(
    ("defect", "fails", "before"),
    [
        ("impatient", "TC_B_02_CS", ""),
        ("timeless", "B01.FR.06", ""),
        ("deaf", "TC_K_03_CS", ""),
        ("mute", "J02", ""),
        ("backward", "J", "J02"),
        ("sloppy", "P3", "G02"),
        ("stubborn", "TC_B_20_CS", ""),
        ("forgetful", "E11", "TC_B_09_CS"),
        ("careless", "E13", ""),
        ("agreeable", "F03.FR.09", ""),
        ("agreeable", "TC_B_11_CS", ""),
        ("usurping", "TC_A_11_CS", ""),
    ],
)
async def test_a_defect_fails_its_clause(defect: str, fails: str, before: str) -> None:
    only = f"TC_B_01_CS {before} {fails}"
    found = await tried("ocpp2.0.1", defect, only=only, pace=HASTY)
    assert fails in ended(found, Verdict.FAILED)
    assert "TC_B_01_CS" in ended(found, Verdict.PASSED)


async def test_who_brings_the_wrong_password_is_let_in_nowhere() -> None:
    only = "TC_085_CS TC_001_CS"
    found = await tried(
        "ocpp1.6", only=only, pace=HASTY, password="wrong-horse-battery"
    )
    assert set(ended(found, Verdict.FAILED)) == set(only.split())


@pytest.mark.parametrize("gullible", [False, True])
async def test_a_station_believes_the_certificate_it_knows_alone(
    *, gullible: bool, tmp_path: Path
) -> None:
    certificate = tmp_path / "we.pem"
    certificate.write_bytes(self_signed("127.0.0.1"))
    trusts = ssl.create_default_context(cafile=str(certificate))
    if gullible:
        trusts.check_hostname, trusts.verify_mode = False, ssl.CERT_NONE
    only = "TC_A_04_CS TC_A_05_CS"
    found = await tried(
        "ocpp2.0.1", only=only, pace=HASTY, trusts=trusts, certificate=certificate
    )
    assert "TC_A_04_CS" in ended(found, Verdict.PASSED)
    assert ("TC_A_05_CS" in ended(found, Verdict.FAILED)) is gullible


def self_signed(host: str) -> bytes:
    """Make a certificate for an address, with its key, PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now, day = datetime.now(UTC), timedelta(days=1)
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now - day, now + day)
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    kind, bare = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return key.private_bytes(pem, kind, bare) + certificate.public_bytes(pem)


async def test_a_certificate_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Malformed):
        await tried("ocpp1.6", certificate=tmp_path / "none.pem")


@pytest.mark.parametrize("protocol", VERSIONS)
def test_every_check_has_a_name_of_its_own_and_is_in_the_guide(protocol: str) -> None:
    names = [one.name for one in CHECKS[protocol]]
    assert len(set(names)) == len(names)
    guide = Path("docs/how-to/acceptance.md").read_text()
    for one in CHECKS[protocol]:
        assert set(one.title) == set(LANGUAGES)
        assert f"| {one.name} |" in guide

"""Papers and files of the ledger, and contracts that are tried.

As what the screens show, they are made in a process of its own where a town is large.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from typing import NamedTuple, TypeAlias

import msgspec

from mesto.domains.lighting.energy.contract import Contract
from mesto.domains.lighting.energy.export import TOWN, write_zip
from mesto.domains.lighting.energy.page import Proof, page_in
from mesto.domains.lighting.energy.proving import prove, prove_each, prove_town
from mesto.domains.lighting.energy.reading import Asked, ask, contracts_of
from mesto.domains.lighting.energy.reckoning import Viewer, is_large, visited
from mesto.domains.lighting.energy.shown import ledger_shown, verdict_shown
from mesto.kernel.apart import apart
from mesto.kernel.city import City
from mesto.kernel.errors import NotFound
from mesto.kernel.visit import Visit
from mesto.operations.commands.reading import whole
from mesto.operations.reports.pdf import write_pdf
from mesto.operations.reports.period import Days
from mesto.operations.reports.report import Language
from mesto.operations.reports.signed import About


class Wish(NamedTuple):
    """What is to be made of some days."""

    days: Days
    now: datetime
    language: Language = "en"
    contract: str = ""  #: name of the one that a page is about; empty: the town
    draft: Contract | None = None  #: one that is tried


#: Makes something; a function of a module, for it may be called in another process.
Make: TypeAlias = Callable[[City, Wish], Awaitable[bytes]]


async def made(visit: Visit, make: Make, wish: Wish) -> bytes:
    """Make something as whoever visits sees it. Raises what making it raises."""
    if not await is_large(visit):
        return await make(visit, wish)
    async for content in apart(_make_apart, make, Viewer.of(visit), wish):
        return content
    raise AssertionError("it makes something, or fails")


async def page(city: City, wish: Wish) -> bytes:
    """Make the page to be signed, of the town or of a contract, as PDF.

    Raises NotFound for a contract there is not, or that has no month in these days.
    """
    asked = await _asked(city, wish)
    proof = await _proof(city, asked, wish.contract)
    about = About(
        town=(await whole(city).municipality()).title,
        days=wish.days,
        zone=asked.spot.zone,
        at=wish.now,
    )
    return await asyncio.to_thread(
        lambda: write_pdf(page_in(wish.language, proof, about))
    )


async def data(city: City, wish: Wish) -> bytes:
    """Make the file of everything the ledgers rest on, a zip."""
    asked = await _asked(city, wish)
    contracts = await contracts_of(city)
    proofs = {TOWN: await prove_town(city, asked)}
    proofs |= await prove_each(city, asked, contracts)
    return await asyncio.to_thread(write_zip, proofs, asked.evidence, contracts)


async def trial(city: City, wish: Wish) -> bytes:
    """Make what a contract comes to while it is written, as JSON. Raises Malformed."""
    assert wish.draft is not None, "there is something to try"
    proof = await prove(city, await _asked(city, wish), wish.draft)
    return msgspec.json.encode(
        {
            "formula": wish.draft.formula,
            "ledger": proof and ledger_shown(proof.ledger),
            "verdict": proof and verdict_shown(proof.verdict),
        }
    )


async def _asked(city: City, wish: Wish) -> Asked:
    return await ask(city, wish.days.first, wish.days.end, wish.now)


async def _proof(city: City, asked: Asked, name: str) -> Proof:
    if not name:
        return await prove_town(city, asked)
    contract = (await contracts_of(city)).get(name)
    proof = None if contract is None else await prove(city, asked, contract)
    if proof is None:
        raise NotFound("there is no such contract in these days")
    return proof


def _make_apart(make: Make, viewer: Viewer, wish: Wish) -> Iterator[bytes]:
    """Make something in a process that has not opened anything yet."""

    async def work() -> bytes:
        async with visited(viewer) as city:
            return await make(city, wish)

    yield asyncio.run(work())

"""One's own account: name, password, codes of an authenticator, sessions."""

import pyotp
import segno
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.access.accounts import Account, Accounts
from mesto.kernel.access.callers import SESSION_COOKIE
from mesto.kernel.errors import Forbidden
from mesto.web.answers import answer_json
from mesto.web.asker import callers_of, guessing
from mesto.web.body import read_body

ISSUER = "mesto"  #: what an authenticator calls us


class Called(Struct, frozen=True, forbid_unknown_fields=True):
    """How somebody is called, and the language it reads (BCP 47; empty: any)."""

    name: str
    language: str = ""


class Exchange(Struct, frozen=True, forbid_unknown_fields=True):
    """A password in place of another."""

    old: str
    new: str


class Proof(Struct, frozen=True, forbid_unknown_fields=True):
    """One's password, for what a forgotten screen must not be enough for."""

    password: str


class Pairing(Proof, frozen=True, forbid_unknown_fields=True):
    """What an authenticator was given, and the first code it shows."""

    secret: str
    code: str


async def rename(request: Request) -> Response:
    """Change how one is called."""
    person = await person_of(request)
    called = await read_body(request, Called)
    await _accounts(request).rename(
        person.number, name=called.name[:200], language=called.language[:20]
    )
    return Response(status_code=204)


async def change_password(request: Request) -> Response:
    """Choose another password.

    Raises Forbidden where the old one is wrong, and Unavailable after too many.
    """
    person = await person_of(request)
    wanted = await read_body(request, Exchange)
    with guessing(request):
        await _accounts(request).change_password(person.number, wanted.old, wanted.new)
    return Response(status_code=204)


async def offer_codes(request: Request) -> Response:
    """Make a secret for an authenticator; nothing is kept before its first code."""
    person = await person_of(request)
    secret = pyotp.random_base32()
    uri = pyotp.TOTP(secret, issuer=ISSUER).provisioning_uri(name=person.login)
    modules = segno.make_qr(uri, error="m").matrix
    picture = ["".join(map(str, row)) for row in modules]
    return answer_json(request, {"secret": secret, "uri": uri, "picture": picture})


async def ask_for_codes(request: Request) -> Response:
    """Ask for a code whenever one signs in.

    Raises Forbidden where the password is wrong, Unavailable after too many, and
    Malformed for a code that does not fit.
    """
    person = await person_of(request)
    pairing = await read_body(request, Pairing)
    await _prove(request, person, pairing)
    await _accounts(request).ask_for_codes(person.number, pairing.secret, pairing.code)
    return Response(status_code=204)


async def ask_for_no_codes(request: Request) -> Response:
    """Ask for codes no more.

    Raises Forbidden where the password is wrong, and Unavailable after too many.
    """
    person = await person_of(request)
    await _prove(request, person, await read_body(request, Proof))
    await _accounts(request).ask_for_no_codes(person.number)
    return Response(status_code=204)


async def show_sessions(request: Request) -> Response:
    """List where one is signed in."""
    person = await person_of(request)
    own = _accounts(request).session_number(_token(request))
    listed = await _accounts(request).sessions(person.number)
    return answer_json(
        request,
        [
            {
                "number": one.number,
                "agent": one.agent,
                "created_at": one.created_at,
                "seen_at": one.seen_at,
                "this": one.number == own,
            }
            for one in listed
        ],
    )


async def end_session(request: Request) -> Response:
    """Sign out somewhere else. Raises NotFound where that is over."""
    person = await person_of(request)
    await _accounts(request).end(person.number, str(request.path_params["number"]))
    return Response(status_code=204)


async def person_of(request: Request) -> Account:
    """Return who asks. Raises Forbidden for who came without an account."""
    person = await callers_of(request).person(_token(request))
    if person is None:
        raise Forbidden("sign in with an account; a key has none")
    return person


async def _prove(request: Request, person: Account, proof: Proof) -> None:
    with guessing(request):
        await _accounts(request).confirm(person.number, proof.password)


def _token(request: Request) -> str:
    return request.cookies.get(SESSION_COOKIE, "")


def _accounts(request: Request) -> Accounts:
    return callers_of(request).accounts

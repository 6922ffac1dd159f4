"""What is kept of a person: told, and forgotten."""

from collections.abc import Sequence

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.access.account import signed
from mesto.kernel.access.acts import note_first
from mesto.kernel.city import City
from mesto.operations.personal.erase import erase
from mesto.operations.personal.kept import Kept, counted, kept_of
from mesto.web.account import person_of
from mesto.web.answers import answer_json
from mesto.web.asker import callers_of, host_of
from mesto.web.picture import Picture


async def show_own(request: Request) -> Response:
    """Hand over to somebody everything that is kept of it, wherever it belongs."""
    person = await person_of(request)
    callers = callers_of(request)
    cities = [callers.cities[n] for n in person.memberships if n in callers.cities]
    kept = await kept_of(callers.accounts, cities, person.login)
    return _file(request, kept)


async def show_kept(request: Request, _picture: Picture) -> Response:
    """Hand over everything that is kept of a person here; that it was is noted.

    Raises NotFound where nothing is.
    """
    city, login = host_of(request), _login(request)
    kept = await _kept(request, [city])
    await note_first(
        city.database, "personal-data-exported", where=[city.name], whom=signed(login)
    )
    return _file(request, _seen_from(kept, city))


async def preview(request: Request, _picture: Picture) -> Response:
    """Say what forgetting a person would change. Raises NotFound."""
    city = host_of(request)
    counts = counted(await _kept(request, [city]), [city.name])
    sessions = 0 if counts.elsewhere else counts.sessions
    return answer_json(request, counts._asdict() | {"sessions": sessions})


async def forget(request: Request, _picture: Picture) -> Response:
    """Forget a person: a pseudonym takes its place in all history.

    Raises NotFound where nothing is kept, Conflict for who belongs elsewhere too or is
    the last who governs.
    """
    city = host_of(request)
    await _kept(request, [city])
    accounts = callers_of(request).accounts
    pseudonym = await erase(accounts, city.database, [city], _login(request))
    return answer_json(request, {"pseudonym": pseudonym})


async def _kept(request: Request, cities: Sequence[City]) -> Kept:
    return await kept_of(callers_of(request).accounts, cities, _login(request))


def _seen_from(kept: Kept, city: City) -> Kept:
    """Leave out the account of who belongs to other municipalities too."""
    account = kept.account
    if account is None or set(account.memberships) == {city.name}:
        return kept
    return msgspec.structs.replace(kept, account=None, sessions=())


def _login(request: Request) -> str:
    return str(request.path_params["login"]).strip().lower()


def _file(request: Request, kept: Kept) -> Response:
    name = "".join(letter if letter.isalnum() else "-" for letter in kept.login)
    headers = {"content-disposition": f'attachment; filename="{name}.json"'}
    return answer_json(request, msgspec.to_builtins(kept), headers=headers)

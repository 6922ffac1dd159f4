"""Who may ask what of the console: every answer there is, by every kind of caller."""

import re

import httpx
import pytest

from mesto.app import DOMAINS
from mesto.kernel.access.rights import Verb
from mesto.web.routes import every_answer

pytestmark = pytest.mark.anyio

#: What is open to who only looks. Whatever is not here, an operator or an
#: administrator has to do.
LOOKING = re.compile(
    r"GET (map|tiles/.*|state|events|search|abnormal|boards|basemap\.pmtiles"
    r"|municipality|assets/.*|alarms(\.csv|/counts|/steps/[^/]+|/damping)?|past(/.*)?"
    r"|tables/[^/]+(/(rows|columns|values))?|documents/[^/]+"
    r"|calendars(/[^/]+/days)?|reports(/1/runs(/.*)?)?|notifications/own|work-orders(/.*)?"
    r"|scenarios(/[^/]+(/(versions|runs|hook))?)?"
    r"|lighting/(plan(/1/1/versions)?|night|lamps/1)"
    r"|checklists|commands/(waiting|held)|within|bulks(/1(/failed)?)?|interlocks)"
    r"|GET lighting/cabinets/.*"
    r"|GET lighting/energy(/(price|segments|data|page))?|POST lighting/energy/try"
    r"|POST (panels|calendars/check|scenarios/(check|try|rehearse)"
    r"|lighting/plan/1/(check|change))"
    r"|POST tables/[^/]+/(export|history)"
    r"|(PUT|POST|DELETE) notifications/own(/.*)?"
    r"|GET waste/rounds(/.*)?|(PUT|POST) waste/rounds/1/(said|pictures/1)"
    r"|GET lighting/(presence|rehearse)|POST lighting/(presence/check|rehearse)"
    r"|GET waste/plans(/1(/(why|against)/1)?)?"
    r"|GET waste/(written|fleet|emptyings|sensors(/1)?|policy|stickers(/photo)?)"
    r"|GET waste/(shifts|contracts|policies|calendars)(/1(/versions)?)?"
    r"|GET waste/fleet/(vehicles|depots|sites)(/1)?"
    r"|GET waste/(rehearse|ledger(/(page|data))?)"
    r"|POST waste/(days|ledger/invoice|rehearse)"
    r"|GET waste/(forecast|containers/1/levels)"
    r"|GET emobility/(stations(/1)?|sessions|upkeep|uptime|courses)"
    r"|GET emobility/(load|(savings|sites)(/data)?)"
    r"|GET emobility/(tariffs|hosts|vehicles|campaigns)(/1(/versions)?)?"
    r"|GET emobility/(receipts(/1(/page)?)?|statement)|POST emobility/price"
)
GOVERNING = re.compile(
    r".* (people.*|roles.*|keys.*|why|targets/.*|retention|acts(\.csv)?|proof"
    r"|personal.*|notifications/(channels|messages).*)|PUT municipality/.*"
)
REFUSED = {401, 403}


def every_request():
    for _, path, method, _ in every_answer(DOMAINS):
        if path != "events":  # a stream that does not end
            yield method, re.sub(r"{[^}]+}", "1", path)


async def statuses(ask):
    return {
        f"{method} {path}": await ask(method, path) for method, path in every_request()
    }


async def test_who_brings_nothing_is_told_nothing(server):
    async with httpx.AsyncClient(base_url=server.url) as stranger:

        async def ask(method, path):
            url = f"/api/{server.city.name}/{path}"
            return (await stranger.request(method, url, json={})).status_code

        assert set((await statuses(ask)).values()) == {401}


async def test_nobody_reaches_another_municipality(admin, another_municipality):
    async def ask(method, path):
        url = f"/api/{another_municipality}/{path}"
        return (await admin.http.request(method, url, json={})).status_code

    assert set((await statuses(ask)).values()) == {404}


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("viewer", LOOKING.fullmatch),
        ("operator", lambda wish: not GOVERNING.fullmatch(wish)),
        ("administrator", lambda _wish: True),
    ],
)
async def test_a_role_is_answered_what_it_may_ask_and_refused_the_rest(
    somebody, role, may
):
    person = await somebody("somebody", role)

    async def ask(method, path):
        return (await person.ask(method, path, {})).status_code

    for wish, status in (await statuses(ask)).items():
        assert (status not in REFUSED) == bool(may(wish)), (role, wish, status)


def test_every_verb_guards_something():
    assert {verb for verb, *_ in every_answer(DOMAINS)} == set(Verb)

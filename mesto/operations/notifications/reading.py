"""Who and what can be told, as it is now."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from mesto.kernel.access.accounts import Account, Accounts
from mesto.kernel.city import City
from mesto.kernel.errors import Malformed
from mesto.kernel.municipality import nearest
from mesto.kernel.names import PERSON
from mesto.kernel.registry import CHANNEL, CHANNEL_PREFIX
from mesto.operations.alarms.reading import on_duty
from mesto.operations.notifications.channel import Channel, read_channel
from mesto.operations.notifications.channels.push import Browser
from mesto.operations.notifications.contacts import Contact, browsers_of, contacts_of
from mesto.operations.notifications.plan import Person, Town
from mesto.operations.notifications.residents import residents_of
from mesto.operations.work.reading import crews_of


async def people_of(city: City, accounts: Accounts) -> dict[str, Person]:
    """Return who can be told, by login; who may not come in is not told either."""
    languages = (await city.municipality()).languages
    async with city.bound() as connection:
        contacts = await contacts_of(connection)
        browsers = await browsers_of(connection)
    return {
        one.login: _person(one, city.name, languages[0], contacts, browsers)
        for one in await accounts.of_municipality(city.name)
        if not one.disabled
    }


async def town_of(city: City, accounts: Accounts, named: Collection[str]) -> Town:
    """Return who can be told; of groups and channels, those that are `named`."""
    channels = await channels_of(city, named)
    async with city.bound() as connection:
        residents = await residents_of(connection, named)
    return Town(
        people=await people_of(city, accounts),
        groups=await _groups(city, set(named)),
        channels={name: one.kind for name, one in channels.items() if one.enabled},
        residents={name: one.way for name, one in residents.items()},
        zone=(await city.municipality()).zone,
    )


async def channels_of(
    city: City, named: Collection[str] | None = None
) -> dict[str, Channel]:
    """Return the town's channels by name; what makes no sense is left out.

    named: recipients; of channels only these, as `channel:NAME`; None: all, in order
    """
    if named is None:
        entities = await city.entities(CHANNEL)
    else:
        names = (one.partition(":")[2] for one in named if one.startswith("channel:"))
        entities = await city.present([f"{CHANNEL_PREFIX}{name}" for name in names])
    secrets = await city.secrets(list(entities))
    found = {}
    for urn, entity in entities.items():
        try:
            channel = read_channel(entity, secrets.get(urn, ()))
        except Malformed:
            continue  # somebody wrote it by the API; it is not used
        found[channel.name] = channel
    return found


async def _groups(city: City, named: set[str]) -> dict[str, Sequence[str]]:
    """Return who is on call, and who is in the crews that are named or on call."""
    duties = {
        one: await on_duty(city, one.partition(":")[2])
        for one in sorted(named)
        if one.startswith("duty:")
    }
    on_call = {who for found in duties.values() for who in found}
    return duties | await _crews(city, sorted(named | on_call))


async def _crews(city: City, named: Iterable[str]) -> dict[str, Sequence[str]]:
    crews = await crews_of(city)
    return {
        one: [f"{PERSON}:{login}" for login in crews[one[5:]].members]
        for one in named
        if one.startswith("crew:") and one[5:] in crews
    }


def _person(
    account: Account,
    city: str,
    language: str,
    contacts: Mapping[str, Contact],
    browsers: Mapping[str, Sequence[Browser]],
) -> Person:
    contact = contacts.get(account.login, Contact())
    return Person(
        login=account.login,
        language=nearest(account.language) or language,
        roles=account.memberships.get(city, ()),
        mail=contact.mail,
        phone=contact.phone,
        browsers=[one.number for one in browsers.get(account.login, ())],
        preferences=contact.preferences,
    )

"""How people come in, and who else does not."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from mesto.kernel.access import entrance
from mesto.kernel.access.accounts import Accounts, Voucher
from mesto.kernel.errors import Conflict, Forbidden, Malformed, NotFound

pytestmark = pytest.mark.anyio

PHRASE = "correct horse battery"
SECRET = pyotp.random_base32()


@pytest.fixture
def people(database, monkeypatch):
    monkeypatch.setattr(entrance, "TRUST_S", 0.0)
    return Accounts(database)


@pytest.fixture
def login(municipality):
    return f"jana@{municipality}"


@pytest.fixture
async def jana(people, city, login):
    """An administrator with a password."""
    made = await people.make(login, "Jana", {city.name: ["administrator"]})
    await people.accept(await people.invite(made.number), PHRASE)
    return made


async def test_an_invitation_lets_somebody_choose_a_password_once(people, city, login):
    made = await people.make(login.upper(), "Jana", {city.name: ["viewer"]})
    word = await people.invite(made.number)
    assert (await people.invited(word)).login == login
    token = await people.accept(word, PHRASE)
    assert (await people.person_of(token)).memberships == {city.name: ("viewer",)}
    with pytest.raises(Forbidden):
        await people.accept(word, PHRASE)
    assert await people.sign_in(login, PHRASE)


async def test_an_old_link_and_a_replaced_one_open_nothing(people, city, login):
    made = await people.make(login, "Jana", {city.name: ["viewer"]})
    late = await people.invite(made.number, timedelta(0))
    replaced = await people.invite(made.number)
    good = await people.invite(made.number)
    for word in (late, replaced, "nonsense"):
        with pytest.raises(Forbidden):
            await people.accept(word, PHRASE)
    assert await people.accept(good, PHRASE)


@pytest.mark.parametrize("password", ["", "short", "x" * 2000])
async def test_a_weak_password_is_refused_and_the_link_stays_good(
    people, city, login, password
):
    made = await people.make(login, "Jana", {city.name: ["viewer"]})
    word = await people.invite(made.number)
    with pytest.raises(Malformed):
        await people.accept(word, password)
    assert await people.accept(word, PHRASE)


@pytest.mark.usefixtures("jana")
async def test_a_wrong_login_and_a_wrong_password_are_refused_alike(people, login):
    told = []
    for who, password in ((login, "wrong password"), ("nobody@x", PHRASE)):
        with pytest.raises(Forbidden) as refused:
            await people.sign_in(who, password)
        told.append(str(refused.value))
    assert told[0] == told[1]


async def test_a_code_is_asked_for_and_taken_once(people, jana, login):
    with pytest.raises(Malformed):
        await people.ask_for_codes(jana.number, SECRET, "000000")
    code = pyotp.TOTP(SECRET).now()
    await people.ask_for_codes(jana.number, SECRET, code)
    with pytest.raises(Forbidden) as refused:
        await people.sign_in(login, PHRASE)
    assert refused.value.facts["code"]
    code = pyotp.TOTP(SECRET).now()
    assert await people.sign_in(login, PHRASE, code)
    with pytest.raises(Forbidden):
        await people.sign_in(login, PHRASE, code)
    await people.ask_for_no_codes(jana.number)
    assert await people.sign_in(login, PHRASE)


async def test_a_session_ends_by_signing_out_from_afar_and_with_the_account(
    people, jana, login, city
):
    await people.make(f"x{login}", "Second", {city.name: ["administrator"]})
    first, second, third = [
        await people.sign_in(login, PHRASE, agent=f"browser {n}") for n in range(3)
    ]
    await people.sign_out(first)
    listed = await people.sessions(jana.number)
    (other,) = [one.number for one in listed if one.agent == "browser 1"]
    await people.end(jana.number, other)
    with pytest.raises(NotFound):
        await people.end(jana.number, other)
    assert (await people.person_of(third)).login == login
    await people.disable(jana.number, disabled=True)
    for token in (first, second, third):
        with pytest.raises(Forbidden):
            await people.person_of(token)
    with pytest.raises(Forbidden):
        await people.sign_in(login, PHRASE)


async def test_a_new_password_by_link_ends_what_was_open(people, jana, login):
    stolen = await people.sign_in(login, PHRASE)
    await people.accept(await people.invite(jana.number), "a new password")
    with pytest.raises(Forbidden):
        await people.person_of(stolen)


async def test_a_password_is_changed_by_who_knows_the_old_one(people, jana, login):
    with pytest.raises(Forbidden):
        await people.change_password(jana.number, "wrong", "a new password")
    await people.change_password(jana.number, PHRASE, "a new password")
    assert await people.sign_in(login, "a new password")


async def test_somebody_always_may_govern(people, jana, city):
    with pytest.raises(Conflict):
        await people.leave(jana.number, city.name)
    with pytest.raises(Conflict):
        await people.join(jana.number, city.name, ["viewer"])
    second = await people.make(f"eva@{city.name}", "Eva", {})
    await people.join(second.number, city.name, ["administrator"])
    await people.leave(jana.number, city.name)
    assert [one.name for one in await people.of_municipality(city.name)] == ["Eva"]


@pytest.mark.usefixtures("jana")
async def test_a_login_is_one_persons(people, login):
    with pytest.raises(Conflict):
        await people.make(login, "Another", {})
    with pytest.raises(Malformed):
        await people.make("two words", "Another", {})


async def test_a_provider_vouches_and_says_the_roles(people, city, login):
    voucher = Voucher(
        issuer="https://id.example",
        subject=login,
        login=f"v{login}",
        name="Věra",
        memberships={city.name: ["viewer"]},
    )
    person = await people.person_of(await people.vouched(voucher))
    assert person.memberships == {city.name: ("viewer",)}
    again = await people.person_of(await people.vouched(voucher))
    assert again.number == person.number
    with pytest.raises(Forbidden):  # no password, so none is right
        await people.sign_in(f"v{login}", "")


async def test_a_provider_takes_over_nobodys_local_account(people, jana):
    voucher = Voucher(
        issuer="https://id.example", subject="x", login=jana.login, name="Evil"
    )
    with pytest.raises(Conflict):
        await people.vouched(voucher)


async def test_a_session_nobody_uses_is_over(people, jana, login, database):
    token = await people.sign_in(login, PHRASE)
    async with database.owner() as connection:
        await connection.execute(
            "update session set expires_at = $2 where account = $1",
            jana.number,
            datetime.now(UTC),
        )
    with pytest.raises(Forbidden):
        await people.person_of(token)


async def test_a_person_is_erased(people, jana, login, city):
    second = await people.make(f"eva@{city.name}", "Eva", {})
    await people.join(second.number, city.name, ["administrator"])
    token = await people.sign_in(login, PHRASE)
    await people.erase(jana.number)
    with pytest.raises(Forbidden):
        await people.person_of(token)
    with pytest.raises(NotFound):
        await people.by_login(login)

"""The pages on which residents ask to be reminded, and end it. Pure."""

from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from mesto.domains.waste.reminders.due import Wish
from mesto.domains.waste.reminders.words import reminder_word

MOMENTS = ("evening", "morning")


class Offer(NamedTuple):
    """What can be asked for on the page of an address.

    path: where it is asked for; push_key: how push services know us
    mails: mail can be sent from here
    """

    path: str
    address: str
    push_key: str
    mails: bool


def offer_in(offer: Offer, language: str) -> str:
    """Return the form that asks for reminders, as HTML."""
    return "".join(_offer(offer, language))


def asked_page(language: str) -> str:
    """Return what is shown to who asked by mail, whoever the address is of."""
    title, look = _say("title", language), _say("look", language)
    return f'<h1>{title}</h1><p role="status">{look}</p>'


def wish_page(wish: Wish, language: str, *, confirmed: bool) -> str:
    """Return the page where somebody confirms, changes or ends a reminder."""
    return "".join(_wish(wish, language, confirmed=confirmed))


def ended_page(language: str) -> str:
    """Return what is shown to who has ended it."""
    title, ended = _say("title", language), _say("ended", language)
    return f'<h1>{title}</h1><p role="status">{ended}</p>'


def _offer(offer: Offer, language: str) -> Iterator[str]:
    yield f"<h2>{_say('title', language)}</h2>"
    yield f'<form method="post" action="{escape(offer.path)}" data-reminders'
    yield f' data-key="{escape(offer.push_key)}">'
    yield f'<input type="hidden" name="address" value="{escape(offer.address)}">'
    yield f'<input type="hidden" name="language" value="{language}">'
    yield from _moments("evening", language)
    if offer.mails:
        yield f'<label for="m">{_say("mail", language)}</label>'
        yield '<input id="m" type="email" name="mail" autocomplete="email"'
        yield ' maxlength="254" required>'
        yield f"<button>{_say('by_mail', language)}</button>"
    yield '<button type="button" data-push hidden>'
    yield f"{_say('by_push', language)}</button></form>"
    yield f'<p data-refused role="alert" hidden>{_say("refused", language)}</p>'
    yield f"<p class=soft>{_say('privacy', language)}</p>"
    yield '<script src="/open/reminders.js" defer></script>'


def _moments(chosen: str, language: str) -> Iterator[str]:
    yield f"<fieldset><legend>{_say('when', language)}</legend>"
    for one in MOMENTS:
        checked = " checked" if one == chosen else ""
        yield f'<label><input type="radio" name="moment" value="{one}"{checked}> '
        yield f"{_say(one, language)}</label>"
    yield "</fieldset>"


def _wish(wish: Wish, language: str, *, confirmed: bool) -> Iterator[str]:
    yield f"<h1>{_say('title', language)}</h1>"
    if not confirmed:
        yield f"<p>{_say('asked', language, address=wish.address)}</p>"
        yield '<form method="post"><button name="confirm" value="1">'
        yield f"{_say('confirm', language)}</button></form>"
    else:
        yield f'<p role="status">{_say("reminded", language, address=wish.address)}</p>'
        yield '<form method="post">'
        yield from _moments(wish.moment, language)
        yield f"<button>{_say('change', language)}</button></form>"
    yield '<form method="post"><button name="end" value="1" class="quiet">'
    yield f"{_say('end', language)}</button></form>"
    yield f"<p class=soft>{_say('privacy', language)}</p>"


def _say(name: str, language: str, **values: object) -> str:
    return escape(reminder_word(name, language, **values))

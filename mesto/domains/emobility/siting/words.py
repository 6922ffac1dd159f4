"""Why a post is recommended, or not, in words. Pure."""

from collections.abc import Iterator
from typing import Final

from mesto.domains.emobility.siting.cables import MOST_A, Net
from mesto.domains.emobility.siting.rank import Choice, hours_of, span
from mesto.kernel.text import Text, filled
from mesto.kernel.words import said

POWER: Final = said(
    "It can give {night} kW while the lamps burn and {day} kW while they do not.",
    "Může dávat {night} kW, když svítí lampy, a {day} kW, když nesvítí.",
    "Môže dávať {night} kW, keď svietia lampy, a {day} kW, keď nesvietia.",
    "Može da daje {night} kW dok lampe svetle i {day} kW dok ne svetle.",
)
BOUND: Final = said(
    "{cable} leaves no more.",
    "Víc nedovolí {cable}.",
    "Viac nedovolí {cable}.",
    "Više ne dozvoljava {cable}.",
)
DROP_BOUND: Final = said(
    "The drop of voltage, {low} to {high} %, leaves no more.",
    "Víc nedovolí úbytek napětí, {low} až {high} %.",
    "Viac nedovolí úbytok napätia, {low} až {high} %.",
    "Više ne dozvoljava pad napona, {low} do {high} %.",
)
DROP: Final = said(
    "The voltage drops by {low} to {high} %.",
    "Napětí klesne o {low} až {high} %.",
    "Napätie klesne o {low} až {high} %.",
    "Napon pada za {low} do {high} %.",
)
NEAREST: Final = said(
    "The nearest charger is {metres} m away.",
    "Nejbližší nabíječka je {metres} m daleko.",
    "Najbližšia nabíjačka je {metres} m ďaleko.",
    "Najbliži punjač je udaljen {metres} m.",
)
NO_CHARGER: Final = said(
    "There is no charger in the town yet.",
    "Ve městě zatím není žádná nabíječka.",
    "V meste zatiaľ nie je žiadna nabíjačka.",
    "U gradu još nema punjača.",
)
PARKING: Final = said(
    "Of the parking places nearby {percent} % are taken.",
    "Z parkovacích míst poblíž je obsazeno {percent} %.",
    "Z parkovacích miest v okolí je obsadených {percent} %.",
    "Od parking mesta u blizini zauzeto je {percent} %.",
)
SESSIONS: Final = said(
    "Stations nearby had {n} sessions in 90 days.",
    "Stanice poblíž měly za 90 dní {n} nabíjení.",
    "Stanice v okolí mali za 90 dní {n} nabíjaní.",
    "Stanice u blizini imale su {n} punjenja za 90 dana.",
)
WISHES: Final = said(
    "{n} residents have asked for it nearby.",
    "Žádostí obyvatel z okolí: {n}.",
    "Žiadostí obyvateľov z okolia: {n}.",
    "Zahteva stanovnika iz okoline: {n}.",
)
WHY_NOT: Final = {
    "unknown": said(
        "Nobody says what its cable carries.",
        "Nikdo neuvádí, co jeho kabel unese.",
        "Nikto neuvádza, čo jeho kábel unesie.",
        "Niko ne navodi šta njegov kabl nosi.",
    ),
    "full": said(
        "Its cable has no room for a charger.",
        "Na jeho kabelu není pro nabíječku místo.",
        "Na jeho kábli nie je pre nabíjačku miesto.",
        "Na njegovom kablu nema mesta za punjač.",
    ),
    "far": said(
        "It is too far along its cable.",
        "Je na kabelu příliš daleko.",
        "Je na kábli príliš ďaleko.",
        "Predaleko je na kablu.",
    ),
    "near": said(
        "A better place nearby, or on the same cable, comes first.",
        "Přednost má lepší místo poblíž nebo na stejném kabelu.",
        "Prednosť má lepšie miesto v okolí alebo na tom istom kábli.",
        "Prednost ima bolje mesto u blizini ili na istom kablu.",
    ),
}


def reasons(choice: Choice, net: Net) -> Iterator[Text]:
    """Yield why a post is where it is in the list."""
    if choice.why_not:
        yield WHY_NOT[choice.why_not]
    room, wanted = choice.room, choice.wanted
    if room is not None:
        lit, dark = hours_of(net.cables[choice.post.cable].lamps_a)
        night, day = span(room, lit), span(room, dark)
        yield filled(POWER, night=night, day=day)
        low, high = (round(one, 1) for one in room.drop)
        bound = min(room.amps) < MOST_A  # else the charger itself is the limit
        if bound and room.bound in net.cables:
            yield filled(BOUND, cable=net.cables[room.bound].name)
        by_drop = bound and room.bound not in net.cables
        yield filled(DROP_BOUND if by_drop else DROP, low=low, high=high)
    if wanted.nearest_m is None:
        yield NO_CHARGER
    else:
        yield filled(NEAREST, metres=round(wanted.nearest_m))
    if wanted.parking is not None:
        yield filled(PARKING, percent=round(100 * wanted.parking))
    if wanted.sessions:
        yield filled(SESSIONS, n=wanted.sessions)
    if wanted.wishes:
        yield filled(WISHES, n=wanted.wishes)

"""What is ticked off at a sensor, by what is wrong with it; what to bring comes first.

Pure. A list of here fits where the diagnosis has named the fault.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from mesto.domains.waste.nouns import CONTAINER
from mesto.domains.waste.sensors.kinds import TITLES, Kind
from mesto.kernel.checklist import Checklist, Step
from mesto.kernel.diagnosed import FAULT_KIND
from mesto.kernel.plugin import Text
from mesto.kernel.words import said


def _tick(text: Text) -> Step:
    return Step(text=text)


CLOTH: Final = _tick(
    said(
        "Bring: cloth and cleaner",
        "Vzít s sebou: hadr a čistič",
        "Vziať so sebou: handru a čistič",
        "Poneti: krpu i sredstvo za čišćenje",
    )
)
BATTERY: Final = _tick(
    said(
        "Bring: battery for this sensor, seal",
        "Vzít s sebou: baterii pro toto čidlo, těsnění",
        "Vziať so sebou: batériu pre tento snímač, tesnenie",
        "Poneti: bateriju za ovaj senzor, zaptivku",
    )
)
SENSOR: Final = _tick(
    said(
        "Bring: a new sensor, screws",
        "Vzít s sebou: nové čidlo, šrouby",
        "Vziať so sebou: nový snímač, skrutky",
        "Poneti: nov senzor, šrafove",
    )
)
METRE: Final = _tick(
    said(
        "Bring: folding rule",
        "Vzít s sebou: metr",
        "Vziať so sebou: meter",
        "Poneti: metar",
    )
)
FREE: Final = _tick(
    said(
        "Take away what stands before the eye",
        "Odstranit, co stojí před čidlem",
        "Odstrániť, čo stojí pred snímačom",
        "Ukloniti ono što stoji ispred senzora",
    )
)
WIPE: Final = _tick(
    said(
        "Wipe the eye and let it dry",
        "Otřít čidlo a nechat vyschnout",
        "Utrieť snímač a nechať vyschnúť",
        "Obrisati senzor i ostaviti da se osuši",
    )
)
SEAL: Final = _tick(
    said(
        "Look at the seal: no water gets in",
        "Prohlédnout těsnění: neteče dovnitř voda",
        "Prezrieť tesnenie: netečie dovnútra voda",
        "Pregledati zaptivku: voda ne ulazi",
    )
)
DEPTH: Final = Step(
    text=said(
        "Measure from the eye to the bottom",
        "Změřit od čidla ke dnu",
        "Zmerať od snímača k dnu",
        "Izmeriti od senzora do dna",
    ),
    wants="number",
    unit="cm",
)
WRITE_DEPTH: Final = _tick(
    said(
        "Write that depth into the sensor",
        "Zapsat tu hloubku do čidla",
        "Zapísať tú hĺbku do snímača",
        "Upisati tu dubinu u senzor",
    )
)
EXCHANGE: Final = _tick(
    said(
        "Exchange the battery",
        "Vyměnit baterii",
        "Vymeniť batériu",
        "Zameniti bateriju",
    )
)
REPLACE: Final = _tick(
    said(
        "Mount the new sensor, write its number into the inventory",
        "Namontovat nové čidlo, zapsat jeho číslo do evidence",
        "Namontovať nový snímač, zapísať jeho číslo do evidencie",
        "Ugraditi nov senzor, upisati njegov broj u popis",
    )
)
NUMBERS: Final = _tick(
    said(
        "Read the number of each of the two sensors",
        "Přečíst číslo každého z obou čidel",
        "Prečítať číslo každého z oboch snímačov",
        "Pročitati broj svakog od dva senzora",
    )
)
SWAP: Final = _tick(
    said(
        "Write into the inventory which container each belongs to",
        "Zapsat do evidence, ke kterému kontejneru které patří",
        "Zapísať do evidencie, ku ktorému kontajneru ktorý patrí",
        "Upisati u popis kom kontejneru koji pripada",
    )
)
RADIO: Final = _tick(
    said(
        "Look at the aerial, and press for a report",
        "Prohlédnout anténu a vyvolat hlášení",
        "Prezrieť anténu a vyvolať hlásenie",
        "Pregledati antenu i izazvati javljanje",
    )
)
UPRIGHT: Final = _tick(
    said(
        "Set the container upright, at its place",
        "Postavit kontejner na jeho místo",
        "Postaviť kontajner na jeho miesto",
        "Uspraviti kontejner na njegovom mestu",
    )
)
SHUT: Final = _tick(
    said("Shut the lid", "Zavřít víko", "Zavrieť veko", "Zatvoriti poklopac")
)
REPORTS: Final = _tick(
    said(
        "A right level was reported",
        "Přišla správná hladina",
        "Prišla správna hladina",
        "Stigao je tačan nivo",
    )
)
PICTURE: Final = Step(
    text=said(
        "The sensor when it is done",
        "Čidlo po dokončení",
        "Snímač po dokončení",
        "Senzor po završetku",
    ),
    wants="photo",
)

_DONE: Final[Mapping[Kind, Sequence[Step]]] = {
    Kind.BATTERY_ENDING: (BATTERY, EXCHANGE, SEAL, REPORTS),
    Kind.BATTERY_EMPTY: (BATTERY, EXCHANGE, SEAL, REPORTS),
    Kind.DRIFT: (CLOTH, WIPE, SEAL, DEPTH, REPORTS),
    Kind.WRONG_HEIGHT: (METRE, DEPTH, WRITE_DEPTH, REPORTS),
    Kind.NOISY: (CLOTH, WIPE, SEAL, REPORTS, PICTURE),
    Kind.JAM: (CLOTH, FREE, WIPE, REPORTS, PICTURE),
    Kind.STUCK: (SENSOR, REPLACE, DEPTH, WRITE_DEPTH, REPORTS),
    Kind.BROKEN: (SENSOR, REPLACE, DEPTH, WRITE_DEPTH, REPORTS),
    Kind.SWAPPED: (NUMBERS, SWAP, REPORTS),
    Kind.SILENT: (SENSOR, RADIO, REPORTS),
    Kind.TIPPED: (UPRIGHT, REPORTS),
    Kind.MOVED: (UPRIGHT, REPORTS),
    Kind.LID_OPEN: (SHUT, REPORTS),
}


def _checklist(kind: Kind, steps: Sequence[Step]) -> Checklist:
    title = {tag: text[:1].upper() + text[1:] for tag, text in TITLES[kind].items()}
    return Checklist(
        title=title,
        work=("repair",),
        types=(CONTAINER,),
        where={FAULT_KIND: (kind.value,)},
        steps=tuple(steps),
    )


def _name(kind: Kind) -> str:
    kebab = "".join(f"-{c.lower()}" if c.isupper() else c for c in kind.value)
    return f"container-{kebab}"


CHECKLISTS: Final[Mapping[str, Checklist]] = {
    _name(kind): _checklist(kind, steps) for kind, steps in _DONE.items()
}

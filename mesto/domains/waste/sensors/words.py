"""What evidence says, in a sentence with the numbers it stands on. A table. Pure."""

from collections.abc import Mapping
from string import Formatter
from typing import Final

from mesto.domains.waste.sensors.kinds import ACTIONS, Action, Kind
from mesto.kernel.plugin import Text
from mesto.kernel.text import filled
from mesto.kernel.words import said

#: Ways a kind shows that read differently; the facts tell which.
FORESEEN, WET, FULL_LOW = "low", "colder", "fullLow"
WORST, CLOCK, JUMPS, SAID = "worst", "clocks", "jumps", "said"

EVIDENCE: Final[Mapping[tuple[Kind, str], Text]] = {
    (Kind.BATTERY_ENDING, ""): said(
        "The battery is at {percent:.0f} %.",
        "Baterie je na {percent:.0f} %.",
        "Batéria je na {percent:.0f} %.",
        "Baterija je na {percent:.0f} %.",
    ),
    (Kind.BATTERY_ENDING, FORESEEN): said(
        "The battery is at {percent:.0f} %, and lasts {low:.0f} to {high:.0f} days.",
        "Baterie je na {percent:.0f} % a vydrží ještě {low:.0f} až {high:.0f} dní.",
        "Batéria je na {percent:.0f} % a vydrží ešte {low:.0f} až {high:.0f} dní.",
        "Baterija je na {percent:.0f} % i traje još {low:.0f} do {high:.0f} dana.",
    ),
    (Kind.LID_OPEN, ""): said(
        "The lid has been open for {hours:.0f} h.",
        "Víko je otevřené {hours:.0f} h.",
        "Veko je otvorené {hours:.0f} h.",
        "Poklopac je otvoren {hours:.0f} h.",
    ),
    (Kind.DRIFT, ""): said(
        "The zero creeps: after emptying it reads {percent:.0f} %, before that it read "
        "{from:.0f} % ({times:.0f} emptyings).",
        "Nula ujíždí: po vyvezení ukazuje {percent:.0f} %, dřív {from:.0f} % "
        "(vyvezení: {times:.0f}).",
        "Nula uniká: po vyvezení ukazuje {percent:.0f} %, predtým {from:.0f} % "
        "(vyvezení: {times:.0f}).",
        "Nula se pomera: posle pražnjenja pokazuje {percent:.0f} %, ranije "
        "{from:.0f} % (pražnjenja: {times:.0f}).",
    ),
    (Kind.WRONG_HEIGHT, ""): said(
        "Wrong mounting height: an empty container reads {percent:.0f} % "
        "({times:.0f} emptyings).",
        "Chybná montážní výška: prázdný kontejner ukazuje {percent:.0f} % "
        "(vyvezení: {times:.0f}).",
        "Chybná montážna výška: prázdny kontajner ukazuje {percent:.0f} % "
        "(vyvezení: {times:.0f}).",
        "Pogrešna visina ugradnje: prazan kontejner pokazuje {percent:.0f} % "
        "(pražnjenja: {times:.0f}).",
    ),
    (Kind.WRONG_HEIGHT, FULL_LOW): said(
        "Wrong mounting height: a full container reads {percent:.0f} % only "
        "({times:.0f} looks into it).",
        "Chybná montážní výška: plný kontejner ukazuje jen {percent:.0f} % "
        "(pohledů dovnitř: {times:.0f}).",
        "Chybná montážna výška: plný kontajner ukazuje len {percent:.0f} % "
        "(pohľadov dovnútra: {times:.0f}).",
        "Pogrešna visina ugradnje: pun kontejner pokazuje samo {percent:.0f} % "
        "(pogleda unutra: {times:.0f}).",
    ),
    (Kind.NOISY, ""): said(
        "Readings scatter: {share:.0f} % of them jump by {size:.0f} points and back.",
        "Údaje kolísají: {share:.0f} % z nich skočí o {size:.0f} bodů a zpět.",
        "Údaje kolíšu: {share:.0f} % z nich skočí o {size:.0f} bodov a späť.",
        "Očitavanja skaču: {share:.0f} % njih skoči za {size:.0f} poena i nazad.",
    ),
    (Kind.NOISY, WET): said(
        "Probably condensation: {share:.0f} % of the readings jump up by {size:.0f} "
        "points, when it is {colder:.0f} °C colder than usual.",
        "Zřejmě rosí: {share:.0f} % údajů vyskočí o {size:.0f} bodů, když je o "
        "{colder:.0f} °C chladněji než obvykle.",
        "Zrejme sa rosí: {share:.0f} % údajov vyskočí o {size:.0f} bodov, keď je o "
        "{colder:.0f} °C chladnejšie než zvyčajne.",
        "Verovatno kondenzacija: {share:.0f} % očitavanja skoči za {size:.0f} poena, "
        "kad je {colder:.0f} °C hladnije nego obično.",
    ),
    (Kind.STUCK, ""): said(
        "The sensor said {percent:.0f} % {times:.0f} times in a row.",
        "Čidlo řeklo {percent:.0f} % {times:.0f}krát po sobě.",
        "Snímač povedal {percent:.0f} % {times:.0f}-krát po sebe.",
        "Senzor je {times:.0f} puta zaredom rekao {percent:.0f} %.",
    ),
    (Kind.JAM, ""): said(
        "Something is before the eye: it reads {percent:.0f} % for {days:.0f} days, "
        "though {against:.0f} emptyings and looks say otherwise.",
        "Před čidlem něco stojí: ukazuje {percent:.0f} % už {days:.0f} dní, ač jiné "
        "zprávy ({against:.0f}) říkají opak.",
        "Pred snímačom niečo stojí: ukazuje {percent:.0f} % už {days:.0f} dní, hoci "
        "iné správy ({against:.0f}) hovoria opak.",
        "Nešto stoji ispred senzora: pokazuje {percent:.0f} % već {days:.0f} dana, a "
        "druge vesti ({against:.0f}) kažu suprotno.",
    ),
    (Kind.SWAPPED, ""): said(
        "Swapped sensors: it fits its own emptyings to {own:.0f} %, those of another "
        "container to {others:.0f} %.",
        "Zaměněná čidla: údaje sedí na vlastní vyvezení z {own:.0f} %, na vyvezení "
        "jiného kontejneru z {others:.0f} %.",
        "Zamenené snímače: údaje sedia na vlastné vyvezenia z {own:.0f} %, na "
        "vyvezenia iného kontajnera z {others:.0f} %.",
        "Zamenjeni senzori: očitavanja odgovaraju svojim pražnjenjima {own:.0f} %, a "
        "pražnjenjima drugog kontejnera {others:.0f} %.",
    ),
    (Kind.MOVED, ""): said(
        "The container was moved {hours:.0f} h ago.",
        "Kontejner byl přemístěn před {hours:.0f} h.",
        "Kontajner bol premiestnený pred {hours:.0f} h.",
        "Kontejner je pomeren pre {hours:.0f} h.",
    ),
    (Kind.BROKEN, ""): said(
        "The sensor says what cannot be: {times:.0f} of {of:.0f} readings.",
        "Čidlo hlásí nemožné: {times:.0f} z {of:.0f} údajů.",
        "Snímač hlási nemožné: {times:.0f} z {of:.0f} údajov.",
        "Senzor javlja nemoguće: {times:.0f} od {of:.0f} očitavanja.",
    ),
    (Kind.BROKEN, WORST): said(
        "The sensor says what cannot be: {times:.0f} of {of:.0f} readings, such as "
        "{worst:.0f} %.",
        "Čidlo hlásí nemožné: {times:.0f} z {of:.0f} údajů, třeba {worst:.0f} %.",
        "Snímač hlási nemožné: {times:.0f} z {of:.0f} údajov, napríklad {worst:.0f} %.",
        "Senzor javlja nemoguće: {times:.0f} od {of:.0f} očitavanja, na primer "
        "{worst:.0f} %.",
    ),
    (Kind.BROKEN, CLOCK): said(
        "The sensor's clock is wrong: {clocks:.0f} readings are of impossible times.",
        "Hodiny čidla jdou špatně: {clocks:.0f} údajů je z doby, která není možná.",
        "Hodiny snímača idú zle: {clocks:.0f} údajov je z času, ktorý nie je možný.",
        "Sat senzora je pogrešan: {clocks:.0f} očitavanja je iz nemogućeg vremena.",
    ),
    (Kind.BROKEN, JUMPS): said(
        "Its battery leapt up {jumps:.0f} times; none is exchanged so often.",
        "Hlášená baterie {jumps:.0f}krát vyskočila; tak často ji nikdo nemění.",
        "Hlásená batéria {jumps:.0f}-krát vyskočila; tak často ju nikto nemení.",
        "Baterija je {jumps:.0f} puta skočila; niko je ne menja toliko često.",
    ),
    (Kind.SILENT, ""): said(
        "Silent for {days:.0f} days, though its battery should last: probably radio.",
        "Mlčí {days:.0f} dní, ač by baterie měla vydržet: zřejmě rádio.",
        "Mlčí {days:.0f} dní, hoci by batéria mala vydržať: zrejme rádio.",
        "Ćuti {days:.0f} dana, a baterija bi trebalo da traje: verovatno radio.",
    ),
    (Kind.BATTERY_EMPTY, ""): said(
        "Silent for {days:.0f} days: the battery, last at {percent:.0f} %, is empty.",
        "Mlčí {days:.0f} dní: baterie, naposledy na {percent:.0f} %, je vybitá.",
        "Mlčí {days:.0f} dní: batéria, naposledy na {percent:.0f} %, je vybitá.",
        "Ćuti {days:.0f} dana: baterija, poslednja na {percent:.0f} %, je prazna.",
    ),
    (Kind.TIPPED, ""): said(
        "The container has lain on its side for {hours:.0f} h.",
        "Kontejner leží převrácený {hours:.0f} h.",
        "Kontajner leží prevrátený {hours:.0f} h.",
        "Kontejner leži prevrnut {hours:.0f} h.",
    ),
    (Kind.FIRE, ""): said(
        "Probably on fire: {celsius:.0f} °C inside.",
        "Zřejmě hoří: uvnitř je {celsius:.0f} °C.",
        "Zrejme horí: vnútri je {celsius:.0f} °C.",
        "Verovatno gori: unutra je {celsius:.0f} °C.",
    ),
    (Kind.FIRE, SAID): said(
        "The sensor reports fire.",
        "Čidlo hlásí požár.",
        "Snímač hlási požiar.",
        "Senzor javlja požar.",
    ),
}

DOES: Final[Mapping[Action, Text]] = {
    Action.CLEAN: said(
        "Clear and clean the sensor.",
        "Uvolnit a vyčistit čidlo.",
        "Uvoľniť a vyčistiť snímač.",
        "Osloboditi i očistiti senzor.",
    ),
    Action.MOUNT: said(
        "Mount it anew, or correct the depth: empty reads {floor:.0f} %, full "
        "{top:.0f} %.",
        "Namontovat znovu, nebo opravit hloubku: prázdný čte {floor:.0f} %, plný "
        "{top:.0f} %.",
        "Namontovať znova, alebo opraviť hĺbku: prázdny číta {floor:.0f} %, plný "
        "{top:.0f} %.",
        "Ponovo ugraditi ili ispraviti dubinu: prazan čita {floor:.0f} %, pun "
        "{top:.0f} %.",
    ),
    Action.BATTERY: said(
        "Exchange the battery.",
        "Vyměnit baterii.",
        "Vymeniť batériu.",
        "Zameniti bateriju.",
    ),
    Action.SWAP: said(
        "Swap the two sensors back in the inventory: {other}.",
        "Prohodit obě čidla v evidenci zpět: {other}.",
        "Prehodiť oba snímače v evidencii späť: {other}.",
        "Vratiti oba senzora u popisu: {other}.",
    ),
    Action.REPLACE: said(
        "Replace the sensor.", "Vyměnit čidlo.", "Vymeniť snímač.", "Zameniti senzor."
    ),
    Action.VISIT: said(
        "Have somebody look at it.",
        "Ať se na to někdo podívá.",
        "Nech sa na to niekto pozrie.",
        "Neka neko pogleda.",
    ),
    Action.EXTINGUISH: said(
        "Call the fire brigade.",
        "Zavolat hasiče.",
        "Zavolať hasičov.",
        "Pozvati vatrogasce.",
    ),
}


def variant(kind: Kind, facts: Mapping[str, float]) -> str:
    """Return which of the ways a kind shows the facts tell of."""
    match kind:
        case Kind.BATTERY_ENDING:
            return FORESEEN if FORESEEN in facts else ""
        case Kind.NOISY:
            return WET if WET in facts else ""
        case Kind.WRONG_HEIGHT:
            return "" if facts.get("empty") else FULL_LOW
        case Kind.BROKEN:
            return next((one for one in (WORST, CLOCK, JUMPS) if one in facts), "")
        case Kind.FIRE:
            return "" if "celsius" in facts else SAID
        case _:
            return ""


def can_state(kind: Kind, facts: Mapping[str, float]) -> bool:
    """Tell whether the facts are those of the sentence."""
    sentence = EVIDENCE[kind, variant(kind, facts)]["en"]
    return {name for _, name, _, _ in Formatter().parse(sentence) if name} <= set(facts)


def evidence(kind: Kind, facts: Mapping[str, float]) -> Text:
    """Say why something is believed to be wrong."""
    return filled(EVIDENCE[kind, variant(kind, facts)], **facts)


def to_do(kind: Kind, facts: Mapping[str, float], other: str) -> Text:
    """Say what is to be done about it.

    other: what people call the container it was swapped with; empty: none
    """
    shares = {name: 100 * facts.get(name, 0.0) for name in ("floor", "top")}
    return filled(DOES[ACTIONS[kind]], **shares, other=other)

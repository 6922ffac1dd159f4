"""The evidence of a fault in a sentence, with its numbers. Pure."""

from collections.abc import Mapping
from string import Formatter

from mesto.domains.lighting.faults.kinds import Kind
from mesto.kernel.plugin import Text
from mesto.kernel.text import filled
from mesto.kernel.words import said

STUCK, UNLIT, STANDBY = "stuck", "unlit", "standby"
STREET, ALONE = "street", "alone"
LOAD_TELLS = "loadTells"

#: By kind, or by kind and variant; the facts are those of the finding.
EVIDENCE: Mapping[tuple[Kind, str], Text] = {
    (Kind.LAMP_FAILURE, ""): said(
        "Lamp failure: told to burn, draws {seen:.0f} W of {expected:.0f} W, "
        "{times:.0f} times in a row.",
        "Porucha světelného zdroje: má svítit, odebírá {seen:.0f} W "
        "z {expected:.0f} W, {times:.0f}krát po sobě.",
        "Porucha svetelného zdroja: má svietiť, odoberá {seen:.0f} W "
        "z {expected:.0f} W, {times:.0f}-krát po sebe.",
        "Kvar izvora svetlosti: treba da svetli, troši {seen:.0f} W "
        "od {expected:.0f} W, {times:.0f} puta zaredom.",
    ),
    (Kind.DRIVER_FAILURE, STUCK): said(
        "Driver failure: at {low:.0f} % it draws {seen:.0f} W as at "
        "{high:.0f} %; {expected:.0f} W would be right.",
        "Porucha předřadníku: při {low:.0f} % odebírá {seen:.0f} W jako při "
        "{high:.0f} %; správně by bylo {expected:.0f} W.",
        "Porucha predradníka: pri {low:.0f} % odoberá {seen:.0f} W ako pri "
        "{high:.0f} %; správne by bolo {expected:.0f} W.",
        "Kvar drajvera: na {low:.0f} % troši {seen:.0f} W kao na "
        "{high:.0f} %; ispravno bi bilo {expected:.0f} W.",
    ),
    (Kind.DRIVER_FAILURE, UNLIT): said(
        "Driver failure: draws {unlit:.0f} W and reports no light, "
        "{times:.0f} times in a row.",
        "Porucha předřadníku: odebírá {unlit:.0f} W a hlásí, že nesvítí, "
        "{times:.0f}krát po sobě.",
        "Porucha predradníka: odoberá {unlit:.0f} W a hlási, že nesvieti, "
        "{times:.0f}-krát po sebe.",
        "Kvar drajvera: troši {unlit:.0f} W i javlja da nema svetla, "
        "{times:.0f} puta zaredom.",
    ),
    (Kind.DRIVER_FAILURE, STANDBY): said(
        "Driver failure: told to be out, it draws {standby:.0f} W; "
        "at most {limit:.0f} W would be right.",
        "Porucha předřadníku: má být zhasnuté, odebírá {standby:.0f} W; "
        "správně by bylo nejvýš {limit:.0f} W.",
        "Porucha predradníka: má byť zhasnuté, odoberá {standby:.0f} W; "
        "správne by bolo najviac {limit:.0f} W.",
        "Kvar drajvera: treba da je ugašena, troši {standby:.0f} W; "
        "ispravno bi bilo najviše {limit:.0f} W.",
    ),
    (Kind.CYCLING, ""): said(
        "Goes out and comes back: {times:.0f} times while told to burn.",
        "Zhasíná a znovu se rozsvěcí: {times:.0f}krát, když má svítit.",
        "Zhasína a znova sa rozsvecuje: {times:.0f}-krát, keď má svietiť.",
        "Gasi se i ponovo pali: {times:.0f} puta dok treba da svetli.",
    ),
    (Kind.DAY_BURNING, ALONE): said(
        "Burns by day, draws {seen:.0f} W; nobody wanted it.",
        "Svítí ve dne, odebírá {seen:.0f} W; nikdo to nechtěl.",
        "Svieti cez deň, odoberá {seen:.0f} W; nikto to nechcel.",
        "Svetli danju, troši {seen:.0f} W; niko to nije tražio.",
    ),
    (Kind.DAY_BURNING, STREET): said(
        "Burns by day: {lamps:.0f} of {of:.0f} lamps; nobody wanted it.",
        "Svítí ve dne: {lamps:.0f} z {of:.0f} svítidel; nikdo to nechtěl.",
        "Svieti cez deň: {lamps:.0f} z {of:.0f} svietidiel; nikto to nechcel.",
        "Svetli danju: {lamps:.0f} od {of:.0f} svetiljki; niko to nije tražio.",
    ),
    (Kind.LOW_POWER_FACTOR, ""): said(
        "Power factor is only {factor:.2f}, {times:.0f} times in a row.",
        "Účiník je jen {factor:.2f}, {times:.0f}krát po sobě.",
        "Účinník je len {factor:.2f}, {times:.0f}-krát po sebe.",
        "Faktor snage je samo {factor:.2f}, {times:.0f} puta zaredom.",
    ),
    (Kind.PARTLY_DARK, ""): said(
        "Part of the light is lost: draws {lost:.0f} % less than it used to.",
        "Část světla chybí: odebírá o {lost:.0f} % méně než dřív.",
        "Časť svetla chýba: odoberá o {lost:.0f} % menej než predtým.",
        "Deo svetla nedostaje: troši {lost:.0f} % manje nego ranije.",
    ),
    (Kind.UNLIKE_MODEL, ""): said(
        "Not the lamp in the inventory: draws {seen:.0f} W at full, "
        "{expected:.0f} W is written.",
        "Jiné svítidlo než v pasportu: naplno odebírá {seen:.0f} W, zapsáno "
        "je {expected:.0f} W.",
        "Iné svietidlo než v pasporte: naplno odoberá {seen:.0f} W, zapísané "
        "je {expected:.0f} W.",
        "Nije svetiljka iz popisa: punom snagom troši {seen:.0f} W, "
        "upisano je {expected:.0f} W.",
    ),
    (Kind.FUSE_BLOWN, ""): said(
        "Lost the mains by itself: {speaking:.0f} of {of:.0f} neighbours on the "
        "feeder have it.",
        "Samo ztratilo napájení: {speaking:.0f} z {of:.0f} sousedů na vývodu ho má.",
        "Samo stratilo napájanie: {speaking:.0f} z {of:.0f} susedov na vývode ho má.",
        "Sama je ostala bez napona: {speaking:.0f} od {of:.0f} suseda na "
        "izvodu ga ima.",
    ),
    (Kind.COMMUNICATION_LOST, ""): said(
        "Silent, while {speaking:.0f} of {of:.0f} neighbours on the feeder speak.",
        "Mlčí, ač {speaking:.0f} z {of:.0f} sousedů na vývodu se hlásí.",
        "Mlčí, hoci {speaking:.0f} z {of:.0f} susedov na vývode sa hlási.",
        "Ćuti, dok se {speaking:.0f} od {of:.0f} suseda na izvodu javlja.",
    ),
    (Kind.DOOR_OPEN, ""): said(
        "The cabinet's door is open.",
        "Dveře rozvaděče jsou otevřené.",
        "Dvere rozvádzača sú otvorené.",
        "Vrata ormana su otvorena.",
    ),
    (Kind.PHASE_LOSS, ""): said(
        "Phase L{phase:.0f} is lost: {volts:.0f} V, the others carry voltage.",
        "Výpadek fáze L{phase:.0f}: {volts:.0f} V, ostatní mají napětí.",
        "Výpadok fázy L{phase:.0f}: {volts:.0f} V, ostatné majú napätie.",
        "Ispala faza L{phase:.0f}: {volts:.0f} V, ostale imaju napon.",
    ),
    (Kind.CABLE_CUT, LOAD_TELLS): said(
        "Cable cut or stolen: {lamps:.0f} lamps went dark together, the load "
        "lacks {missing:.0f} W.",
        "Přerušený nebo odcizený kabel: {lamps:.0f} svítidel zhaslo najednou, "
        "v odběru chybí {missing:.0f} W.",
        "Prerušený alebo odcudzený kábel: {lamps:.0f} svietidiel zhaslo naraz, "
        "v odbere chýba {missing:.0f} W.",
        "Presečen ili ukraden kabl: {lamps:.0f} svetiljki se ugasilo "
        "zajedno, opterećenju nedostaje {missing:.0f} W.",
    ),
    (Kind.CABLE_CUT, ""): said(
        "Cable cut or stolen: {lamps:.0f} lamps lost the mains together, the "
        "others have it.",
        "Přerušený nebo odcizený kabel: {lamps:.0f} svítidel ztratilo napájení "
        "najednou, ostatní ho mají.",
        "Prerušený alebo odcudzený kábel: {lamps:.0f} svietidiel stratilo "
        "napájanie naraz, ostatné ho majú.",
        "Presečen ili ukraden kabl: {lamps:.0f} svetiljki je zajedno ostalo "
        "bez napona, ostale ga imaju.",
    ),
    (Kind.SUPPLY_LOST, ""): said(
        "Supply lost: {lamps:.0f} lamps are without mains.",
        "Výpadek napájení: {lamps:.0f} svítidel je bez proudu.",
        "Výpadok napájania: {lamps:.0f} svietidiel je bez prúdu.",
        "Nestanak napajanja: {lamps:.0f} svetiljki je bez struje.",
    ),
}


def variant(kind: Kind, facts: Mapping[str, float]) -> str:
    """Return which of a kind's ways to fail the facts tell of."""
    match kind:
        case Kind.DRIVER_FAILURE:
            return next((v for v in (UNLIT, STANDBY) if v in facts), STUCK)
        case Kind.DAY_BURNING:
            return STREET if "lamps" in facts else ALONE
        case Kind.CABLE_CUT:
            return LOAD_TELLS if "missing" in facts else ""
        case _:
            return ""


def can_state(kind: Kind, facts: Mapping[str, float]) -> bool:
    """Tell whether the facts are those of the sentence."""
    sentence = EVIDENCE[kind, variant(kind, facts)]["en"]
    return {name for _, name, _, _ in Formatter().parse(sentence) if name} <= set(facts)


def evidence(kind: Kind, facts: Mapping[str, float]) -> Text:
    """Say why a fault is believed to be there."""
    return filled(EVIDENCE[kind, variant(kind, facts)], **facts)

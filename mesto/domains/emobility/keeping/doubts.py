"""Why a connection or what hangs on it cannot be as a row says, in words. Pure."""

from typing import Final

from mesto.kernel.words import said

NO_KIND: Final = said(
    "{found} is no kind: say one of {known}",
    "{found} není druh: uveďte jeden z {known}",
    "{found} nie je druh: uveďte jeden z {known}",
    "{found} nije vrsta: navedite jednu od {known}",
)
CARRIES_WHAT: Final = said(
    "nothing says what it carries",
    "nikde není, kolik unese",
    "nikde nie je, koľko unesie",
    "nigde ne piše koliko podnosi",
)
CIRCLE: Final = said(
    "connections go in a circle",
    "přípojky jdou dokola",
    "prípojky idú dookola",
    "priključci idu u krug",
)
NO_RATE_UNIT: Final = said(
    "{found} is no unit of a limit: say {known}",
    "{found} není jednotka omezení: uveďte {known}",
    "{found} nie je jednotka obmedzenia: uveďte {known}",
    "{found} nije jedinica ograničenja: navedite {known}",
)
NO_PHASES: Final = said(
    "{found} are no phases: say 123, 231, 312, or one",
    "{found} nejsou fáze: uveďte 123, 231, 312, nebo jednu",
    "{found} nie sú fázy: uveďte 123, 231, 312, alebo jednu",
    "{found} nisu faze: navedite 123, 231, 312, ili jednu",
)
CHARGES_NO_CAR: Final = said(
    "{current} charges no car: 0, or {least} up",
    "{current} nenabije žádné auto: 0, nebo od {least}",
    "{current} nenabije žiadne auto: 0, alebo od {least}",
    "{current} ne puni nijedan auto: 0, ili od {least}",
)
MORE_THAN_IT_CAN: Final = said(
    "{current} is more than the {most} it can",
    "{current} je víc než {most}, které zvládne",
    "{current} je viac ako {most}, ktoré zvládne",
    "{current} više je od {most}, koliko može",
)
TOO_WEAK: Final = said(
    "{name} does not carry what stations draw when nobody reaches them, by {much}:"
    " smaller {field}, or a higher limit",
    "{name} neunese, co stanice odebírají, když se k nim nikdo nedostane, o {much}:"
    " menší {field}, nebo vyšší omezení",
    "{name} neunesie, čo stanice odoberajú, keď sa k nim nikto nedostane, o {much}:"
    " menší {field}, alebo vyššie obmedzenie",
    "{name} ne podnosi koliko stanice uzimaju kad ih niko ne dosegne, za {much}:"
    " manji {field}, ili više ograničenje",
)

# what is written of limits and prices
NO_LIMIT: Final = said(
    "“{part}” is no limit: say it like “{one}” or “{other}”",
    "„{part}“ není omezení: pište například „{one}“ nebo „{other}“",
    "„{part}“ nie je obmedzenie: píšte napríklad „{one}“ alebo „{other}“",
    "„{part}“ nije ograničenje: pišite na primer „{one}“ ili „{other}“",
)
NO_PRICE: Final = said(
    "“{part}” is no price: say it like “{one}” or “{other}”",
    "„{part}“ není cena: pište například „{one}“ nebo „{other}“",
    "„{part}“ nie je cena: píšte napríklad „{one}“ alebo „{other}“",
    "„{part}“ nije cena: pišite na primer „{one}“ ili „{other}“",
)
CANNOT_BE: Final = said(
    "“{part}” cannot be",
    "„{part}“ být nemůže",
    "„{part}“ byť nemôže",
    "„{part}“ ne može biti",
)
NO_HOUR: Final = said(
    "“{part}”: {found} is no time",
    "„{part}“: {found} není čas",
    "„{part}“: {found} nie je čas",
    "„{part}“: {found} nije vreme",
)
NO_DAYS: Final = said(
    "“{part}”: {found} are no days; days are {known}",
    "„{part}“: {found} nejsou dny; dny jsou {known}",
    "„{part}“: {found} nie sú dni; dni sú {known}",
    "„{part}“: {found} nisu dani; dani su {known}",
)

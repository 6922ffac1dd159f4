"""Why records and rows are refused, in words; what is filled in stays as it is. Pure.

A sentence stands behind the name of a field: *fill: is missing*.
"""

from typing import Final

from mesto.kernel.words import said

# single values
NO_NUMBER: Final = said(
    "{found} is not a number",
    "{found} není číslo",
    "{found} nie je číslo",
    "{found} nije broj",
)
NO_NUMBER_YET: Final = said(
    "{found} is not a number; with {setting} in the mapping it is one",
    "{found} není číslo; s {setting} v předpisu pro čtení jím bude",
    "{found} nie je číslo; s {setting} v predpise na čítanie ním bude",
    "{found} nije broj; uz {setting} u pravilu za čitanje biće",
)
NOT_FINITE: Final = said("is not a number", "není číslo", "nie je číslo", "nije broj")
TOO_LARGE: Final = said(
    "is too large a number",
    "je příliš velké číslo",
    "je príliš veľké číslo",
    "je prevelik broj",
)
NO_TRUTH: Final = said(
    "{found} is neither true nor false",
    "{found} neznamená ano ani ne",
    "{found} neznamená áno ani nie",
    "{found} ne znači ni da ni ne",
)
NOT_WRITTEN: Final = said(
    "{found} is not a written time",
    "{found} není zapsaný čas",
    "{found} nie je zapísaný čas",
    "{found} nije zapisano vreme",
)
NO_TIME: Final = said(
    "{found} is not a time written as {format}",
    "{found} není čas zapsaný jako {format}",
    "{found} nie je čas zapísaný ako {format}",
    "{found} nije vreme zapisano kao {format}",
)
TWICE: Final = said(
    "{moment} happened twice in {zone}",
    "{moment} v pásmu {zone} nastalo dvakrát",
    "{moment} v pásme {zone} nastalo dvakrát",
    "{moment} u zoni {zone} bilo je dvaput",
)
NEVER: Final = said(
    "{moment} happened never in {zone}",
    "{moment} v pásmu {zone} vůbec nenastalo",
    "{moment} v pásme {zone} vôbec nenastalo",
    "{moment} u zoni {zone} nije ni bilo",
)
NO_GEOMETRY: Final = said(
    "{found} is not a geometry",
    "{found} není geometrie",
    "{found} nie je geometria",
    "{found} nije geometrija",
)
EMPTY_GEOMETRY: Final = said(
    "is an empty geometry",
    "je prázdná geometrie",
    "je prázdna geometria",
    "prazna je geometrija",
)
OFF_EARTH: Final = said(
    "lies outside longitude ±180 and latitude ±90 degrees",
    "leží mimo délku ±180 a šířku ±90 stupňů",
    "leží mimo dĺžky ±180 a šírky ±90 stupňov",
    "leži van dužine ±180 i širine ±90 stepeni",
)
IN_METRES: Final = said(
    "lies outside longitude ±180 and latitude ±90 degrees;"
    " metres of a national grid? degrees of {datum} are read",
    "leží mimo délku ±180 a šířku ±90 stupňů;"
    " metry státní sítě? čtou se stupně {datum}",
    "leží mimo dĺžky ±180 a šírky ±90 stupňov;"
    " metre štátnej siete? čítajú sa stupne {datum}",
    "leži van dužine ±180 i širine ±90 stepeni;"
    " metri državne mreže? čitaju se stepeni {datum}",
)
NO_LETTER: Final = said(
    "holds a character that cannot be kept",
    "obsahuje znak, který nelze uchovat",
    "obsahuje znak, ktorý nemožno uchovať",
    "sadrži znak koji se ne može sačuvati",
)
NOT_KEPT: Final = said(
    "holds a number or a depth that cannot be kept",
    "obsahuje číslo nebo hloubku, kterou nelze uchovat",
    "obsahuje číslo alebo hĺbku, ktorú nemožno uchovať",
    "sadrži broj ili dubinu koja se ne može sačuvati",
)
NOT_SINGLE: Final = said(
    "is not a single value",
    "není jediná hodnota",
    "nie je jediná hodnota",
    "nije jedna vrednost",
)
NO_URI: Final = said(
    "{found} is not a {uri}",
    "{found} není {uri}",
    "{found} nie je {uri}",
    "{found} nije {uri}",
)
NO_LIST: Final = said("is not a list", "není seznam", "nie je zoznam", "nije spisak")
NO_WORD: Final = said(
    "{found} is not among the known words",
    "{found} není mezi známými slovy",
    "{found} nie je medzi známymi slovami",
    "{found} nije među poznatim rečima",
)

# records
NO_RECORDS: Final = said(
    "is not a record or a list of records",
    "není záznam ani seznam záznamů",
    "nie je záznam ani zoznam záznamov",
    "nije ni zapis ni spisak zapisa",
)
NOTHING_THERE: Final = said(
    "none of the mapped fields is there",
    "nic z toho, co se má číst, tu není",
    "nič z toho, čo sa má čítať, tu nie je",
    "nema ničega od onoga što se čita",
)
PART_MISSING: Final = said(
    "a field of it is missing",
    "jedno z jeho polí chybí",
    "jedno z jeho polí chýba",
    "nedostaje jedno od njegovih polja",
)
NO_NAME: Final = said(
    "{found} cannot name a type or attribute",
    "{found} nemůže být jménem druhu ani vlastnosti",
    "{found} nemôže byť menom druhu ani vlastnosti",
    "{found} ne može biti ime vrste ni svojstva",
)
LONGITUDE_AND_LATITUDE: Final = said(
    "is missing: longitude and latitude belong together",
    "chybí: zeměpisná délka a šířka patří k sobě",
    "chýba: zemepisná dĺžka a šírka patria k sebe",
    "nedostaje: geografska dužina i širina idu zajedno",
)
ONE_SOURCE: Final = said(
    "{attribute} is read in one way: where it is, always the same, by language,"
    " or as longitude and latitude.",
    "{attribute} se čte jedním způsobem: kde to je, vždy stejně, podle jazyka,"
    " nebo jako zeměpisná délka a šířka.",
    "{attribute} sa číta jedným spôsobom: kde to je, vždy rovnako, podľa jazyka,"
    " alebo ako zemepisná dĺžka a šírka.",
    "{attribute} se čita na jedan način: gde je, uvek isto, po jeziku,"
    " ili kao geografska dužina i širina.",
)
NO_ZONE: Final = said(
    "{found} is no time zone",
    "{found} není časové pásmo",
    "{found} nie je časové pásmo",
    "{found} nije vremenska zona",
)
NO_FORMAT: Final = said(
    "{found} is no format of times",
    "{found} není formát času",
    "{found} nie je formát času",
    "{found} nije format vremena",
)
TIME_MISSING: Final = said(
    "the time is missing", "chybí čas", "chýba čas", "nedostaje vreme"
)
MISSING: Final = said("is missing", "chybí", "chýba", "nedostaje")

# rows
CELLS: Final = said(
    "has {cells} cells, the header has {header}",
    "má buněk: {cells}, v záhlaví jich je: {header}",
    "má buniek: {cells}, v hlavičke ich je: {header}",
    "ima ćelija: {cells}, a u zaglavlju ih je: {header}",
)
TORN: Final = said(
    "is cut short, its quotes do not match, or a cell is too long",
    "je useknutý, nesedí v něm uvozovky, nebo je v něm příliš dlouhá buňka",
    "je odseknutý, nesedia v ňom úvodzovky, alebo je v ňom pridlhá bunka",
    "presečen je, navodnici se ne slažu, ili je neka ćelija predugačka",
)
NO_FEATURE: Final = said(
    "is not a {feature}", "není {feature}", "nie je {feature}", "nije {feature}"
)
NOT_YET: Final = said(
    "{at} has not come yet",
    "{at} ještě nenastalo",
    "{at} ešte nenastalo",
    "{at} još nije nastupilo",
)

# what no sensor can say
A_NUMBER: Final = said(
    "{attribute} is a number",
    "{attribute} je číslo",
    "{attribute} je číslo",
    "{attribute} je broj",
)
OUT_OF_LIMITS: Final = said(
    "{attribute} cannot be {found}: it is from {least} to {most}",
    "{attribute} nemůže být {found}: bývá od {least} do {most}",
    "{attribute} nemôže byť {found}: býva od {least} do {most}",
    "{attribute} ne može biti {found}: ide od {least} do {most}",
)
CLOCK_AHEAD: Final = said(
    "seen {days} days from now: its clock is wrong",
    "zjištěno až za dnů: {days}; jeho hodiny jdou špatně",
    "zistené až o dní: {days}; jeho hodiny idú zle",
    "viđeno tek za dana: {days}; sat mu ne ide dobro",
)

# what no inventory can say
STANDS_ALREADY: Final = said(
    "{urn} stands in line {line} already",
    "{urn} už stojí na řádku {line}",
    "{urn} už stojí v riadku {line}",
    "{urn} već stoji u redu {line}",
)
ABSENT: Final = said(
    "{urn} is neither in the town nor in the file",
    "{urn} není ve městě ani v souboru",
    "{urn} nie je v meste ani v súbore",
    "{urn} nije ni u gradu ni u datoteci",
)
NO_SHARE: Final = said(
    "{found} is not between 0 and 1",
    "{found} není mezi 0 a 1",
    "{found} nie je medzi 0 a 1",
    "{found} nije između 0 i 1",
)
BEYOND: Final = said(
    "{found} cannot be: more than 0, at most {most}",
    "{found} být nemůže: více než 0, nejvýše {most}",
    "{found} byť nemôže: viac než 0, najviac {most}",
    "{found} ne može biti: više od 0, najviše {most}",
)
EXCHANGED: Final = said(
    "longitude and latitude are exchanged",
    "zeměpisná délka a šířka jsou prohozené",
    "zemepisná dĺžka a šírka sú prehodené",
    "geografska dužina i širina su zamenjene",
)
FAR_AWAY: Final = said(
    "lies {far} from the town",
    "leží {far} od města",
    "leží {far} od mesta",
    "leži {far} od grada",
)

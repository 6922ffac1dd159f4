"""Why a row of an inventory of lighting cannot be true, in words. Pure."""

from typing import Final

from mesto.kernel.words import said

ALIKE: Final = said(
    "differs from {other} in line {line} by case alone",
    "liší se od {other} na řádku {line} jen velikostí písmen",
    "líši sa od {other} v riadku {line} len veľkosťou písmen",
    "razlikuje se od {other} u redu {line} samo po veličini slova",
)
EXCHANGED_NEAR: Final = said(
    "longitude and latitude are exchanged: {place} lies {away} from {street}",
    "zeměpisná délka a šířka jsou prohozené: {place} leží {away} od {street}",
    "zemepisná dĺžka a šírka sú prehodené: {place} leží {away} od {street}",
    "geografska dužina i širina su zamenjene: {place} leži {away} od {street}",
)
ON_NO_STREET: Final = said(
    "stands on no street: the nearest, {street}, is {away} away",
    "nestojí v žádné ulici: k nejbližší, {street}, je {away}",
    "nestojí v žiadnej ulici: k najbližšej, {street}, je {away}",
    "nije ni u jednoj ulici: do najbliže, {street}, ima {away}",
)
IN_ANOTHER_STREET: Final = said(
    "stands {away} from {street}, which it shall light; the nearest is {nearest}",
    "stojí {away} od ulice, kterou má svítit, {street}; nejbližší je {nearest}",
    "stojí {away} od ulice, ktorú má svietiť, {street}; najbližšia je {nearest}",
    "stoji {away} od ulice koju treba da osvetli, {street}; najbliža je {nearest}",
)
PAST_THE_END: Final = said(
    "{told} from the start of {street} is not on it: it is {length} long",
    "{told} od začátku na {street} není: délka je {length}",
    "{told} od začiatku na {street} nie je: dĺžka je {length}",
    "{told} od početka nije na {street}: dužina je {length}",
)
ELSEWHERE_ALONG: Final = said(
    "{told} from the start of {street}, but its place is {along} from there",
    "{told} od začátku {street}, ale jeho místo je odtud {along}",
    "{told} od začiatku {street}, ale jeho miesto je odtiaľ {along}",
    "{told} od početka {street}, ali mesto mu je odatle {along}",
)
FROM_THE_OTHER_END: Final = said(
    "{told} from the start of {street}, but its place is {along} from there;"
    " counted from its other end?",
    "{told} od začátku {street}, ale jeho místo je odtud {along};"
    " počítáno od druhého konce?",
    "{told} od začiatku {street}, ale jeho miesto je odtiaľ {along};"
    " počítané od druhého konca?",
    "{told} od početka {street}, ali mesto mu je odatle {along};"
    " brojano s drugog kraja?",
)
MOVED: Final = said(
    "the town has this lamp {moved} from here: two lamps of one name, or it was"
    " moved; take the old one away first",
    "město má toto svítidlo {moved} odtud: dvě svítidla jednoho jména, nebo bylo"
    " přemístěno; nejdřív odeberte staré",
    "mesto má toto svietidlo {moved} odtiaľ: dve svietidlá jedného mena, alebo bolo"
    " premiestnené; najprv odoberte staré",
    "grad ovu svetiljku ima {moved} odavde: dve svetiljke istog imena, ili je"
    " premeštena; najpre uklonite staru",
)

# amounts, classes and dates
NO_LAMP_HAS: Final = said(
    "{power} is no power of a lamp",
    "{power} není příkon svítidla",
    "{power} nie je príkon svietidla",
    "{power} nije snaga svetiljke",
)
TOLD_IN_KW: Final = said(
    "{power} is no power of a lamp; {other}, told in {unit}?",
    "{power} není příkon svítidla; {other}, udáno v {unit}?",
    "{power} nie je príkon svietidla; {other}, udané v {unit}?",
    "{power} nije snaga svetiljke; {other}, dato u {unit}?",
)
NO_STREET_LAMP_HAS: Final = said(
    "{power} is no power of a street lamp",
    "{power} není příkon pouličního svítidla",
    "{power} nie je príkon pouličného svietidla",
    "{power} nije snaga ulične svetiljke",
)
PERHAPS: Final = said(
    "{power} is no power of a street lamp; {other}?",
    "{power} není příkon pouličního svítidla; {other}?",
    "{power} nie je príkon pouličného svietidla; {other}?",
    "{power} nije snaga ulične svetiljke; {other}?",
)
NOT_READ: Final = said(
    "{found} is not read as a number",
    "{found} se nečte jako číslo",
    "{found} sa nečíta ako číslo",
    "{found} se ne čita kao broj",
)
ABOVE_ITS_MODEL: Final = said(
    "{power}, but its model draws {model}",
    "{power}, ale jeho typ má příkon {model}",
    "{power}, ale jeho typ má príkon {model}",
    "{power}, ali njen tip troši {model}",
)
NO_LIGHT: Final = said(
    "{flux} is no light",
    "{flux} není žádné světlo",
    "{flux} nie je žiadne svetlo",
    "{flux} nije nikakva svetlost",
)
TOO_BRIGHT: Final = said(
    "{flux} from {power} is more than any lamp can",
    "{flux} z {power} je víc, než kterékoli svítidlo dokáže",
    "{flux} z {power} je viac, než ktorékoľvek svietidlo dokáže",
    "{flux} od {power} više je nego što ijedna svetiljka može",
)
NO_LIFE: Final = said(
    "{life} is no life of a lamp",
    "{life} není životnost svítidla",
    "{life} nie je životnosť svietidla",
    "{life} nije vek svetiljke",
)
NO_LINE: Final = said(
    "a segment is a {line} of two points or more",
    "úsek je {line} o dvou nebo více bodech",
    "úsek je {line} s dvoma alebo viacerými bodmi",
    "deonica je {line} od dve ili više tačaka",
)
NO_LENGTH: Final = said(
    "{length} is no length of a segment",
    "{length} není délka úseku",
    "{length} nie je dĺžka úseku",
    "{length} nije dužina deonice",
)
IN_METRES: Final = said(
    "{length} is no length of a segment; metres?",
    "{length} není délka úseku; metry?",
    "{length} nie je dĺžka úseku; metre?",
    "{length} nije dužina deonice; metri?",
)
NO_DATE: Final = said(
    "{found} is no date; one is written {example}",
    "{found} není datum; píše se {example}",
    "{found} nie je dátum; píše sa {example}",
    "{found} nije datum; piše se {example}",
)
NO_CLASS: Final = said(
    "{found} is no class of {standard}",
    "{found} není třída podle {standard}",
    "{found} nie je trieda podľa {standard}",
    "{found} nije klasa po {standard}",
)
RENAMED: Final = said(
    "{found} is no class of {standard}; {other} since 2015?",
    "{found} není třída podle {standard}; od roku 2015 {other}?",
    "{found} nie je trieda podľa {standard}; od roku 2015 {other}?",
    "{found} nije klasa po {standard}; od 2015. {other}?",
)
PERCENT: Final = said(
    "{found} is not between 0 and 1; {found} %?",
    "{found} není mezi 0 a 1; {found} %?",
    "{found} nie je medzi 0 a 1; {found} %?",
    "{found} nije između 0 i 1; {found} %?",
)

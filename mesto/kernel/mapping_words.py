"""What people call the parts of a mapping, for the forms that gates share. Pure."""

from collections.abc import Mapping
from typing import Final

from mesto.kernel.text import Text
from mesto.kernel.words import said

#: By struct and field, or by field alone.
WORDS: Final[Mapping[str, Text]] = {
    # what several gates have, whatever they call the struct
    "mapping": said(
        "How records are read",
        "Jak se záznamy čtou",
        "Ako sa záznamy čítajú",
        "Kako se čitaju zapisi",
    ),
    "layout": said(
        "How a table is written",
        "Jak je zapsána tabulka",
        "Ako je zapísaná tabuľka",
        "Kako je pisana tabela",
    ),
    "topic": said("Topic", "Téma", "Téma", "Tema"),
    "topics": said(
        "Topics to subscribe to",
        "Odebíraná témata",
        "Odoberané témy",
        "Teme na koje se pretplaćuje",
    ),
    "client_id": said(
        "Name of our session; empty: made up",
        "Název naší relace; prázdné: vytvoří se",
        "Názov našej relácie; prázdne: vytvorí sa",
        "Naziv naše sesije; prazno: sam se napravi",
    ),
    "keep_alive_s": said(
        "Sign of life every (s)",
        "Známka života každých (s)",
        "Známka života každých (s)",
        "Znak života svakih (sekundi)",
    ),
    "ca_file": said(
        "File of the authority to trust (mqtts)",
        "Soubor důvěryhodné autority (mqtts)",
        "Súbor dôveryhodnej autority (mqtts)",
        "Datoteka pouzdanog izdavaoca (mqtts)",
    ),
    # how records are read
    "RecordMapping.entity": said(
        "Whose values they are (URN)",
        "Komu hodnoty patří (URN)",
        "Komu hodnoty patria (URN)",
        "Čije su vrednosti (URN)",
        cyrillic="Чије су вредности (URN)",
    ),
    "RecordMapping.type": said(
        "Type of asset", "Typ zařízení", "Typ zariadenia", "Vrsta uređaja"
    ),
    "RecordMapping.attributes": said(
        "What is read", "Co se čte", "Čo sa číta", "Šta se čita"
    ),
    "RecordMapping.time": said(
        "Where the time is; empty: the time of arrival",
        "Kde je čas; prázdné: čas příchodu",
        "Kde je čas; prázdne: čas príchodu",
        "Gde je vreme; prazno: vreme prijema",
    ),
    "RecordMapping.clock": said(
        "How times are written",
        "Jak se zapisuje čas",
        "Ako sa zapisuje čas",
        "Kako se piše vreme",
    ),
    "RecordMapping.records": said(
        "Where the list of records is",
        "Kde je seznam záznamů",
        "Kde je zoznam záznamov",
        "Gde je spisak zapisa",
    ),
    "RecordMapping.absent": said(
        "Words that mean “no value”",
        "Slova, která znamenají „bez hodnoty“",
        "Slová, ktoré znamenajú „bez hodnoty“",
        "Reči koje znače „nema vrednosti“",
    ),
    "RecordMapping.nothing": said(
        "When none of the values is there",
        "Když tu není žádná hodnota",
        "Keď tu nie je žiadna hodnota",
        "Kad nema nijedne vrednosti",
    ),
    "AttributeMapping.name": said("Attribute", "Atribut", "Atribút", "Atribut"),
    "AttributeMapping.path": said(
        "Where the value is", "Kde je hodnota", "Kde je hodnota", "Gde je vrednost"
    ),
    "AttributeMapping.constant": said(
        "Always this value",
        "Vždy tato hodnota",
        "Vždy táto hodnota",
        "Uvek ova vrednost",
    ),
    "AttributeMapping.languages": said(
        "Where the text of each language is",
        "Kde je text každého jazyka",
        "Kde je text každého jazyka",
        "Gde je tekst svakog jezika",
    ),
    "AttributeMapping.longitude": said(
        "Where the longitude is",
        "Kde je zeměpisná délka",
        "Kde je zemepisná dĺžka",
        "Gde je geografska dužina",
    ),
    "AttributeMapping.latitude": said(
        "Where the latitude is",
        "Kde je zeměpisná šířka",
        "Kde je zemepisná šírka",
        "Gde je geografska širina",
    ),
    "AttributeMapping.kind": said(
        "Kind of statement", "Druh údaje", "Druh údaja", "Vrsta podatka"
    ),
    "AttributeMapping.read": said("Read as", "Číst jako", "Čítať ako", "Čitaj kao"),
    "AttributeMapping.unit": said(
        "Unit (UN/CEFACT code)",
        "Jednotka (kód UN/CEFACT)",
        "Jednotka (kód UN/CEFACT)",
        "Jedinica (kod UN/CEFACT)",
        cyrillic="Јединица (код UN/CEFACT)",
    ),
    "AttributeMapping.scale": said(
        "Multiplied by", "Vynásobit číslem", "Vynásobiť číslom", "Pomnoži sa"
    ),
    "AttributeMapping.offset": said(
        "Then added", "Pak přičíst", "Potom pripočítať", "Zatim dodaj"
    ),
    "AttributeMapping.decimal": said(
        "Decimal separator",
        "Oddělovač desetin",
        "Oddeľovač desatín",
        "Decimalni znak",
    ),
    "AttributeMapping.values": said(
        "What words mean; * is any other",
        "Co slova znamenají; * je jakékoli jiné",
        "Čo slová znamenajú; * je akékoľvek iné",
        "Šta reči znače; * je bilo koja druga",
    ),
    "AttributeMapping.clock": said(
        "How this time is written",
        "Jak se zapisuje tento čas",
        "Ako sa zapisuje tento čas",
        "Kako se piše ovo vreme",
    ),
    "AttributeMapping.dataset": said(
        "Data set (URI), where there are several",
        "Datová sada (URI), je-li jich víc",
        "Dátová sada (URI), ak ich je viac",
        "Skup podataka (URI), ako ih ima više",
        cyrillic="Скуп података (URI), ако их има више",
    ),
    "AttributeMapping.missing": said(
        "When the value is missing",
        "Když hodnota chybí",
        "Keď hodnota chýba",
        "Kad vrednost nedostaje",
    ),
    "Clock.format": said(
        "Format of the time", "Formát času", "Formát času", "Format vremena"
    ),
    "Clock.zone": said(
        "Time zone of times without one",
        "Časové pásmo, není-li uvedeno",
        "Časové pásmo, ak nie je uvedené",
        "Vremenska zona, ako nije navedena",
    ),
    "Clock.at_change": said(
        "When the clock is changed and an hour comes twice",
        "Když se mění čas a hodina je dvakrát",
        "Keď sa mení čas a hodina je dvakrát",
        "Kad se pomera sat i čas se ponovi",
    ),
    "Layout.delimiter": said(
        "Separator of columns; empty: found out",
        "Oddělovač sloupců; prázdné: zjistí se",
        "Oddeľovač stĺpcov; prázdne: zistí sa",
        "Razdvajač kolona; prazno: sam se nađe",
    ),
    "Layout.encoding": said(
        "Encoding; empty: found out",
        "Kódování; prázdné: zjistí se",
        "Kódovanie; prázdne: zistí sa",
        "Kodiranje; prazno: samo se nađe",
    ),
    "Layout.skip_lines": said(
        "Lines before the header",
        "Řádků před záhlavím",
        "Riadkov pred hlavičkou",
        "Redova pre zaglavlja",
    ),
}

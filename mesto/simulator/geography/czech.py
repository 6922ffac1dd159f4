"""Czech names: of streets, quarters and villages."""

from mesto.simulator.geography.lexicon import Lexicon
from mesto.simulator.kinds import DistrictKind


def _listed(text: str) -> list[str]:
    """Return the comma-separated names of a text."""
    return [" ".join(name.split()) for name in text.split(",") if name.strip()]


_PEOPLE = _listed("""
Žižkova, Husova, Palackého, Komenského, Masarykova, Havlíčkova, Jiráskova, Nerudova,
Smetanova, Dvořákova, Janáčkova, Riegrova, Tyršova, Fügnerova, Jungmannova,
Dobrovského, Bratří Čapků, Nezvalova, Wolkerova, Seifertova, Máchova, Erbenova,
Boženy Němcové, Karolíny Světlé, Elišky Krásnohorské, Terézy Novákové, Vrchlického,
Sládkova, Čechova, Hálkova, Raisova, Šmilovského, Arbesova, Zeyerova, Heydukova,
Alšova, Mánesova, Myslbekova, Purkyňova, Mendlova, Křižíkova, Resslova, Kaplanova,
Foerstrova, Fibichova, Sukova, Martinů, Ostrčilova, Kubelíkova, Destinnové,
Štefánikova, Švermova, Rokycanova, Chelčického, Prokopa Holého, Jana Želivského,
Jiřího z Poděbrad, Karla IV., Přemyslova, Libušina, Vladislavova, Václavská,
Ludmilina, Vojtěšská, Prokopská, Cyrilometodějská, Kollárova, Šafaříkova, Tylova,
Klicperova, Mošnova, Vojanova, Kvapilova, Kramolišova, Gočárova, Kotěrova,
Plečnikova, Zítkova, Wiehlova, Schulzova, Braunova, Brandlova, Brokofova, Hollarova,
Škrétova, Švabinského, Preislerova, Muchova, Kupkova, Ladova, Trnkova, Zrzavého,
Šímova, Tomáše Bati, Emila Kolbena, Františka Křižíka, Heyrovského, Wichterlova,
Bolzanova, Machova, Petřínova, Holubova, Emila Holuba, Hanzelkova, Frištenského,
Zátopkova, Čáslavské, Haškova, Kafkova, Hrabalova, Škvoreckého, Holanova, Halasova,
Horova, Šrámkova, Gellnerova, Bezručova, Macharova, Sovova, Březinova, Demlova,
Vančurova, Olbrachtova, Majerové, Pujmanové, Poláčkova, Bassova, Peroutkova,
Kischova, Rašínova, Švehlova, Benešova, Hodžova, Kramářova, Milady Horákové,
Heliodora Píky, Josefa Mašína, Kubišova, Gabčíkova, Morávkova, Klapálkova,
Svobodova, Peřinova, Fajtlova, Vašátkova, Koperníkova, Keplerova, Tychonova,
Galileova, Newtonova, Darwinova, Nobelova, Einsteinova, Edisonova, Teslova,
Puškinova, Gorkého, Tolstého, Čajkovského, Mozartova, Beethovenova, Chopinova,
Lisztova, Verdiho, Šostakovičova, Rooseveltova, Churchillova, Wilsonova, Hooverova,
Novákova, Horákova, Procházkova, Kučerova, Veselého, Pokorného, Markova, Růžičkova,
Fialova, Sedláčkova, Doležalova, Zemanova, Kolářova, Krejčího, Navrátilova,
Čermákova, Urbanova, Vaňkova, Blažkova, Křížova, Kovářova, Bartošova, Vlčkova,
Musilova, Kopeckého, Konečného, Malého, Šimkova, Staňkova, Holubcova, Kratochvílova,
Sýkorova, Hrubého, Vávrova, Mašínova, Říhova, Tichého, Matouškova, Bártova,
Pavlíkova, Dušanova, Moravcova, Tomáškova, Hlaváčkova, Slavíkova, Vondrákova,
Beránkova, Jandova, Kadlecova, Ševčíkova, Mrázkova, Adamcova
""")
_PLACES = _listed("""
Brněnská, Plzeňská, Ostravská, Olomoucká, Liberecká, Hradecká, Pardubická,
Jihlavská, Táborská, Písecká, Strakonická, Budějovická, Chrudimská, Litomyšlská,
Poličská, Svitavská, Kroměřížská, Zlínská, Opavská, Těšínská, Slezská, Moravská,
Chodská, Domažlická, Klatovská, Sušická, Vimperská, Třeboňská, Telčská, Třebíčská,
Znojemská, Mikulovská, Břeclavská, Slovácká, Valašská, Hanácká, Lašská, Krkonošská,
Šumavská, Beskydská, Jesenická, Orlická, Českomoravská, Košická, Bratislavská,
Žilinská, Trenčínská, Tatranská, Lužická, Drážďanská, Vídeňská, Krakovská,
Varšavská, Bělehradská, Lublaňská, Záhřebská, Sofijská, Kyjevská, Pařížská,
Londýnská, Římská, Italská, Francouzská, Anglická, Americká, Kanadská, Polská,
Slovenská, Bulharská, Jugoslávská, Chorvatská, Ukrajinská, Estonská, Lotyšská,
Finská, Norská, Švédská
""")
_TREES = _listed("""
Lipová, Javorová, Dubová, Buková, Březová, Jasanová, Olšová, Vrbová, Topolová,
Kaštanová, Akátová, Habrová, Jilmová, Smrková, Borová, Jedlová, Modřínová, Tisová,
Jalovcová, Lísková, Jeřabinová, Šípková, Trnková, Hlohová, Bezová, Šeříková, Růžová,
Lilijová, Tulipánová, Narcisová, Konvalinková, Fialková, Pomněnková, Kopretinová,
Sedmikrásková, Zvonková, Chrpová, Maková, Levandulová, Jasmínová, Jabloňová,
Hrušňová, Třešňová, Višňová, Švestková, Meruňková, Broskvová, Ořechová, Mandlová,
Vinná, Révová, Jahodová, Malinová, Borůvková, Brusinková, Ostružinová, Angreštová,
Rybízová, Medová, Včelařská, Sluneční, Měsíční, Hvězdná, Jarní, Letní, Podzimní,
Zimní, Májová, Květnová, Červnová, Zářijová, Slavičí, Skřivánčí, Vlaštovčí, Sokolí,
Čápova, Kosova, Pěnkavčí, Datlova, Ledňáčková, Srnčí, Jelení, Zaječí, Liščí,
Jezevčí, Veverčí, Ježkova, Luční, Polní, Lesní, Zahradní, Sadová, Parková, Horská,
Skalní, Písková, Hliněná, Jílová, Vápenná, Kamenná, Říční, Potoční, Studniční,
Pramenná, Rybniční, Mlýnská, Úvozová, Stezková, Krajní, Střední, Tichá, Klidná,
Krásná, Slunná, Větrná, Mlžná, Duhová, Pestrá, Modrá, Zelená, Bílá, Červená, Zlatá,
Stříbrná
""")
_RELIEF = [
    f"{preposition} {place}"
    for preposition, places in {
        "Na": "Kopci,Stráni,Vyhlídce,Vršku,Skalce,Výsluní,Louži,Pískách,Drahách,"
        "Rovinách,Lánech,Hrázi,Návsi,Vinici,Kamenci,Pastvinách,Bělidle,Valech",
        "Pod": "Kopcem,Strání,Vyhlídkou,Lesem,Hájem,Vinicí,Vodojemem,Skalkou,Strážnicí,"
        "Hrází,Kaštany,Lipami,Svahem,Zámečkem,Rozhlednou",
        "Nad": "Vinicí,Řekou,Potokem,Lomem,Městem,Hřištěm,Tratí,Zahradami,Údolím",
        "Za": "Humny,Tratí,Zahradami,Hřištěm,Školou,Potokem,Mlýnem,Farou,Kovárnou",
        "U": "Hřiště,Lesa,Potoka,Mlýna,Křížku,Kapličky,Studánky,Školky,Vodárny,Lípy,"
        "Rybníka,Trati,Cihelny,Hájovny,Zámečku,Jezu,Lávky,Pošty,Kovárny,Sokolovny",
        "V": "Zahradách,Údolí,Dolině,Lukách,Sadech,Olšinách,Háji,Úvoze,Zátiší,Zákoutí",
        "K": "Lesu,Řece,Vodojemu,Trati,Hájovně,Mlýnu,Potoku,Nádraží,Rybníku,Lomu",
    }.items()
    for place in places.split(",")
]

CZECH = Lexicon(
    language="cs",
    square="náměstí Míru",
    station_avenue="Nádražní",
    station="Hlavní nádraží",
    boulevards=_listed(
        "Husova třída, třída Republiky, Koliště, Pod Hradbami, Divadelní"
    ),
    rings=_listed("""
        Okružní, Štefánikova třída, třída Legionářů, Sokolská třída, Vnější, třída
        Svobody, Spojovací, Obvodová, Hraniční, Družstevní
    """),
    radials=_listed("""
        Pražská, Kolínská, Kutnohorská, Vlašimská, Benešovská, Humpolecká,
        Čáslavská, Ledečská, Havlíčkobrodská, Zručská, Uhlířská, Sázavská
    """),
    gates=_listed("""
        Pražská brána, Dlouhá, Široká, Krátká brána, Zámecká, Radniční, Kolínská
        brána, Svatojánská, Mostecká
    """),
    embankments=_listed("""
        Masarykovo nábřeží, Smetanovo nábřeží, Nábřeží Dukelských hrdinů, Rybářské
        nábřeží
    """),
    bridges=_listed("Kamenný most, Most Legií, Jubilejní most"),
    old=_listed("""
        Hrnčířská, Kovářská, Koželužská, Soukenická, Pekařská, Řeznická, Zlatnická,
        Zámečnická, Provaznická, Sladovnická, Pivovarská, Solní, Rybná, Uhelný trh,
        Kozí, Masné krámy, Zelný trh, Koňský trh, Dominikánská, Františkánská,
        Kapucínská, Jezuitská, Farní, Kostelní, Kaplanská, Školní, Děkanská,
        Zvonařská, Panská, Celetná, Židovská, Templová, Hradební, Zahrádecká brána,
        Fortna, Prašná, Úzká, Křivá, Slepá, Malá, Velká, Horní, Dolní, Příčná,
        Zadní, Kolmá, Točitá, Pod Věží, Pod Kaštany, U Brány, U Staré pošty, Na
        Příkopě, Na Baště, Na Hradbách, Mlýnská strouha, Vodní, Lázeňská, Špitálská,
        Chudobinská, Kramářská, Tkalcovská, Punčochářská, Kloboučnická, Nožířská,
        Sedlářská, Bednářská, Truhlářská, Sklenářská, Barvířská, Mydlářská,
        Svíčkařská, Lékárnická, Apatykářská, Biskupská, Purkmistrovská, Rytířská
    """),
    people=_PEOPLE + _PLACES,
    nature=_TREES + _RELIEF,
    industry=_listed("""
        Průmyslová, Tovární, Strojírenská, Ocelářská, Hutnická, Slévárenská,
        Skladová, Dílenská, Energetiků, Cementárenská, Cihlářská, Textilní,
        Chemická, Elektrárenská, Plynárenská, Dopravní, Celní, Nákladová,
        Seřaďovací, Logistická, Papírenská, Sklářská, Technická, Výrobní
    """),
    village=_listed("""
        Školní, Polní, Luční, Zahradní, Lesní, K Lesu, Za Humny, U Kapličky, Krátká,
        Nová, U Hřiště, Na Drahách, Rybniční, Sadová, Pod Lipami, Ke Hřbitovu, Na
        Kopečku, Spojovací, U Mlýna, V Chalupách, Na Vejminku, Hasičská, Obecní, U
        Statku, Ke Kostelu, Selská, Za Farou, Na Průhonu, V Koutě, U Obory
    """),
    village_main=_listed("Hlavní, Návesní, Na Návsi, Dlouhá ves, Silniční"),
    districts={
        DistrictKind.OLD_CENTRE: ["Staré Město"],
        DistrictKind.BOULEVARD_RING: _listed("""
            Nové Město, Horní Předměstí, Dolní Předměstí, Pražské Předměstí, Svaté
            Trojice, Zámecký okrsek, Na Valech, Kolonie, U Divadla, Karlov,
            Špitálsko
        """),
        DistrictKind.HOUSING_ESTATE: _listed("""
            Nové Sídliště, Na Výsluní, Slunečná, Vyhlídka, Nový Dvůr, Výšina, Lesná,
            Na Stráni, Máj, Bohunky, Novina, Severka
        """),
        DistrictKind.VILLAS: _listed("""
            Malá Strana, Podskalí, Zátiší, Bartoušov, Vinohrady, Podlesí, Bílý
            Kopec, Kopanina, Zahrady, Hájek, Borek, Kamenná, Chaloupky, Rovinka,
            Lipník, Stráň, Vršky, Ostrov, Hliník, Obora, Peklo, Amerika
        """),
        DistrictKind.INDUSTRIAL: _listed("""
            Průmyslová zóna, Za Tratí, Hutě, Strojírny, Cukrovar
        """),
        DistrictKind.PARK: _listed("Městské sady, Lesopark Obora, Park Přátelství"),
    },
    villages=_listed("""
        Horní Lhotka, Bukovany, Vrbčany, Dolní Březí, Křečovice, Radonice, Olešná,
        Hradišťko, Zbraslavec, Ostředek, Mirošov, Všechlapy, Stará Huť, Podveky,
        Kácovec, Mělnice
    """),
    parks=_listed("""
        Sady Svobody, Tyršovy sady, Park Míru, Zámecká zahrada, Jiráskovy sady, Park
        Legionářů, Havlíčkovy sady, Komenského sady, Smetanovy sady, Dětský park
    """),
    woods=_listed("""
        Obora, Černý les, Doubrava, Borky, Kněžský les, Habřina, Bučina, Chlum,
        Panský les, Spáleniště, Hůrka, Březina, Dlouhý les, Ostrá hůra, Klášterní
        les
    """),
    brook="Olšanský potok",
    cemetery="Městský hřbitov",
    church="Kostel svatého Jakuba",
    hospital="Městská nemocnice",
    school="{}. základní škola",
)

"""Serbian names in Latin script; the Cyrillic ones are derived from them."""

from mesto.simulator.geography.lexicon import Lexicon
from mesto.simulator.kinds import DistrictKind


def _listed(text: str) -> list[str]:
    """Return the comma-separated names of a text."""
    return [" ".join(name.split()) for name in text.split(",") if name.strip()]


_PEOPLE = _listed("""
Nikole Tesle, Vuka Karadžića, Jovana Jovanovića Zmaja, Branka Radičevića, Laze
Kostića, Đure Jakšića, Mihajla Pupina, Svetozara Miletića, Dositeja Obradovića,
Petra Petrovića Njegoša, Svetog Save, Cara Dušana, Cara Lazara, Kneza Miloša, Kneza
Mihaila, Karađorđeva, Kralja Petra I, Kralja Aleksandra, Hajduk Veljkova, Stevana
Sremca, Branislava Nušića, Jovana Sterije Popovića, Stevana Sinđelića, Vojvode
Mišića, Vojvode Stepe, Vojvode Putnika, Vojvode Bojovića, Miloša Obilića, Kraljevića
Marka, Majke Jugovića, Jug Bogdana, Dušana Vasiljeva, Miloša Crnjanskog, Ive
Andrića, Desanke Maksimović, Isidore Sekulić, Meše Selimovića, Danila Kiša, Branka
Ćopića, Aleksandra Tišme, Mike Antića, Vaska Pope, Stevana Raičkovića, Jovana
Dučića, Milana Rakića, Alekse Šantića, Vojislava Ilića, Sime Milutinovića, Jakova
Ignjatovića, Jaše Tomića, Arse Teodorovića, Uroša Predića, Paje Jovanovića, Save
Šumanovića, Nadežde Petrović, Stevana Mokranjca, Isidora Bajića, Kornelija
Stankovića, Josifa Pančića, Milutina Milankovića, Mileve Marić, Jovana Cvijića,
Ruđera Boškovića, Teodora Pavlovića, Save Tekelije, Save Vukovića, Platona
Atanackovića, Đorđa Natoševića, Ilije Ognjanovića, Jovana Subotića, Pavla Papa,
Petra Drapšina, Sonje Marinković, Žarka Zrenjanina, Koste Racina, Ive Lole Ribara,
Save Kovačevića, Radoja Domanovića, Milovana Glišića, Janka Veselinovića, Laze
Lazarevića, Bore Stankovića, Rastka Petrovića, Momčila Nastasijevića, Jovana
Boškovića, Miroslava Antića, Janka Čmelika, Ljudevita Gaja, Stanoja Glavaša, Filipa
Višnjića, Starine Novaka, Maksima Gorkog, Puškinova, Tolstojeva, Čehovljeva, Lenke
Dunđerski, Marije Trandafil, Savke Subotić, Jelene Kon, Milice Tomić, Ilariona
Ruvarca, Vase Stajića, Tihomira Ostojića, Milana Jovanovića Stoimirovića, Heroja
Pinkija, Narodnog fronta, Partizanskih baza, Solunskih dobrovoljaca, 1300 kaplara,
Oslobodilačka, 23. oktobra, 8. marta, 1. maja, 7. jula, 29. novembra, Omladinskih
brigada, Fruškogorskog odreda, Petefi Šandora, Adi Endrea, Janoša Kalmana, Šandora
Vereša, Jana Kolara, Štefanikova, Tomaša Masarika, Vladimira Perića Valtera, Dr
Ilije Đuričića, Dr Zorana Đinđića, Borislava Pekića, Slobodana Jovanovića, Mihaila
Bulgakova, Bele Bartoka, Johana Štrausa, Đerđa Lukača, Karla Miseljića
""")
_FIRST = _listed("""
Milana, Jovana, Petra, Nikole, Stevana, Dušana, Save, Vase, Koste, Ilije, Đorđa,
Miloša, Lazara, Bogdana, Živka, Gavre, Todora, Pere
""")
_LAST = _listed("""
Petrovića, Stankovića, Popova, Jovičića, Savića, Bogdanova, Maletina, Radosavljeva,
Vlaškalića, Stojšina, Milankova, Berića, Nikolića, Đurića, Tapavice, Vukova,
Mirosavljevića, Nedeljkova, Grujića, Lalića
""")
_LOCAL_PEOPLE = [
    f"{first} {_LAST[(7 * i + 3 * k) % len(_LAST)]}"
    for k in range(6)
    for i, first in enumerate(_FIRST)
]
_PLACES = _listed("""
Beogradska, Subotička, Somborska, Zrenjaninska, Kikindska, Pančevačka, Vršačka,
Rumska, Šabačka, Valjevska, Niška, Kragujevačka, Užička, Čačanska, Kraljevačka,
Kruševačka, Leskovačka, Vranjska, Pirotska, Zaječarska, Smederevska, Požarevačka,
Kosovska, Metohijska, Prizrenska, Skopska, Bitoljska, Ohridska, Solunska, Krfska,
Cetinjska, Nikšićka, Trebinjska, Mostarska, Sarajevska, Banjalučka, Zagrebačka,
Ljubljanska, Mariborska, Splitska, Zadarska, Dubrovačka, Istarska, Segedinska,
Budimpeštanska, Pečujska, Temišvarska, Aradska, Bečka, Praška, Bratislavska,
Varšavska, Kijevska, Moskovska, Lenjingradska, Pariska, Londonska, Rimska, Atinska,
Carigradska, Sremska, Banatska, Bačka, Šumadijska, Zlatiborska, Fruškogorska,
Avalska, Rudnička, Kopaonička, Durmitorska, Šarplaninska, Kajmakčalanska, Cerska,
Kolubarska, Suvoborska, Mačvanska
""")
_NATURE = _listed("""
Lipova, Bagremova, Kestenova, Jasenova, Javorova, Hrastova, Bukova, Brezova,
Topolova, Vrbova, Jablanova, Orahova, Dudova, Višnjeva, Trešnjeva, Jabukova,
Kruškova, Kajsijina, Breskvina, Šljivina, Dunjina, Bademova, Lešnikova, Jorgovanova,
Ružina, Ljiljanova, Lavandina, Perunikina, Božurova, Nevenova, Suncokretova, Makova,
Đurđevka, Ljubičica, Vinogradska, Baštenska, Poljska, Livadska, Šumska, Ritska,
Barska, Rečna, Dunavska, Potiska, Tiska, Sunčana, Cvetna, Zelena, Tiha, Mirna,
Vedra, Nova, Kratka, Duga, Vesela, Srećna, Plava, Bela, Zlatna, Golubova,
Lastavičina, Slavujeva, Rodina, Ševina, Galebova, Čapljina, Senice, Zečja, Jelenska,
Srneća, Veverice, Ribarska, Čamdžijska, Kormilarska, Splavarska, Vodoplavna,
Čardačka, Salašarska, Konjička, Čobanska, Žitna, Klasova, Kukuruzna, Suncokretni
put, Vetrenjača, Đermova, Bunarska, Izvorska, Peščana, Ledinska, Utrinska,
Grobljanska, Pašnjačka, Torovska, Kosačka, Rasadnička, Voćarska, Pčelarska,
Mlinarska, Brodarska, Skelarska, Kanalska, Nasipna, Gornja, Donja, Srednja, Istočna,
Zapadna, Severna, Južna, Krajnja
""")

SERBIAN = Lexicon(
    language="sr-Latn",
    square="Trg slobode",
    station_avenue="Bulevar oslobođenja",
    station="Železnička stanica",
    boulevards=_listed("""
        Bulevar Mihajla Pupina, Bulevar cara Lazara, Bulevar despota Stefana,
        Bulevar kralja Petra I, Bulevar Jovana Dučića
    """),
    rings=_listed("""
        Bulevar Evrope, Bulevar Patrijarha Pavla, Bulevar vojvode Stepe, Bulevar
        Slobodana Jovanovića, Kružni put, Bulevar Nikole Tesle, Obilaznička, Bulevar
        despota Đurđa, Vojvođanskih brigada, Bulevar Svetog Save, Prvomajska, Kej
        skojevaca
    """),
    radials=_listed("""
        Novosadski put, Subotički put, Bečejska, Zrenjaninski put, Sentandrejski
        put, Kikindski put, Somborski put, Bulevar Vojvodine, Stari put, Potiski put
    """),
    gates=_listed("""
        Glavna, Kralja Petra, Zmaj Jovina, Dunavska kapija, Jevrejska, Pašićeva,
        Svetozara Markovića, Mostna
    """),
    embankments=_listed(
        """Tiski kej, Kej žrtava racije, Ribarski kej, Kej Ribarsko ostrvo"""
    ),
    bridges=_listed("Stari most, Most slobode, Most Vojvodine"),
    old=_listed("""
        Grčkoškolska, Zlatne grede, Svetosavska, Episkopska, Crkvena, Poštanska,
        Sarajlijina, Zanatlijska, Kovačka, Kazandžijska, Terzijska, Sapundžijska,
        Pekarska, Mesarska, Abadžijska, Ćurčijska, Saračka, Opančarska, Lončarska,
        Bačvarska, Kolarska, Užarska, Svećarska, Solarska, Riblja pijaca, Žitni trg,
        Sokače, Krivo sokače, Miletićeva, Matice srpske, Gimnazijska, Školska,
        Pozorišni trg, Katolička porta, Saborna, Nikolajevska, Uspenska, Almaška,
        Jovanovska, Temerinska kapija, Petrovaradinska kapija, Bastionska, Šančevi,
        Hadžićeva, Trandafilova, Tanurdžićeva, Ćirpanova, Vojvode Šupljikca,
        Patrijarha Čarnojevića, Patrijarha Rajačića, Mitropolita Stratimirovića,
        Stara varoš, Tabačka, Skela, Vodenička, Pivarska, Carinska, Trg republike,
        Trg mladenaca, Ilije Kolarca, Dečanska, Studenička, Ravanička, Žička,
        Hilandarska, Krušedolska, Gračanička, Sopoćanska, Mileševska
    """),
    people=_PEOPLE + _PLACES + _LOCAL_PEOPLE,
    nature=_NATURE + _LOCAL_PEOPLE,
    industry=_listed("""
        Industrijska, Fabrička, Radnička, Put šajkaškog odreda, Metalska, Mlinska,
        Šećeranska, Klanička, Skladišna, Carinski put, Livnička, Uljarska, Gasna,
        Elektranska, Ranžirna, Teretna, Kudeljarska, Ciglarska, Privrednikova,
        Zadružna, Poslovni park, Rafinerijska
    """),
    village=_listed("""
        Svetosavska, Vuka Karadžića, Maršala Tita, Železnička, Školska, Nova,
        Vojvođanska, Bratstva i jedinstva, Kralja Petra, Zmaj Jovina, Branka
        Radičevića, Nikole Tesle, Sremska, Vinogradska, Vašarska, Proleterska,
        Omladinska, Lole Ribara, Zadrugarska, Grobljanska, Ive Andrića, Partizanska,
        Utrina, Kosovska, Cara Dušana, Dositejeva, Njegoševa, Mladena Stojanovića,
        Poljska, Crnjanskog
    """),
    village_main=_listed("Glavna, Glavna ulica, Maršala Tita, Kralja Petra I"),
    districts={
        DistrictKind.OLD_CENTRE: ["Stari grad"],
        DistrictKind.BOULEVARD_RING: _listed("""
            Almaški kraj, Rotkvarija, Podbara, Sajmište, Grbavica, Bulevar,
            Pozorište, Gimnazija, Varoš, Banatić, Varadinka
        """),
        DistrictKind.HOUSING_ESTATE: _listed("""
            Novo naselje, Liman, Detelinara, Bistrica, Satelit, Oktobar, Bagljaš,
            Prozivka, Dudara, Radijalac, Ruža Šulman, Makova sedmica
        """),
        DistrictKind.VILLAS: _listed("""
            Podgrađe, Telep, Adice, Klisa, Vidovdansko naselje, Salajka, Šangaj,
            Ribnjak, Vinogradi, Gradnulica, Mužlja, Ciglane, Kolonija, Mali Beograd,
            Bajnat, Ker, Peščara, Vašarište, Ledine, Gornji kraj, Donji kraj
        """),
        DistrictKind.INDUSTRIAL: _listed("""
            Radna zona, Industrijska zona, Šećerana, Ložionica, Ranžirna
        """),
        DistrictKind.PARK: _listed("Gradski park, Tiski park, Kamenički park"),
    },
    villages=_listed("""
        Jarkovac, Ratkovo Selo, Novi Salaši, Bačko Polje, Rumenovo, Kovinac, Stari
        Orlovat, Budisavci, Đurđevac, Kameno Brdo, Čurugovo, Gospodinovo, Vilovac,
        Šajkaš Selo, Nadaljevo, Tisa Sela
    """),
    parks=_listed("""
        Dunavski park, Limanski park, Futoški park, Park mira, Železnički park, Park
        Ivana Jakovljeva, Park heroja, Dečji park, Park Svetog Save, Sokolski park
    """),
    woods=_listed("""
        Ribarska šuma, Topoljak, Ada, Jasenje, Kraljevska šuma, Bagremar, Hrastik,
        Vrbak, Kamaraš, Lugovi, Gaj, Crna bara, Tikvara, Mačkov sprud, Begečka šuma
    """),
    brook="Jegrička",
    cemetery="Gradsko groblje",
    church="Saborna crkva",
    hospital="Opšta bolnica",
    school="Osnovna škola br. {}",
)

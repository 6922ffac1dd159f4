"""What people call the settings of a TALQ gateway. Pure."""

from mesto.kernel.words import said

TITLE = said(
    "Lighting by TALQ",
    "Osvětlení přes TALQ",
    "Osvetlenie cez TALQ",
    "Rasveta: TALQ",
    cyrillic="Расвета: TALQ",
)
ABOUT = said(
    "Street lighting, cabinets and sensors behind a gateway that speaks TALQ 2.",
    "Veřejné osvětlení, rozvaděče a čidla za bránou, která mluví TALQ 2.",
    "Verejné osvetlenie, rozvádzače a snímače za bránou, ktorá hovorí TALQ 2.",
    "Javna rasveta, ormani i senzori iza mrežnog prolaza koji govori TALQ 2.",
    cyrillic="Јавна расвета, ормани и сензори иза мрежног пролаза који говори TALQ 2.",
)
#: Why a command came to nothing.
GATEWAY_SAYS = said(
    "The gateway says: {said}",
    "Brána hlásí: {said}",
    "Brána hlási: {said}",
    "Mrežni prolaz javlja: {said}",
)

#: Why a connection does not work.
CANNOT_NOW = said(
    "The gateway cannot now: it answers {status}.",
    "Brána teď nemůže: odpovídá {status}.",
    "Brána teraz nemôže: odpovedá {status}.",
    "Mrežni prolaz sada ne može: odgovara {status}.",
)
REFUSES = said(
    "The gateway refuses it: {status} {said}",
    "Brána to odmítá: {status} {said}",
    "Brána to odmieta: {status} {said}",
    "Mrežni prolaz to odbija: {status} {said}",
)
NONSENSE = said(
    "{found} is not as {standard} says.",
    "{found} není podle {standard}.",
    "{found} nie je podľa {standard}.",
    "{found} nije po {standard}.",
)
NOT_READ = said(
    "What comes is not {form}.",
    "Co přichází, není {form}.",
    "Čo prichádza, nie je {form}.",
    "Ono što stiže nije {form}.",
)
ABOUT_RESOURCE = said(
    "{resource} of the gateway: {why}",
    "{resource} brány: {why}",
    "{resource} brány: {why}",
    "{resource} mrežnog prolaza: {why}",
)
UNKNOWN_THERE = said(
    "The gateway does not know {unknown}.",
    "Brána nezná {unknown}.",
    "Brána nepozná {unknown}.",
    "Mrežni prolaz ne poznaje {unknown}.",
)
NO_TYPES = said(
    "There are no types of assets called {found}.",
    "Typy zařízení s názvem {found} nejsou.",
    "Typy zariadení s názvom {found} nie sú.",
    "Nema vrsta uređaja po imenu {found}.",
)
NO_PACKAGES = said(
    "The gateway takes no packages of data.",
    "Brána nepřijímá balíčky dat.",
    "Brána neprijíma balíčky dát.",
    "Mrežni prolaz ne prima pakete podataka.",
)
OTHER_RELEASE = said(
    "Package {package}: the gateway has release {found}, not {wanted}.",
    "Balíček {package}: brána má vydání {found}, ne {wanted}.",
    "Balíček {package}: brána má vydanie {found}, nie {wanted}.",
    "Paket {package}: mrežni prolaz ima izdanje {found}, a ne {wanted}.",
)
ADDS_ALONE = said(
    "The gateway lets nobody else add devices.",
    "Brána nikoho jiného nenechá přidávat zařízení.",
    "Brána nikoho iného nenechá pridávať zariadenia.",
    "Mrežni prolaz nikome drugom ne da da dodaje uređaje.",
)
NO_AUTHORITY = said(
    "The authority to trust is no certificate.",
    "Důvěryhodná autorita není certifikát.",
    "Dôveryhodná autorita nie je certifikát.",
    "Pouzdani izdavalac nije sertifikat.",
)
NO_PROOF = said(
    "Our certificate and its key are none, or do not belong together.",
    "Náš certifikát a klíč nejsou platné, nebo k sobě nepatří.",
    "Náš certifikát a kľúč nie sú platné, alebo k sebe nepatria.",
    "Naš sertifikat i ključ to nisu, ili ne idu zajedno.",
)
#: What makes no sense in the settings.
BEST_HAS_NO_EVENTS = said(
    "are not recorded by what the gateway finds best",
    "se nezaznamenávají tím, co brána považuje za nejlepší",
    "sa nezaznamenávajú tým, čo brána považuje za najlepšie",
    "ne beleže se onim što mrežni prolaz smatra najboljim",
)
FUNCTION_OR_EVENTS = said(
    "A logger records a function or events.",
    "Záznamník zaznamenává funkci, nebo události.",
    "Záznamník zaznamenáva funkciu, alebo udalosti.",
    "Beležnik beleži funkciju ili događaje.",
)
CERTIFICATE_AND_KEY = said(
    "The certificate and its key come together.",
    "Certifikát a jeho klíč patří k sobě.",
    "Certifikát a jeho kľúč patria k sebi.",
    "Sertifikat i njegov ključ idu zajedno.",
)

WORDS = {
    "Settings.gateway_address": said(
        "Address of the gateway (UUID)",
        "Adresa brány (UUID)",
        "Adresa brány (UUID)",
        "Adresa mrežnog prolaza (UUID)",
        cyrillic="Адреса мрежног пролаза (UUID)",
    ),
    "Settings.cms_address": said(
        "Our address at the gateway (UUID)",
        "Naše adresa u brány (UUID)",
        "Naša adresa u brány (UUID)",
        "Naša adresa kod mrežnog prolaza (UUID)",
        cyrillic="Наша адреса код мрежног пролаза (UUID)",
    ),
    "Settings.asset_by": said(
        "What of a device names its asset; empty: a person says so",
        "Co ze zařízení pojmenovává jeho prvek; prázdné: řekne to člověk",
        "Čo zo zariadenia pomenúva jeho prvok; prázdne: povie to človek",
        "Šta na uređaju imenuje njegov element; prazno: kaže čovek",
    ),
    "Settings.hold_s": said(
        "A lamp goes back to its programme so long after an order was due (s)",
        "Svítidlo se vrátí k programu tak dlouho po lhůtě příkazu (s)",
        "Svietidlo sa vráti k programu tak dlho po lehote príkazu (s)",
        "Svetiljka se vraća programu toliko posle roka naredbe (sekundi)",
    ),
    "Settings.types": said(
        "Types of lamps and luminaires that the gateway is to keep",
        "Typy světelných zdrojů a svítidel, které má brána držet",
        "Typy svetelných zdrojov a svietidiel, ktoré má brána držať",
        "Tipovi sijalica i svetiljki koje prolaz treba da čuva",
    ),
    "Settings.loggers": said(
        "What the gateway records and reports by itself",
        "Co brána sama zaznamenává a hlásí",
        "Čo brána sama zaznamenáva a hlási",
        "Šta mrežni prolaz sam beleži i javlja",
    ),
    "Settings.discover_every_s": said(
        "Look for new devices every (s)",
        "Hledat nová zařízení každých (s)",
        "Hľadať nové zariadenia každých (s)",
        "Traži nove uređaje svakih (sekundi)",
    ),
    "Logger.function": said(
        "Type of the function to record",
        "Typ zaznamenávané funkce",
        "Typ zaznamenávanej funkcie",
        "Tip funkcije koja se beleži",
    ),
    "Logger.attributes": said(
        "Its attributes; none: every measurement",
        "Její atributy; žádné: každé měření",
        "Jej atribúty; žiadne: každé meranie",
        "Njeni atributi; nijedan: svako merenje",
    ),
    "Logger.every_s": said(
        "Record every (s)",
        "Zaznamenat každých (s)",
        "Zaznamenať každých (s)",
        "Beleži svakih (sekundi)",
    ),
    "Logger.events": said(
        "Events to record; * is every one",
        "Zaznamenávané události; * jsou všechny",
        "Zaznamenávané udalosti; * sú všetky",
        "Događaji koji se beleže; * su svi",
    ),
    "Logger.delay_s": said(
        "Wait for more to report together (s)",
        "Počkat na další ke společnému hlášení (s)",
        "Počkať na ďalšie k spoločnému hláseniu (s)",
        "Čekaj još za zajednički izveštaj (sekundi)",
    ),
    "Logger.vendor": said(
        "What the gateway finds best to record",
        "Co brána sama uzná za vhodné zaznamenat",
        "Čo brána sama uzná za vhodné zaznamenať",
        "Šta prolaz sam smatra da treba beležiti",
    ),
    "Logger.report_at": said(
        "Report at these times; none: at once",
        "Hlásit v těchto časech; žádné: ihned",
        "Hlásiť v týchto časoch; žiadne: ihneď",
        "Javljaj u ova vremena; nijedno: odmah",
    ),
    "Logger.active": said(
        "When it records, as TALQ writes it; none: always",
        "Kdy zaznamenává, jak to píše TALQ; žádné: vždy",
        "Kedy zaznamenáva, ako to píše TALQ; žiadne: vždy",
        "Kada beleži, kako to piše TALQ; nijedno: uvek",
    ),
    "Settings.packages": said(
        "Packages that the gateway is to have, a firmware say",
        "Balíky, které má brána mít, např. firmware",
        "Balíky, ktoré má brána mať, napr. firmvér",
        "Paketi koje prolaz treba da ima, npr. firmver",
    ),
    "Settings.pull_every_s": said(
        "Ask for log reports every (s); 0: the gateway brings them",
        "Žádat o hlášení každých (s); 0: brána je přináší",
        "Žiadať o hlásenia každých (s); 0: brána ich prináša",
        "Traži izveštaje svakih (sekundi); 0: prolaz ih donosi",
    ),
    "Settings.timeout_s": said(
        "Wait for an answer at most (s)",
        "Čekat na odpověď nejvýše (s)",
        "Čakať na odpoveď najviac (s)",
        "Čekaj odgovor najviše (sekundi)",
    ),
    "Settings.headers": said(
        "Headers sent along; kept as secrets",
        "Hlavičky posílané s dotazem; uchovány jako tajné",
        "Hlavičky posielané s dopytom; uchované ako tajné",
        "Zaglavlja koja se šalju; čuvaju se kao tajna",
    ),
    "Settings.certificate": said(
        "Our certificate with its chain (PEM)",
        "Náš certifikát s řetězcem (PEM)",
        "Náš certifikát s reťazcom (PEM)",
        "Naš sertifikat sa lancem (PEM)",
    ),
    "Settings.client_key": said(
        "Private key of our certificate (PEM); kept as a secret",
        "Soukromý klíč certifikátu (PEM); uchován jako tajný",
        "Súkromný kľúč certifikátu (PEM); uchovaný ako tajný",
        "Privatni ključ sertifikata (PEM); čuva se kao tajna",
    ),
    "Settings.authority": said(
        "Authority of the gateway's certificate (PEM)",
        "Autorita, která vydala certifikát brány (PEM)",
        "Autorita, ktorá vydala certifikát brány (PEM)",
        "Ustanova koja je izdala sertifikat prolaza (PEM)",
    ),
    "Settings.allow_private": said(
        "Also reach a gateway inside our own network",
        "Dosáhnout i bránu ve vlastní síti",
        "Dosiahnuť aj bránu vo vlastnej sieti",
        "Dosegni i mrežni prolaz u sopstvenoj mreži",
    ),
}

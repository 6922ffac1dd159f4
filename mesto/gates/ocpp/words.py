"""What a connection with charging stations says to people. Pure."""

from mesto.kernel.words import said

TITLE = said(
    "Charging stations by OCPP",
    "Nabíjecí stanice přes OCPP",
    "Nabíjacie stanice cez OCPP",
    "Stanice za punjenje: OCPP",
    cyrillic="Станице за пуњење: OCPP",
)
ABOUT = said(
    "Charging stations of any maker that speak OCPP 1.6, 2.0.1 or 2.1.",
    "Nabíjecí stanice všech výrobců, které mluví OCPP 1.6, 2.0.1 nebo 2.1.",
    "Nabíjacie stanice všetkých výrobcov, ktoré hovoria OCPP 1.6, 2.0.1 alebo 2.1.",
    "Stanice za punjenje svih proizvođača koje govore OCPP 1.6, 2.0.1 ili 2.1.",
    cyrillic="Станице за пуњење свих произвођача које говоре OCPP 1.6, 2.0.1 или 2.1.",
)

# why a command came to nothing
ANSWERED = said(
    "The station answers: {said}",
    "Stanice odpovídá: {said}",
    "Stanica odpovedá: {said}",
    "Stanica odgovara: {said}",
)
NO_ANSWER = said(
    "The station does not answer.",
    "Stanice neodpovídá.",
    "Stanica neodpovedá.",
    "Stanica ne odgovara.",
)
GONE = said(
    "The station went away before it answered.",
    "Stanice se odpojila dřív, než odpověděla.",
    "Stanica sa odpojila skôr, než odpovedala.",
    "Stanica je prekinula vezu pre nego što je odgovorila.",
)
NOT_CONNECTED = said(
    "The station is not connected.",
    "Stanice není připojená.",
    "Stanica nie je pripojená.",
    "Stanica nije povezana.",
)
NO_HTTP = said(
    "The station brings files by {ways} alone, the town takes them by HTTP or HTTPS.",
    "Stanice předává soubory jen přes {ways}, obec je přijímá přes HTTP nebo HTTPS.",
    "Stanica odovzdáva súbory len cez {ways}, obec ich prijíma cez HTTP alebo HTTPS.",
    "Stanica predaje datoteke samo preko {ways},"
    " a opština ih prima preko HTTP ili HTTPS.",
    cyrillic="Станица предаје датотеке само преко {ways},"
    " а општина их прима преко HTTP или HTTPS.",
)
NO_HOST = said(
    "Nobody knows by which address the station has come.",
    "Není známo, přes jakou adresu stanice přišla.",
    "Nie je známe, cez akú adresu stanica prišla.",
    "Nije poznato preko koje adrese je stanica došla.",
)

# why a meter is not believed
NEGATIVE = said(
    "a meter of {kwh} is negative",
    "stav elektroměru {kwh} je záporný",
    "stav elektromera {kwh} je záporný",
    "stanje brojila {kwh} je negativno",
)
FELL = said(
    "the meter fell from {before} to {after}",
    "elektroměr klesl z {before} na {after}",
    "elektromer klesol z {before} na {after}",
    "brojilo je palo sa {before} na {after}",
)
LEAPT = said(
    "the meter leapt from {before} to {after}",
    "elektroměr poskočil z {before} na {after}",
    "elektromer poskočil z {before} na {after}",
    "brojilo je skočilo sa {before} na {after}",
)
NO_BEGIN = said(
    "nobody knows the meter when it began",
    "není znám stav elektroměru na začátku",
    "nie je známy stav elektromera na začiatku",
    "nije poznato stanje brojila na početku",
)
NO_END = said(
    "nobody knows the meter when it ended",
    "není znám stav elektroměru na konci",
    "nie je známy stav elektromera na konci",
    "nije poznato stanje brojila na kraju",
)

# what makes no sense in the settings
HOLDS_LONGER = said(
    "has to be longer than the time before its end at which it is signed anew",
    "musí být delší než doba před koncem, kdy se podepisuje znovu",
    "musí byť dlhšie než čas pred koncom, kedy sa podpisuje znova",
    "mora biti duže od vremena pre kraja kada se ponovo potpisuje",
)
NEEDS_SIGNING = said(
    "needs certificates that the town signs: who else would be believed?",
    "potřebuje certifikáty, které podepisuje město: komu jinému by se věřilo?",
    "potrebuje certifikáty, ktoré podpisuje mesto: komu inému by sa verilo?",
    "traži sertifikate koje potpisuje grad: kome bi se inače verovalo?",
)

WORDS = {
    "Settings.security": said(
        "Least security profile: 0 nothing, 1 password, 2 also TLS, 3 certificate",
        "Nejmenší bezpečnostní profil: 0 nic, 1 heslo, 2 i TLS, 3 certifikát",
        "Najmenší bezpečnostný profil: 0 nič, 1 heslo, 2 aj TLS, 3 certifikát",
        "Najmanji profil bezbednosti: 0 ništa, 1 lozinka, 2 i TLS, 3 sertifikat",
    ),
    "Settings.strangers": said(
        "Cards nobody knows: refuse or accept",
        "Karty, které nikdo nezná: refuse odmítne, accept přijme",
        "Karty, ktoré nikto nepozná: refuse odmietne, accept prijme",
        "Kartice koje niko ne poznaje: refuse odbija, accept prima",
    ),
    "Settings.heartbeat_s": said(
        "A station says that it is there every (s)",
        "Stanice se ozve každých (s)",
        "Stanica sa ozve každých (s)",
        "Stanica se javlja svakih (sekundi)",
    ),
    "Settings.waiting": said(
        "Unknown stations that may wait at a time",
        "Neznámých stanic čeká najednou nejvýše",
        "Neznámych staníc čaká naraz najviac",
        "Nepoznatih stanica čeka istovremeno najviše",
    ),
    "Settings.calls_per_s": said(
        "Messages of one station a second; more is read later",
        "Zpráv jedné stanice za sekundu; víc se čte později",
        "Správ jednej stanice za sekundu; viac sa číta neskôr",
        "Poruka jedne stanice u sekundi; ostale se čitaju kasnije",
    ),
    "Settings.answer_s": said(
        "Wait for an answer of a station at most (s)",
        "Čekat na odpověď stanice nejvýše (s)",
        "Čakať na odpoveď stanice najviac (s)",
        "Čekaj odgovor stanice najviše (sekundi)",
    ),
    "Settings.signs": said(
        "An authority of the town signs certificates of stations",
        "Autorita obce podepisuje certifikáty stanic",
        "Autorita obce podpisuje certifikáty staníc",
        "Opštinsko sertifikaciono telo potpisuje sertifikate stanica",
    ),
    "Settings.certificate_days": said(
        "A certificate holds (days)",
        "Certifikát platí (dní)",
        "Certifikát platí (dní)",
        "Sertifikat važi (dana)",
    ),
    "Settings.renewal_days": said(
        "A certificate is renewed before its end (days)",
        "Certifikát se obnoví před koncem (dní)",
        "Certifikát sa obnoví pred koncom (dní)",
        "Sertifikat se obnavlja pre isteka (dana)",
    ),
    "Settings.log_minutes": said(
        "A station has so long to bring a log (min)",
        "Stanice má na přinesení záznamu (min)",
        "Stanica má na prinesenie záznamu (min)",
        "Stanica ima da donese zapisnik (minuta)",
        cyrillic="Станица има да донесе записник (минута)",
    ),
    "Settings.log_mb": said(
        "A log has at most (MB)",
        "Záznam má nejvýše (MB)",
        "Záznam má najviac (MB)",
        "Zapisnik ima najviše (MB)",
        cyrillic="Записник има највише (MB)",
    ),
    "Settings.log_days": said(
        "A log is kept (days)",
        "Záznam se uchová (dní)",
        "Záznam sa uchová (dní)",
        "Zapisnik se čuva (dana)",
    ),
    "Settings.offline_days": said(
        "A station keeps back what it could not say for at most (days)",
        "Co nemohla říct, uchovává stanice nejvýše (dní)",
        "Čo nemohla povedať, uchováva stanica najviac (dní)",
        "Ono što nije mogla da kaže stanica čuva najviše (dana)",
    ),
}

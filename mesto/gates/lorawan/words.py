"""What people call the settings of a LoRaWAN network. Pure."""

from mesto.kernel.words import said

TITLE = said("LoRaWAN sensors", "Čidla LoRaWAN", "Snímače LoRaWAN", "LoRaWAN senzori")
ABOUT = said(
    "Sensors heard through ChirpStack or The Things Stack.",
    "Čidla slyšená přes ChirpStack nebo The Things Stack.",
    "Snímače počuté cez ChirpStack alebo The Things Stack.",
    "Senzori koji se čuju preko ChirpStack ili The Things Stack.",
    cyrillic="Сензори који се чују преко ChirpStack или The Things Stack.",
)
# why a command does not reach a device
NO_APPLICATION = said(
    "Its connection does not say through which application of the network it is sent.",
    "Jeho spojení neříká, přes kterou aplikaci sítě se posílá.",
    "Jeho spojenie nehovorí, cez ktorú aplikáciu siete sa posiela.",
    "Njegova veza ne kaže preko koje aplikacije mreže se šalje.",
)
NO_MODEL = said(
    "The model of its device is not known here.",
    "Model jeho zařízení tu není znám.",
    "Model jeho zariadenia tu nie je známy.",
    "Model njegovog uređaja ovde nije poznat.",
)
ONLY_SPEAKS = said(
    "Its device only measures and takes no orders.",
    "Jeho zařízení jen měří a povely nepřijímá.",
    "Jeho zariadenie iba meria a povely neprijíma.",
    "Njegov uređaj samo meri i ne prima komande.",
)
# why a command came to nothing
NOT_ACKNOWLEDGED = said(
    "The device did not acknowledge.",
    "Zařízení nepotvrdilo příjem.",
    "Zariadenie nepotvrdilo príjem.",
    "Uređaj nije potvrdio prijem.",
)
NOT_SENT = said(
    "The network could not send it.",
    "Síť to nedokázala odeslat.",
    "Sieť to nedokázala odoslať.",
    "Mreža nije uspela da pošalje.",
)
NETWORK_SAYS = said(
    "The network says: {said}",
    "Síť hlásí: {said}",
    "Sieť hlási: {said}",
    "Mreža javlja: {said}",
)

#: Why a connection does not work.
NETWORK_ANSWERS = said(
    "The network answers {status}: {said}",
    "Síť odpovídá {status}: {said}",
    "Sieť odpovedá {status}: {said}",
    "Mreža odgovara {status}: {said}",
)
NO_DEVICES = said(
    "The network does not list its devices.",
    "Síť neříká, jaká má zařízení.",
    "Sieť nehovorí, aké má zariadenia.",
    "Mreža ne kaže koje uređaje ima.",
)
OF_GROUP = said(
    "Group {group}: {why}",
    "Skupina {group}: {why}",
    "Skupina {group}: {why}",
    "Grupa {group}: {why}",
)
#: What makes no sense in the settings.
FULL_ABOVE_BOTTOM = said(
    "has to be at least 0, and less than the depth of the empty container",
    "musí být nejméně 0 a menší než hloubka prázdné nádoby",
    "musí byť najmenej 0 a menšia než hĺbka prázdnej nádoby",
    "mora biti najmanje 0 i manje od dubine praznog kontejnera",
)
NO_DEV_EUI = said(
    "{found} is not 16 hexadecimal digits in lower case",
    "{found} není 16 šestnáctkových číslic malými písmeny",
    "{found} nie je 16 šestnástkových číslic malými písmenami",
    "{found} nije 16 heksadecimalnih cifara malim slovima",
)
IN_GROUP_ONCE = said(
    "has a device twice",
    "obsahuje zařízení dvakrát",
    "obsahuje zariadenie dvakrát",
    "sadrži uređaj dvaput",
)

WORDS = {
    "Settings.network": said(
        "Network server", "Síťový server", "Sieťový server", "Mrežni server"
    ),
    "Settings.application": said(
        "Application to send commands through",
        "Aplikace, přes kterou jdou povely",
        "Aplikácia, cez ktorú idú povely",
        "Aplikacija preko koje idu naredbe",
    ),
    "Settings.device_id": said(
        "How The Things Stack names a device",
        "Jak The Things Stack nazývá zařízení",
        "Ako The Things Stack nazýva zariadenie",
        "Kako The Things Stack naziva uređaj",
        cyrillic="Како The Things Stack назива уређај",
    ),
    "Settings.depths": said(
        "Depths of containers, by device or profile",
        "Hloubky nádob, podle zařízení nebo profilu",
        "Hĺbky nádob, podľa zariadenia alebo profilu",
        "Dubine posuda, po uređaju ili profilu",
    ),
    "Settings.radio": said(
        "Keep signal strength",
        "Uchovávat sílu signálu",
        "Uchovávať silu signálu",
        "Čuvaj jačinu signala",
    ),
    "Settings.downlinks": said(
        "How commands go by radio",
        "Jak jdou povely rádiem",
        "Ako idú povely rádiom",
        "Kako komande idu radiom",
    ),
    "Settings.multicast": said(
        "Groups that hear one message",
        "Skupiny, které slyší jednu zprávu",
        "Skupiny, ktoré počujú jednu správu",
        "Grupe koje čuju jednu poruku",
    ),
    "Settings.headers": said(
        "Headers for the API, such as the key",
        "Hlavičky pro API, například klíč",
        "Hlavičky pre API, napríklad kľúč",
        "Zaglavlja za API, na primer ključ",
        cyrillic="Заглавља за API, на пример кључ",
    ),
    "Settings.allow_private": said(
        "The API is in our own network",
        "API je v naší síti",
        "API je v našej sieti",
        "API je u našoj mreži",
        cyrillic="API је у нашој мрежи",
    ),
    "Multicast.group": said(
        "Its id in the network server",
        "Její id v síťovém serveru",
        "Jej id v sieťovom serveri",
        "Njen id u mrežnom serveru",
        cyrillic="Њен id у мрежном серверу",
    ),
    "Multicast.devices": said(
        "devEUIs of its devices",
        "devEUI jejích zařízení",
        "devEUI jej zariadení",
        "devEUI njenih uređaja",
        cyrillic="devEUI њених уређаја",
    ),
    "Multicast.gateways": said(
        "Gateways that send to it (The Things Stack)",
        "Brány, které jí vysílají (The Things Stack)",
        "Brány, ktoré jej vysielajú (The Things Stack)",
        "Prolazi koji joj šalju (The Things Stack)",
        cyrillic="Пролази који јој шаљу (The Things Stack)",
    ),
    "Radio.spreading_factor": said(
        "Spreading factor (SF)",
        "Činitel rozprostření (SF)",
        "Činiteľ rozprestretia (SF)",
        "Faktor širenja (SF)",
        cyrillic="Фактор ширења (SF)",
    ),
    "Radio.bandwidth_hz": said(
        "Bandwidth (Hz)",
        "Šířka pásma (Hz)",
        "Šírka pásma (Hz)",
        "Širina opsega (Hz)",
        cyrillic="Ширина опсега (Hz)",
    ),
    "Radio.frequency_mhz": said(
        "Frequency (MHz)",
        "Kmitočet (MHz)",
        "Frekvencia (MHz)",
        "Frekvencija (MHz)",
        cyrillic="Фреквенција (MHz)",
    ),
    "Radio.payload_bytes": said(
        "Bytes of one command",
        "Bajtů jednoho povelu",
        "Bajtov jedného povelu",
        "Bajtova jedne komande",
    ),
    "Radio.gateways": said(
        "Gateways that share the devices",
        "Brány, které se o zařízení dělí",
        "Brány, ktoré sa o zariadenia delia",
        "Prolazi koji dele uređaje",
    ),
    "Depth.empty_m": said(
        "From the sensor to the bottom (m)",
        "Od čidla ke dnu (m)",
        "Od snímača ku dnu (m)",
        "Od senzora do dna (metara)",
    ),
    "Depth.full_m": said(
        "From the sensor to where it is full (m)",
        "Od čidla k hladině plné nádoby (m)",
        "Od snímača k hladine plnej nádoby (m)",
        "Od senzora do pune posude (metara)",
    ),
}

"""What people call the settings of a LoRaWAN network. Pure."""

from mesto.kernel.words import said

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
    "Depth.empty_m": said(
        "From the sensor to the bottom (m)",
        "Od čidla ke dnu (m)",
        "Od snímača ku dnu (m)",
        "Od senzora do dna (m)",
    ),
    "Depth.full_m": said(
        "From the sensor to where it is full (m)",
        "Od čidla k hladině plné nádoby (m)",
        "Od snímača k hladine plnej nádoby (m)",
        "Od senzora do pune posude (m)",
    ),
}

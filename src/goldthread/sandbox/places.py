"""Where shoppers live: real towns, postal codes and the way streets are written there."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Town:
    """A town with one of its postal codes."""

    zip: str
    city: str
    streets: tuple[str, ...]
    """With `{n}` for a house number; `{m}` for a second one (flat, floor, orientation number)."""
    region: str | None = None
    latin: "Town | None" = None
    """The same in Latin script, street by street, where the script is another."""


def _town(zip_code: str, city: str, *streets: str, region: str | None = None, latin: Town | None = None) -> Town:
    return Town(zip=zip_code, city=city, streets=streets, region=region, latin=latin)


TOWNS: dict[str, tuple[Town, ...]] = {
    "CZ": (
        _town("120 00", "Praha 2", "Vinohradská {n}/{m}", "Mánesova {n}/{m}", "náměstí Míru {m}"),
        _town("602 00", "Brno", "Kounicova {n}/{m}", "Údolní {m}", "Běhounská {m}"),
        _town("702 00", "Ostrava", "Nádražní {n}/{m}", "28. října {n}/{m}"),
        _town("301 00", "Plzeň", "Františkánská {m}", "Riegrova {m}"),
        _town("779 00", "Olomouc", "tř. Svobody {n}/{m}", "Horní lán {m}"),
        _town("373 44", "Zliv", "Dolní náměstí {n}", "č. p. {n}"),
    ),
    "SK": (
        _town("811 06", "Bratislava", "Obchodná {m}", "Štefánikova {n}/{m}"),
        _town("040 01", "Košice", "Hlavná {m}", "Mlynská {m}"),
        _town("974 01", "Banská Bystrica", "Dolná {m}", "Námestie SNP {m}"),
        _town("010 01", "Žilina", "Národná {m}", "Ľudovíta Štúra {n}/{m}"),
        _town("949 01", "Nitra", "Štúrova {n}/{m}", "Ďurková {m}"),
    ),
    "DE": (
        _town("10115", "Berlin", "Invalidenstraße {m}", "Chausseestr. {n}"),
        _town("80331", "München", "Sendlinger Straße {m}", "Am Glockenbach {m}a"),
        _town("50667", "Köln", "Hohe Straße {n}", "Große Budengasse {m}"),
        _town("20095", "Hamburg", "Mönckebergstraße {m}", "Lange Mühren {m}"),
        _town("04109", "Leipzig", "Nikolaistraße {m}-{n}", "Straße des 17. Juni {m}"),
        _town("68159", "Mannheim", "Q7, {m}", "C 4, {m}"),
    ),
    "AT": (
        _town("1070", "Wien", "Mariahilfer Straße {n}/{m}/12", "Neubaugasse {m}/4/9"),
        _town("8010", "Graz", "Sporgasse {m}", "Körösistraße {n}/{m}"),
        _town("5020", "Salzburg", "Getreidegasse {m}", "Linzer Gasse {m}/2"),
        _town("6020", "Innsbruck", "Maria-Theresien-Straße {m}", "Höttinger Au {m}/Top 7"),
    ),
    "PL": (
        _town("00-375", "Warszawa", "ul. Smolna {m}/{n}", "al. Jerozolimskie {n} m. {m}"),
        _town("90-051", "Łódź", "ul. Piotrkowska {n}/{m}", "ul. Żwirki {m}"),
        _town("31-042", "Kraków", "Rynek Główny {m}", "ul. Świętego Tomasza {m}/3"),
        _town("80-831", "Gdańsk", "ul. Długa {m}", "ul. Ogarna {n}"),
        _town("50-069", "Wrocław", "ul. Ofiar Oświęcimskich {m}", "ul. Świdnicka {m}/5"),
    ),
    "HU": (
        _town("1056", "Budapest", "Váci utca {n}. 3. em. {m}.", "Belgrád rakpart {m}."),
        _town("6720", "Szeged", "Kárász utca {m}.", "Tisza Lajos körút {n}."),
        _town("4024", "Debrecen", "Piac utca {n}.", "Szent Anna utca {m}. fszt. 2."),
        _town("9021", "Győr", "Baross Gábor út {m}.", "Széchenyi tér {m}."),
    ),
    "FR": (
        _town("75004", "Paris", "{m} rue de Rivoli", "{m} bis, rue des Écouffes"),
        _town("69002", "Lyon", "{m} rue de la République", "{m} quai Tilsitt"),
        _town("13001", "Marseille", "{m} La Canebière", "{n}, cours Saint-Louis"),
        _town("67000", "Strasbourg", "{m} rue des Hallebardes", "{m} ter rue de l'Épine"),
        _town("35000", "Rennes", "{m} rue Saint-Michel", "{m} allée du Bâtonnier"),
    ),
    "GB": (
        _town("SW1A 2AA", "London", "{m} Whitehall Court", "Flat {m}, {n} Horse Guards Avenue"),
        _town("EH1 1BB", "Edinburgh", "{m} North Bridge", "{m}/4 High Street"),
        _town("M1 1AE", "Manchester", "{m} Piccadilly", "{n}a Newton Street"),
        _town("CF10 1EP", "Cardiff", "{m} St Mary Street", "Tŷ Gwyn, {m} Duke Street"),
        _town("BS1 4DJ", "Bristol", "{m} Queen Square", "The Old Granary, {m} Welsh Back"),
    ),
    "US": (
        _town("10001", "New York", "{n} W 31st St Apt {m}B", "{n} 7th Ave", region="NY"),
        _town("60614", "Chicago", "{n} N Clark St", "{n} W Fullerton Ave # {m}", region="IL"),
        _town("94110", "San Francisco", "{n} Valencia St", "{n} 1/2 24th St", region="CA"),
        _town("78704", "Austin", "{n} S Congress Ave Ste {m}", "{n} O'Leary Ln", region="TX"),
        _town("02139", "Cambridge", "{n} Massachusetts Ave", "{m} Inman St", region="MA"),
    ),
    "JP": (
        _town(
            "150-0001",
            "渋谷区",
            "神宮前{m}丁目{n}-2",
            "神宮前{m}-{n}-10 原宿ハイツ301",
            region="東京都",
            latin=_town(
                "150-0001", "Shibuya-ku", "{m}-{n}-2 Jingumae", "{m}-{n}-10 Jingumae, Harajuku 301", region="Tokyo"
            ),
        ),
        _town(
            "530-0001",
            "大阪市北区",
            "梅田{m}丁目{n}-4",
            region="大阪府",
            latin=_town("530-0001", "Osaka-shi Kita-ku", "{m}-{n}-4 Umeda", region="Osaka"),
        ),
        _town(
            "604-8006",
            "京都市中京区",
            "下丸屋町{n}-{m}",
            region="京都府",
            latin=_town("604-8006", "Kyoto-shi Nakagyo-ku", "{n}-{m} Shimomaruyacho", region="Kyoto"),
        ),
    ),
}

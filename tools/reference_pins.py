"""What tools/reference.py knows by heart: facts that its sources lack."""

REGIONS = {
    ("NL", "01"): "Drenthe",
    ("NL", "02"): "Fryslân",
    ("NL", "03"): "Gelderland",
    ("NL", "04"): "Groningen",
    ("NL", "05"): "Limburg",
    ("NL", "06"): "Noord-Brabant",
    ("NL", "07"): "Noord-Holland",
    ("NL", "09"): "Utrecht",
    ("NL", "10"): "Zeeland",
    ("NL", "11"): "Zuid-Holland",
    ("NL", "15"): "Overijssel",
    ("NL", "16"): "Flevoland",
    ("BE", "BRU"): "Brussel",
    ("BE", "VLG"): "Vlaanderen",
    ("BE", "WAL"): "Wallonië",
}

# The name on our screens, where the source has an English or French one.
DUTCH_NAMES = {
    ("NL", "The Hague"): "Den Haag",
    ("NL", "Almere Stad"): "Almere",
    ("BE", "Brussels"): "Brussel",
    ("BE", "Antwerp"): "Antwerpen",
    ("BE", "Ostend"): "Oostende",
    ("BE", "Liège"): "Luik",
    ("BE", "Namur"): "Namen",
    ("BE", "Mons"): "Bergen",
    ("BE", "Tournai"): "Doornik",
    ("BE", "Mouscron"): "Moeskroen",
    ("BE", "Wavre"): "Waver",
    ("BE", "Nivelles"): "Nijvel",
    ("BE", "Arlon"): "Aarlen",
    ("BE", "Ath"): "Aat",
    ("BE", "Soignies"): "Zinnik",
    ("BE", "Schaerbeek"): "Schaarbeek",
    ("BE", "Molenbeek-Saint-Jean"): "Sint-Jans-Molenbeek",
    ("BE", "Ixelles"): "Elsene",
    ("BE", "Uccle"): "Ukkel",
    ("BE", "Woluwe-Saint-Lambert"): "Sint-Lambrechts-Woluwe",
    ("BE", "Woluwe-Saint-Pierre"): "Sint-Pieters-Woluwe",
    ("BE", "Forest"): "Vorst",
    ("BE", "Saint-Gilles"): "Sint-Gillis",
    ("BE", "Auderghem"): "Oudergem",
    ("BE", "Saint-Josse-ten-Noode"): "Sint-Joost-ten-Node",
    ("BE", "Berchem-Sainte-Agathe"): "Sint-Agatha-Berchem",
    ("BE", "Watermael-Boitsfort"): "Watermaal-Bosvoorde",
}

OTHER_NAMES = {
    "Den Haag": ("'s-Gravenhage", "The Hague"),
    "'s-Hertogenbosch": ("Den Bosch", "Hertogenbosch"),
    "'s-Gravenzande": ("Gravenzande",),
    "'s-Heerenberg": ("Heerenberg",),
    "Brielle": ("Den Briel",),
    "Leeuwarden": ("Ljouwert",),
    "Sneek": ("Snits",),
    "Heerenveen": ("It Hearrenfean",),
    "Joure": ("De Jouwer",),
    "Lemmer": ("De Lemmer",),
    "Bolsward": ("Boalsert",),
    "Franeker": ("Frjentsjer",),
    "Harlingen": ("Harns",),
    "Gorredijk": ("De Gordyk",),
    "Gorinchem": ("Gorkum",),
    "Gent": ("Ghent", "Gand"),
    "Brugge": ("Bruges",),
    "Leuven": ("Louvain",),
    "Kortrijk": ("Courtrai",),
    "Ieper": ("Ypres",),
    "Luik": ("Liège", "Liege"),
    "Brussel": ("Brussels", "Bruxelles"),
    "Antwerpen": ("Antwerp", "Anvers"),
}

# Municipalities that merged before 2026: kept for roles of the past, never suggested.
ENDED_MUNICIPALITIES = frozenset(
    name.strip()
    for name in """
's-Graveland, 's-Gravendeel, 's-Gravenzande, Aalburg, Abcoude, Akersloot, Alkemade, Ambt Delden,
Ambt Montfort, Amerongen, Andijk, Angerlo, Anna Paulowna, Appingedam, Arcen en Velden, Avereest,
Axel, Bathmen, Bedum, Beemster, Belfeld, Bellingwedde, Bemmel, Bennebroek, Bergambacht, Bergh,
Bergschenhoek, Berkel en Rodenrijs, Bernisse, Binnenmaas, Bleiswijk, Boarnsterhim, Bodegraven,
Bolsward, Borculo, Born, Boskoop, Boxmeer, Brederwiede, Breukelen, Brielle, Broekhuizen, Bussum,
Cromstrijen, Cuijk, Dantumadeel, De Friese Meren, De Lier, De Marne, Delfzijl, Den Ham, Denekamp,
Didam, Diepenheim, Dinxperlo, Dirksland, Dodewaard, Dongeradeel, Doorn, Driebergen-Rijsenburg,
Echt, Echteld, Eemsmond, Egmond, Eibergen, Eijsden, Elst, Ferwerderadiel, Franekeradeel,
Gaasterlân-Sleat, Geldermalsen, Geldrop, Geleen, Gendringen, Gendt, Genemuiden, Giessenlanden,
Goedereede, Goor, Gorssel, Graafstroom, Graft-De Rijp, Gramsbergen, Grave, Groenlo, Groesbeek,
Grootegast, Grubbenvorst, Haaren, Haarlemmerliede en Spaarnwoude, Haelen, Haren, Harenkarspel,
Harmelen, Hasselt, Heel, Heerhugowaard, Heerjansdam, Heino, Helden, Hellevoetsluis, Heteren,
Heythuysen, Hoevelaken, Holten, Hontenisse, Hoogezand-Sappemeer, Horst, Huissen,
Hummelo en Keppel, Hunsel, IJsselham, IJsselmuiden, Jacobswoude, Kessel, Kesteren,
Kollumerland en Nieuwkruisland, Korendijk, Landerd, Langedijk, Leek, Leerdam, Leersum,
Leeuwarderadeel, Leidschendam, Lemsterland, Lichtenvoorde, Liemeer, Liesveld, Limmen, Lingewaal,
Lith, Littenseradiel, Loenen, Loosdrecht, Loppersum, Maarn, Maarssen, Maartensdijk, Maasbracht,
Maasbree, Maasdonk, Maasland, Margraten, Markelo, Marum, Meerlo-Wanssum, Meijel, Menaldumadeel,
Menameradiel, Menterwolde, Middelharnis, Mierlo, Mill en Sint Hubert, Millingen aan de Rijn,
Molenwaard, Monster, Moordrecht, Muiden, Naaldwijk, Naarden, Nederhorst den Berg, Nederlek, Neede,
Neerijnen, Niedorp, Nieuw-Lekkerland, Nieuwerkerk aan den IJssel, Nieuwleusen, Nijefurd,
Noorder-Koggenland, Noordwijkerhout, Nootdorp, Nuth, Obdam, Olst, Onderbanken, Oostburg,
Oostflakkee, Ootmarsum, Oud-Beijerland, Ouderkerk, Pijnacker, Ravenstein, Reeuwijk, Reiderland,
Rijnsburg, Rijnwaarden, Rijnwoude, Rijssen, Roggel en Neer, Rozenburg, Ruurlo, Sas van Gent,
Sassenheim, Scheemda, Schermer, Schijndel, Schinnen, Schipluiden, Schoonhoven, Schoorl, Sevenum,
Sint Anthonis, Sint-Oedenrode, Sittard, Skarsterlân, Slochteren, Sluis-Aardenburg, Sneek,
Spijkenisse, Stad Delden, Steenderen, Steenwijk, Strijen, Susteren, Swalmen, Tegelen, Ten Boer,
Ter Aar, Thorn, Ubbergen, Uden, Valburg, Veghel, Venhuizen, Vianen, Vlagtwedde, Vleuten-De Meern,
Vlist, Voorburg, Voorhout, Vorden, Vriezenveen, Warmond, Warnsveld, Wateringen, Weerselo, Weesp,
Wehl, Werkendam, Wervershoof, Wester-Koggenland, Westvoorne, Wieringen, Wieringermeer, Wijhe,
Winschoten, Winsum, Wisch, Wognum, Woudrichem, Wymbritseradiel, Wûnseradiel, Zederik, Zeevang,
Zelhem, Zevenhuizen-Moerkapelle, Zijpe, Zuidhorn, Zwartsluis, het Bildt
""".replace("\n", " ").split(",")
)
# Ended, but with a living namesake: told apart by its code.
NAMESAKES = frozenset({"gemeente/gm0619"})  # Valkenburg (ZH)

ENDED_WATER_AUTHORITIES = frozenset(
    f"waterschap {name.strip()}"
    for name in """
Blija Buitendijks, Groot Salland, Peel en Maasvallei, Reest en Wieden, Regge en Dinkel,
Roer en Overmaas, Vallei & Eem, Velt en Vecht, Veluwe, Zeeuws-Vlaanderen, Zeeuwse Eilanden
""".replace("\n", " ").split(",")
)

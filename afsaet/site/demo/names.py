"""What people and streets are called in Fjordby. The most usual names stand first and are drawn most often."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Naming:
    """Names that go together; `language` is the code of what she reads, `interpreter` the word for one."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    last: tuple[str, ...]
    language: str = "da"
    interpreter: str = ""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


DANISH = Naming(
    women=_words(
        "Anne Mette Kirsten Hanne Anna Helle Maria Susanne Lene Marianne Camilla Lone Louise Charlotte Pia Tina Gitte "
        "Julie Ida Bente Christina Line Emma Rikke Inge Karen Jette Birgitte Sofie Maja Trine Dorthe Malene Katrine "
        "Heidi Pernille Ulla Mia Laura Cecilie Nina Annette Sanne Vibeke Signe Stine Sara Anja Tove Winnie Lisbeth "
        "Dorte Freja Ditte Astrid Ellen Karina Mathilde Amalie Betina Tanja Lotte Solveig Majbritt Ruth Jytte Nanna "
        "Kamilla Birthe Marie Josefine Bodil"
    ),
    men=_words(
        "Peter Michael Lars Jens Thomas Henrik Søren Christian Martin Jan Morten Jesper Anders Niels Mads Rasmus Per "
        "Hans Ole Kim Claus Torben Jakob Kasper Mikkel Simon Frederik Brian Daniel René Bo Steen Erik Jørgen Kenneth "
        "Flemming Finn Carsten Ulrik Allan Johnny Tommy Bent Emil Jonas Nikolaj Casper Mathias Karsten Henning Poul "
        "Troels Kristian Leif Kurt Stefan Magnus Dennis Lasse Palle Benny Jacob Oliver Tobias Svend Esben Gert Arne "
        "Sebastian Kaj Rune Villy"
    ),
    last=_words(
        "Nielsen Jensen Hansen Pedersen Andersen Christensen Larsen Sørensen Rasmussen Jørgensen Petersen Madsen "
        "Kristensen Olsen Thomsen Christiansen Poulsen Johansen Møller Mortensen Knudsen Jakobsen Mikkelsen Olesen "
        "Frederiksen Lund Laursen Henriksen Holm Schmidt Eriksen Clausen Kristiansen Simonsen Svendsen Andreasen "
        "Iversen Jeppesen Vestergaard Jespersen Nissen Lauridsen Frandsen Jepsen Kjær Mogensen Skov Dahl Winther "
        "Bertelsen Søndergaard Bruun Lassen Gregersen Friis Bach Dam Kjeldsen Nygaard Steffensen Bech Toft Ravn "
        "Østergaard Carlsen Mathiesen Hedegaard Kruse Damgaard Thorsen Bang Lind Krogh Bjerre Holst"
    ),
)

OTHERS = (
    Naming(
        women=_words("Fatima Mariam Rania Hanan Zahra Noor Samira Layla Dalal Yasmin"),
        men=_words("Ahmad Omar Khaled Youssef Hassan Bilal Mahmoud Tarek Samir Ali"),
        last=_words("Haddad Saleh Khalil Nasser Mansour Darwish Aziz Hamdan Ibrahim Kassem"),
        language="ar",
        interpreter="arabisk",
    ),
    Naming(
        women=_words("Ayşe Elif Emine Hatice Sevgi Gülsen"),
        men=_words("Mehmet Mustafa Emre Hakan Murat Serkan"),
        last=_words("Yılmaz Demir Kaya Çelik Şahin Aydın Öztürk"),
        language="tr",
        interpreter="tyrkisk",
    ),
    Naming(
        women=_words("Agnieszka Katarzyna Magdalena Joanna Ewa Monika"),
        men=_words("Piotr Tomasz Krzysztof Marcin Paweł Andrzej"),
        last=_words("Nowak Wójcik Mazur Kowalczyk Zając Krawczyk Pawlak"),
        language="pl",
        interpreter="polsk",
    ),
    Naming(
        women=_words("Olena Oksana Iryna Nataliia Svitlana Kateryna"),
        men=_words("Andrii Serhii Dmytro Viktor Taras Bohdan"),
        last=_words("Shevchenko Kovalenko Bondarenko Tkachenko Melnyk Kravchenko"),
        language="uk",
        interpreter="ukrainsk",
    ),
    Naming(
        women=_words("Amina Hodan Ifrah Sahra Khadra"),
        men=_words("Abdi Mohamed Yusuf Ismail Liban"),
        last=_words("Warsame Farah Abdullahi Jama Hirsi Osman"),
        language="so",
        interpreter="somali",
    ),
    Naming(
        women=_words("Shirin Nasrin Parisa Leila Maryam"),
        men=_words("Reza Amir Farhad Behzad Hamid"),
        last=_words("Karimi Rahimi Ahmadi Hosseini Moradi Azizi"),
        language="fa",
        interpreter="persisk",
    ),
    Naming(
        women=_words("Amra Jasmina Selma Edina Mirela"),
        men=_words("Adnan Emir Samir Mirza Haris"),
        last=_words("Hadžić Begić Kovačević Softić Delić Omerović"),
    ),
    Naming(
        women=_words("Linh Mai Thi Hoa Lan"),
        men=_words("Minh Tuan Hung Duc Long"),
        last=_words("Nguyen Tran Pham Hoang Vo Dang"),
    ),
    Naming(
        women=_words("Ioana Elena Andreea Mihaela"),
        men=_words("Andrei Mihai Ionut Cristian"),
        last=_words("Popescu Ionescu Stan Dumitru Radu"),
        language="ro",
        interpreter="rumænsk",
    ),
)

STREETS = (
    "Birkevej",
    "Havnegade",
    "Skolevej",
    "Nørregade",
    "Søndergade",
    "Møllevej",
    "Strandvejen",
    "Kirkegade",
    "Fjordvej",
    "Elmevej",
    "Bakkevej",
    "Lærkevej",
    "Engdraget",
    "Stationsvej",
    "Rosenhaven",
    "Fyrrevænget",
    "Teglværksvej",
    "Solbakken",
    "Vesterled",
    "Åparken",
)
TOWNS = ("Fjordby", "Fjordby", "Fjordby", "Vesterlund", "Nørrestrand")

# Initial digits under which every number is a valid Danish one; the next ones make them look invented.
PHONE_BEGINNINGS = ("20123", "40123", "61123", "22123", "26123", "28123", "30123", "42123", "50123", "60123")

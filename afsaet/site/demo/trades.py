"""Lines of work in Fjordby, and what one says and agrees on in each. Nothing about health, debt or family."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Trade:
    """A line of work and what one says about it. `hers` and `ours` are agreements: who shall do them."""

    name: str
    goals: tuple[str, ...]
    steps: tuple[str, ...]
    own_words: tuple[str, ...]
    hers: tuple[str, ...]
    ours: tuple[str, ...]
    notes: tuple[str, ...]


TRADES = (
    Trade(
        "lager",
        goals=(
            "Jeg vil have et dagjob på et lager.",
            "Jeg vil pakke og køre truck igen, tæt på hvor jeg bor.",
        ),
        steps=(
            "Få truckcertifikatet med på cv'et",
            "Se to lagre indefra",
            "Tale med to lagre, der ansætter nu",
        ),
        own_words=(
            "Jeg har kørt truck i seks år og vil gerne i gang igen.",
            "Kan man få job på lager uden at arbejde om natten?",
        ),
        hers=(
            "Ring til to lagre og spørg, om de mangler folk",
            "Send ansøgning til Nordhavn Logistik",
            "Skriv truckcertifikatet øverst på cv'et",
            "Besøg lageret hos Fjordby Byggemarked og aflever et cv",
            "Bed den tidligere værkfører om en udtalelse",
            "Find tre lagerjob, man kan nå med bus",
        ),
        ours=("Spørg Karim, hvilke lagre der søger folk nu", "Send link til kurset i lagerstyring"),
        notes=(
            "Vil helst arbejde om dagen og kan begynde med det samme.",
            "Har truckcertifikat B.",
            "Kan nå Vesterlund med bus på 25 minutter.",
            "Kender Nordhavn Logistik fra et vikariat.",
        ),
    ),
    Trade(
        "køkken",
        goals=(
            "Jeg vil arbejde i et køkken, hvor der bliver lavet mad fra bunden.",
            "Jeg vil være køkkenmedhjælper på en skole eller et plejehjem.",
        ),
        steps=("Få et hygiejnebevis", "Prøve et stort køkken i to uger", "Finde tre køkkener med dagvagter"),
        own_words=(
            "Jeg kan lide at lave mad til mange.",
            "Hvad skal man kunne for at komme ind i et skolekøkken?",
        ),
        hers=(
            "Ring til køkkenet på Bakkens Plejehjem og spørg efter lederen",
            "Tilmeld dig kurset i fødevarehygiejne",
            "Send ansøgning til Havnens Køkken",
            "Besøg kantinen på rådhuset og tal med køkkenchefen",
            "Skriv erfaringen fra cafeen ind i cv'et",
            "Find to køkkener, der søger folk til dagvagter",
        ),
        ours=("Spørg Karim om en praktikplads i et skolekøkken", "Send datoerne for hygiejnekurset"),
        notes=(
            "Har arbejdet to år i en cafe.",
            "Vil gerne møde tidligt, gerne kl. 6.",
            "Er god til at planlægge indkøb.",
            "Kan lide at arbejde sammen med andre.",
        ),
    ),
    Trade(
        "rengøring",
        goals=(
            "Jeg vil have faste timer med rengøring om morgenen.",
            "Jeg vil arbejde på et hotel eller en skole.",
        ),
        steps=(
            "Få en udtalelse fra det sidste job",
            "Tale med to rengøringsfirmaer",
            "Få styr på morgenbussen",
        ),
        own_words=("Jeg vil helst have faste tider.", "Jeg har gjort rent på hotel i fire år."),
        hers=(
            "Ring til Fjordby Rengøring og spørg om morgenvagter",
            "Send ansøgning til Hotel Fjorden",
            "Hent en udtalelse hos den tidligere arbejdsgiver",
            "Undersøg, hvornår den første bus kører til Nørrestrand",
            "Læg et kort cv på to jobportaler",
            "Gå forbi skolen på Skolevej og spørg efter den tekniske leder",
        ),
        ours=("Spørg Karim, om Hotel Fjorden mangler folk", "Find næste hold på rengøringsteknikerkurset"),
        notes=(
            "Kan møde fra kl. 5.",
            "Vil gerne have mindst 25 timer om ugen.",
            "Har kørekort, men ikke bil.",
        ),
    ),
    Trade(
        "butik",
        goals=(
            "Jeg vil arbejde i en butik, hvor jeg taler med kunder.",
            "Jeg vil have fast job i et supermarked.",
        ),
        steps=("Gøre cv'et klar til butik", "Aflevere cv i fem butikker", "Øve en samtale med en butikschef"),
        own_words=(
            "Jeg er god til mennesker og kan stå i kassen.",
            "Skal jeg ringe eller gå ind i butikken?",
        ),
        hers=(
            "Aflever cv i tre butikker i Søndergade",
            "Send ansøgning til Købmand Thorsen",
            "Ring til byggemarkedet og spørg om weekendvagter",
            "Skriv to linjer om, hvorfor kunderne er glade for dig",
            "Spørg i bageriet, hvornår de ansætter næste gang",
            "Øv tre svar til en samtale med en butikschef",
        ),
        ours=("Spørg Karim, hvilke butikker der ansætter nu", "Send et eksempel på en ansøgning til butik"),
        notes=(
            "Har stået i kasse i tre år.",
            "Kan arbejde hver anden weekend.",
            "Vil gerne have ansvar for en afdeling på sigt.",
            "Foretrækker at gå ind og spørge frem for at skrive.",
        ),
    ),
    Trade(
        "kontor",
        goals=(
            "Jeg vil tilbage på et kontor med faste opgaver.",
            "Jeg vil arbejde med kundeservice i telefon og mail.",
        ),
        steps=("Bringe Excel op på højde", "Skrive et cv på én side", "Komme til to jobsamtaler"),
        own_words=("Jeg har været på kontor i ti år, men systemerne er nye.", "Kan vi se på mit cv sammen?"),
        hers=(
            "Kort cv'et ned til én side",
            "Send ansøgning til Fjordby Bolig",
            "Tag de to første moduler i Excel",
            "Ring til kontaktpersonen, før du skriver ansøgningen",
            "Skriv til to tidligere kolleger og spørg, om de hører om noget",
            "Find fire kontorjob, og tag de to bedste med næste gang",
        ),
        ours=("Send link til Excel-kurset", "Læs ansøgningen igennem og skriv to forslag"),
        notes=(
            "Kender økonomisystemer fra det seneste job.",
            "Vil gerne op på fuld tid.",
            "Skriver godt og vil gerne bruge det.",
            "Er åben for vikariater.",
        ),
    ),
    Trade(
        "børn",
        goals=(
            "Jeg vil arbejde med børn i en vuggestue eller børnehave.",
            "Jeg vil være pædagogmedhjælper og måske læse til pædagog.",
        ),
        steps=(
            "Prøve en børnehave i praktik",
            "Få tre eksempler med i ansøgningen",
            "Tale med en leder om hverdagen",
        ),
        own_words=("Jeg vil gerne arbejde med børn.", "Hvordan er det at være pædagogmedhjælper?"),
        hers=(
            "Ring til Børnehaven Solsikken og spørg om tilkaldevikarer",
            "Find to børnehaver, hvor du gerne vil i praktik",
            "Send ansøgning til Vuggestuen Mælkebøtten",
            "Skriv tre eksempler på, hvad du har lavet med børn",
            "Læs om optagelse på pædagoguddannelsen",
            "Aftal et besøg i en børnehave en formiddag",
        ),
        ours=(
            "Spørg Karim om en børnehave, der tager praktikanter",
            "Find datoen for åbent hus på pædagoguddannelsen",
        ),
        notes=(
            "Har været spejderleder i fem år.",
            "Vil helst arbejde med de tre- til seksårige.",
            "Kan begynde som tilkaldevikar.",
            "Er god til at synge og lege ude.",
        ),
    ),
    Trade(
        "pleje",
        goals=(
            "Jeg vil være social- og sundhedshjælper.",
            "Jeg vil arbejde på et plejehjem, gerne i aftenvagt.",
        ),
        steps=("Se en aftenvagt på nært hold", "Søge ind på grundforløbet", "Få en afklaring om optagelsen"),
        own_words=(
            "Jeg kan godt lide at hjælpe ældre mennesker.",
            "Hvor lang er uddannelsen, og kan man få løn?",
        ),
        hers=(
            "Ring til Bakkens Plejehjem og spørg om ferieafløsning",
            "Læs om optagelse på social- og sundhedsskolen",
            "Send ansøgning til hjemmeplejen i Vesterlund",
            "Tal med en, der arbejder på plejehjem, om en almindelig vagt",
            "Skriv spørgsmål ned til studievejlederen",
            "Tilmeld dig informationsmødet på social- og sundhedsskolen",
        ),
        ours=("Bestil en tid hos studievejlederen", "Spørg Karim, hvilke plejehjem der mangler folk"),
        notes=(
            "Har hjulpet som frivillig på et plejehjem.",
            "Vil gerne arbejde om aftenen.",
            "Kan begynde på uddannelse efter nytår.",
            "Vil gerne prøve faget af, før valget er endeligt.",
        ),
    ),
    Trade(
        "chauffør",
        goals=("Jeg vil køre bus.", "Jeg vil køre varer ud i lokalområdet."),
        steps=("Finde ud af, hvad et stort kørekort kræver", "Tale med to vognmænd", "Få kørt en prøvetur"),
        own_words=("Jeg vil gerne køre bus. Hvad kræver det?", "Jeg har kørt varebil i otte år."),
        hers=(
            "Ring til Fjordby Bustrafik og spørg om deres eget kursus",
            "Send ansøgning til Thorups Vognmandsforretning",
            "Find kørekort og kursusbevis frem til næste gang",
            "Spørg to vognmænd, hvad de lægger vægt på",
            "Undersøg, hvornår næste hold til buskørekort begynder",
            "Skriv de ruter ned, du kender bedst",
        ),
        ours=(
            "Undersøg vilkårene for kurset til buskørekort",
            "Spørg Karim, hvilke vognmænd der søger chauffører",
        ),
        notes=(
            "Har kørt varebil uden skader i otte år.",
            "Kender området godt.",
            "Vil helst hjem om natten.",
        ),
    ),
    Trade(
        "byg",
        goals=("Jeg vil arbejde som tømrer i et mindre firma.", "Jeg vil arbejde ude og bruge hænderne."),
        steps=("Lave en mappe med billeder af opgaver", "Ringe til fem mestre", "Få styr på beviserne"),
        own_words=(
            "Jeg er udlært tømrer og vil gerne til noget mindre.",
            "Er der brug for ufaglærte på byggepladserne?",
        ),
        hers=(
            "Ring til tre mestre i Fjordby og Vesterlund",
            "Tag billeder af to opgaver, du er stolt af",
            "Send ansøgning til Bach Tømrer og Snedker",
            "Find svendebrevet frem og tag det med",
            "Spørg på byggepladsen ved havnen, hvem der ansætter",
            "Meld dig ind på to vikarbureauers lister",
        ),
        ours=("Spørg Karim om byggepladsen ved havnen", "Find datoerne for stilladskurset"),
        notes=(
            "Har svendebrev og eget værktøj.",
            "Vil gerne arbejde med renovering.",
            "Kan køre op til 40 minutter hver vej.",
            "Mestre ringer helst selv tilbage sidst på dagen.",
        ),
    ),
    Trade(
        "it",
        goals=(
            "Jeg vil arbejde med it-support i en kommune eller på en skole.",
            "Jeg vil hjælpe andre med deres it.",
        ),
        steps=("Vise, hvad jeg kan, på én side", "Få et kursusbevis", "Søge tre supportjob"),
        own_words=(
            "Jeg har altid været den, der hjalp de andre med it.",
            "Tæller det, jeg har lært mig selv?",
        ),
        hers=(
            "Skriv fem opgaver ned, du har løst for andre",
            "Send ansøgning til it-afdelingen på gymnasiet",
            "Tag det gratis kursus i netværk",
            "Ring til to skoler og spørg, hvem der står for deres it",
            "Ret overskriften på din jobprofil",
            "Find tre opslag om it-support og se, hvad der går igen",
        ),
        ours=("Spørg Karim, om skolerne mangler hjælp til it", "Send listen over kurser med bevis"),
        notes=(
            "Er selvlært og forklarer roligt.",
            "Har hjulpet boligforeningen med hjemmesiden.",
            "Vil gerne i praktik på en skole.",
        ),
    ),
    Trade(
        "regnskab",
        goals=(
            "Jeg vil arbejde som bogholder i en mindre virksomhed.",
            "Jeg vil have et job med tal og orden.",
        ),
        steps=(
            "Blive opdateret om digital bogføring",
            "Søge bredere end før",
            "Få cv'et set af en, der ansætter",
        ),
        own_words=(
            "Jeg er bogholder og vil gerne have færre timer i bil.",
            "Hvilke programmer spørger de efter?",
        ),
        hers=(
            "Send ansøgning til Fjordby Revision",
            "Find ud af, hvilke programmer der står i fem opslag",
            "Ring til to håndværksfirmaer og spørg, hvem der laver deres regnskab",
            "Skriv et udkast til en uopfordret ansøgning",
            "Tilmeld dig webinaret om digital bogføring",
            "Bed en tidligere chef om at være reference",
        ),
        ours=(
            "Send en liste over bogholderjob inden for en times kørsel",
            "Læs den uopfordrede ansøgning igennem",
        ),
        notes=(
            "Har femten års erfaring med bogholderi.",
            "Vil gerne arbejde hjemme en dag om ugen.",
            "Trives i små firmaer.",
        ),
    ),
    Trade(
        "industri",
        goals=(
            "Jeg vil arbejde på en fabrik med dag- og aftenhold.",
            "Jeg vil være operatør ved en maskine.",
        ),
        steps=("Se produktionen hos Fjordby Fisk", "Få kursus i maskinbetjening", "Søge hos tre fabrikker"),
        own_words=("Jeg har været på samlebånd og vil gerne lære maskinerne.", "Hvem ansætter ufaglærte?"),
        hers=(
            "Ring til Fjordby Fisk og spørg, hvornår de ansætter",
            "Send ansøgning til Maskinfabrikken i Nørrestrand",
            "Meld dig til rundvisningen på maskinfabrikken",
            "Skriv de maskiner ned, du har arbejdet ved",
            "Spørg to tidligere kolleger, hvor de er nu",
            "Søg to job som produktionsmedarbejder",
        ),
        ours=("Spørg Karim, om Fjordby Fisk mangler folk", "Find næste kursus i maskinbetjening"),
        notes=(
            "Har arbejdet i skiftehold og er vant til det.",
            "Vil gerne lære at stille maskinerne ind.",
            "Kan køre med en nabo til Nørrestrand.",
            "Er mødestabil og har gode udtalelser.",
        ),
    ),
    Trade(
        "grønt",
        goals=("Jeg vil arbejde ude hele året.", "Jeg vil være gartnerassistent eller parkmedarbejder."),
        steps=(
            "Finde ud af, hvem der ansætter om vinteren",
            "Prøve kirkegården i praktik",
            "Få motorsavskursus",
        ),
        own_words=("Jeg vil helst være ude.", "Er der noget at lave om vinteren?"),
        hers=(
            "Ring til kommunens park og vej og spørg om vinteropgaver",
            "Besøg planteskolen og aflever et cv",
            "Send ansøgning til kirkegården i Vesterlund",
            "Find ud af, hvad motorsavskurset kræver",
            "Skriv ned, hvilke maskiner du kan køre",
            "Tag billeder af et haveprojekt, du har lavet",
        ),
        ours=("Spørg Karim, om kirkegården tager praktikanter", "Find datoen for motorsavskurset"),
        notes=(
            "Har passet en stor have for en boligforening.",
            "Har kørekort med anhænger.",
            "Vil gerne arbejde alene en del af dagen.",
        ),
    ),
    Trade(
        "kommunikation",
        goals=(
            "Jeg vil bruge min uddannelse i en virksomhed her på egnen.",
            "Jeg vil arbejde med tekst og sociale medier.",
        ),
        steps=(
            "Vise tre opgaver på én side",
            "Tale med tre virksomheder uden at søge job",
            "Få et første projekt",
        ),
        own_words=("Jeg er nyuddannet og får mange afslag.", "Hvordan kommer jeg i kontakt med små firmaer?"),
        hers=(
            "Skriv til tre virksomheder og bed om en kop kaffe",
            "Saml tre arbejdsprøver på én side",
            "Send ansøgning til Fjordby Museum",
            "Ring efter afslaget og spørg, hvad der manglede",
            "Skriv fem linjer om, hvad du kan gøre for en lille virksomhed",
            "Deltag i erhvervsforeningens morgenmøde",
        ),
        ours=(
            "Spørg Karim, hvem der mangler hjælp til hjemmeside og sociale medier",
            "Send invitationen til morgenmødet",
        ),
        notes=(
            "Har skrevet for en forening i to år.",
            "Vil gerne arbejde tæt på kunder.",
            "Får energi af at tale med folk, før ansøgningen bliver skrevet.",
        ),
    ),
)

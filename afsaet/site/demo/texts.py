"""What people in Fjordby agree on by topic, and what they say afterwards, whatever their line of work.

An agreement tells the one who is to do it what to do; what was learnt and what she writes are her own words.
"""

HERS_BY_TOPIC = {
    "job_now": (
        "Søg to job inden næste samtale",
        "Lav en liste over fem firmaer, du gerne vil arbejde for",
        "Ring til et firma, før du skriver ansøgningen",
    ),
    "application": (
        "Ret cv'et, så det passer til jobbet",
        "Skriv tre linjer øverst i cv'et om, hvad du er god til",
        "Bed en, du stoler på, om at læse ansøgningen",
        "Skriv et udkast til en ansøgning og tag det med",
    ),
    "where_needed": (
        "Find to slags job, du ikke har søgt før",
        "Se, hvilke stillinger der er flest af inden for en times kørsel",
    ),
    "something_new": (
        "Tal med en, der har det job, du er nysgerrig på",
        "Skriv ned, hvad du gerne vil have mere af i et job",
        "Læs om to uddannelser i UddannelsesGuiden",
    ),
    "course": (
        "Ring til AMU-centret og spørg, hvornår næste hold begynder",
        "Find ud af, hvad kurset kræver, før man kan begynde",
    ),
    "placement": (
        "Find to steder, hvor du gerne vil i praktik",
        "Ring og spørg, om du må komme og se stedet",
    ),
    "what_is_hard": (
        "Skriv ned, hvilke tider på dagen der passer bedst til arbejde",
        "Prøv turen med bus til to arbejdspladser",
    ),
    "other": ("Skriv de spørgsmål ned, du gerne vil have svar på",),
}
BOTH = (
    "Gennemgå ansøgningen sammen næste gang",
    "Øv en jobsamtale næste gang",
    "Ring sammen til en arbejdsplads næste gang",
)

# What she learnt when it was about reaching somebody (the agreement begins with one of these), and else.
REACHING = ("Ring", "Besøg", "Aflever", "Spørg", "Gå")
LEARNT_BY_REACHING = {
    "done": (
        "De var venlige i telefonen",
        "Jeg skal spørge efter den, der ansætter",
        "De ville hellere have, at jeg kom forbi",
        "Det er lettest at få fat i dem om formiddagen",
        "De vil skrive, når de ansætter igen",
        "",
    ),
    "partly": ("Jeg fik fat i den ene", "De bad mig prøve igen i næste uge", ""),
    "changed": ("De bad mig skrive i stedet",),
    "dropped": ("Der er for langt at køre", ""),
}
LEARNT = {
    "done": ("Det gik hurtigere, end jeg troede", "Det var rart at få gjort", "", "", ""),
    "partly": ("Jeg nåede det halve", "Jeg mangler det sidste", ""),
    "changed": ("Vi fandt noget, der passer bedre",),
    "dropped": ("Det var alligevel ikke noget for mig", ""),
}
TICKED_BY_REACHING = ("De ringer tilbage i næste uge", "Jeg fik et navn, jeg kan ringe til", "", "")
TICKED = ("Det gik fint", "", "")
MET_WORDS = (
    "Det var rart at se konkrete job.",
    "Nu ved jeg, hvad jeg skal.",
    "Vi nåede det vigtigste.",
    "Det hjalp at tale det igennem.",
)
CLOSED = ("Kursus", "Ferie", "Teammøde", "Besøg hos en virksomhed", "Fri")

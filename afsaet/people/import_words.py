"""The words of the files we take in: columns, their other names, roles, and why a row is turned away."""

CITIZEN_COLUMNS = [
    "cpr",
    "fornavn",
    "efternavn",
    "fødselsdato",
    "telefon",
    "mail",
    "adresse",
    "adressebeskyttet",
    "fritaget for digital post",
    "sprog",
    "tolk",
    "enhed",
    "målgruppe",
    "rådgiver",
    "registreret",
]
CITIZEN_REQUIRED = ["cpr", "fornavn", "efternavn", "fødselsdato"]
STAFF_COLUMNS = ["fornavn", "efternavn", "mail", "titel", "enhed", "team", "roller"]
STAFF_REQUIRED = ["fornavn", "efternavn", "mail"]

# What stands after the rejected rows' own columns in the file we hand back; skipped when it comes in again.
LINE_COLUMN, ERROR_COLUMN = "linje", "fejl"
# By the kind of an ImportRun: all columns, and those that must be there.
FORMATS = {"citizens": (CITIZEN_COLUMNS, CITIZEN_REQUIRED), "staff": (STAFF_COLUMNS, STAFF_REQUIRED)}

# What files call our columns besides our own names, in the spelling of `import_file.plain`.
ALSO_CALLED = {
    "cprnr": "cpr",
    "cprnummer": "cpr",
    "personnummer": "cpr",
    "født": "fødselsdato",
    "fødselsdag": "fødselsdato",
    "tlf": "telefon",
    "telefonnummer": "telefon",
    "mobil": "telefon",
    "email": "mail",
    "mailadresse": "mail",
    "adressebeskyttelse": "adressebeskyttet",
    "navneogadressebeskyttelse": "adressebeskyttet",
    "fritagetfordigitalpost": "fritaget for digital post",
    "fritagetdigitalpost": "fritaget for digital post",
    "stilling": "titel",
    "stillingsbetegnelse": "titel",
    "rolle": "roller",
}

ROLE_BY_WORD = {
    "rådgiver": "adviser",
    "jobkonsulent": "adviser",
    "sagsbehandler": "adviser",
    "modtagelsen": "front_desk",
    "modtagelse": "front_desk",
    "virksomhedskonsulent": "employer_adviser",
    "teamleder": "team_leader",
    "leder": "manager",
    "administrator": "administrator",
    "databeskyttelsesrådgiver": "auditor",
    "dpo": "auditor",
}
ROLE_BY_WORD |= {role.replace("_", " "): role for role in set(ROLE_BY_WORD.values())}

REASONS = {
    "adviser_unknown": "Der er ingen medarbejder med mailen {email}",
    "birth_date_future": "Fødselsdatoen ligger i fremtiden: {text}",
    "cell_missing": "Feltet »{column}« er tomt",
    "cell_too_long": "Feltet »{column}« er for langt: højst {most} tegn",
    "cpr_form": "Cpr-nummerets første seks cifre er ikke en dato",
    "cpr_digits": "Cpr-nummeret har ikke ti cifre",
    "date_form": "{what} findes ikke: {text}. Skriv den som 24-12-1990",
    "email_form": "Mailen ser ikke rigtig ud: {text}",
    "language_unknown": "Sproget kendes ikke: {text}. Skriv for eksempel dansk, engelsk eller arabisk",
    "log_in_name_taken": "En anden logger allerede ind med mailen {email}",
    "not_an_adviser": "{email} er ikke rådgiver eller er stoppet",
    "own_administrator_role": "Du kan ikke fjerne din egen rolle som administrator",
    "phone_form": "Telefonnummeret ser ikke rigtigt ud: {text}",
    "role_unknown": "Rollen kendes ikke: {text}",
    "same_cpr": "Samme cpr-nummer som linje {line}",
    "same_email": "Samme mail som linje {line}",
    "target_group_unknown": "Målgruppen kendes ikke: {text}",
    "team_unknown": "Der er intet team med navnet {text} i enheden",
    "too_many_cells": "Rækken har flere felter end overskriften. Sæt gåseøjne om felter med semikolon i",
    "unit_needed": "Skriv hvilken enhed. Der er flere",
    "unit_unknown": "Der er ingen enhed med navnet {text}",
    "yes_or_no": "Skriv ja eller nej i »{column}«, ikke {text}",
}

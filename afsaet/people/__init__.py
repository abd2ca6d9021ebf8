"""Users, the authority, units, teams, citizens, staff, caseload, grants and the gates to a citizen.

Danish: borgere og medarbejdere.

Not the master of a person: the case system is, and what we hold is read from it.
"""

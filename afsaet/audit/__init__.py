"""What changed (`Change`) and who saw whom (`Seen`). Danish: ændringslog og adgangslog.

Not a log of how people work: nothing here may be used to measure staff (DESIGN.md section 1).
"""

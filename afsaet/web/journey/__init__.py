"""*Vælg en tid*, *Passer det?* and *Skift tid*: one journey, walked by the citizen or by a colleague for her.

Not an audience: each audience has its own addresses and gates (`citizen/booking`, `front_desk/booking`,
`adviser/booking`) and hands an `Errand` to the steps here.
"""

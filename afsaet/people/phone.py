"""Phone numbers: eight digits for a Danish one, +46… for a foreign one. Nothing else is stored."""

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from afsaet.core.errors import Refused

_DENMARK = 45


def parse(text: str) -> str:
    """ "20 12 34 78", "+45 20123478" and "0045…" are the same number. Raises Refused("phone_form")."""
    try:
        number = phonenumbers.parse(text, "DK")
    except phonenumbers.NumberParseException:
        raise Refused("phone_form") from None
    if not phonenumbers.is_valid_number(number):
        raise Refused("phone_form")
    if number.country_code == _DENMARK:
        return phonenumbers.national_significant_number(number)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def mobile(stored: str) -> str:
    """A stored number as +4520123478 when it can be a mobile telephone's, else nothing.

    Danish numbers do not say whether they are: those that belong to neither kind alone count.
    """
    if not stored:
        return ""
    number = phonenumbers.parse(stored, "DK")
    kinds = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
    if phonenumbers.number_type(number) not in kinds:
        return ""
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)

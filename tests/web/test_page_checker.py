"""The checker is only worth something if each of its rules can say no."""

import pytest

from afsaet.web.security_headers import HEADERS
from tests.web.page import check_page, check_part

ANSWER = {**HEADERS, "Cache-Control": "no-store"}

GOOD = """<!doctype html>
<html lang="da" dir="ltr"><head><meta charset="utf-8"><title>Vælg en tid – Fjordby Kommune</title></head>
<body><a href="#main">Gå til sidens indhold</a>
<main id="main"><h1>Vælg en tid</h1><h2>Hvornår?</h2>
<form method="post" action="/book/"><input type="hidden" name="csrfmiddlewaretoken" value="x">
<label for="name">Navn</label><input id="name" name="name" aria-describedby="hint">
<p id="hint">Hele navnet …</p>
<button type="submit">Videre</button></form><img src="/x.png" alt=""></main></body></html>
"""


def test_a_good_page_passes() -> None:
    assert check_page(GOOD, ANSWER).h1 is not None


def test_a_uuid_and_a_telephone_number_are_not_cpr_numbers() -> None:
    page = GOOD.replace("Hele navnet", "+4520123478, a4123456-1234-4123-8123-123456123456, 010190-xxxx")
    check_page(page, ANSWER)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("<h2>Hvornår?</h2>", "<h2>Hvornår?</h3>", "not HTML"),
        ("<main", "<p><div></p><main", "not HTML"),
        ('lang="da"', "", "lang=da"),
        (' dir="ltr"', "", "no dir"),
        ("Vælg en tid – Fjordby Kommune", "Vælg en tid", "what – whose"),
        ("Vælg en tid – Fjordby Kommune", "", "what – whose"),
        ("Vælg en tid – Fjordby Kommune", "Ledig – Fjordby Kommune", "why somebody is here"),
        ("<h1>Vælg en tid</h1>", "<p>Vælg en tid</p>", "0 h1"),
        ("<h2>Hvornår?</h2>", "<h1>Hvornår?</h1>", "2 h1"),
        ("<h2>Hvornår?</h2>", "<h3>Hvornår?</h3>", "is h3 after h1"),
        ("<h2>Hvornår?</h2>", "<h2></h2>", "an empty h2"),
        ('<main id="main">', '<div id="main">', "no <main>"),
        ('href="#main"', 'href="#content"', "which is not there"),
        ('for="name"', 'for="nobody"', "for=nobody of <label> points at nothing"),
        ('aria-describedby="hint"', 'aria-describedby="hint gone"', "aria-describedby=gone"),
        ('id="hint"', 'id="name"', "id=name stands 2 times"),
        ('id="hint"', 'id="hint two"', "is not one word"),
        ('<label for="name">Navn</label>', "", "no label for <input name=name>"),
        ('<label for="name">Navn</label>', '<label for="name"></label>', "no label for <input name=name>"),
        (' action="/book/"', "", "a form without method or action"),
        ('method="post"', "", "a form without method or action"),
        ('name="csrfmiddlewaretoken"', 'name="token"', "no csrf token"),
        ("<h1>", '<h1 style="color:red">', "style= on <h1>"),
        ("<h1>", '<h1 onclick="x()">', "onclick= on <h1>"),
        ("<h1>", '<h1 hx-on:click="x()">', "hx-on:click= on <h1>"),
        ("</head>", "<style>p{}</style></head>", "<style> in the page"),
        ("</head>", "<script>x()</script></head>", "<script> in the page"),
        ("Videre", "", "a <button> without a word"),
        (' alt=""', "", "no alt on /x.png"),
        ("Hele navnet", "<c-icon></c-icon>", "a template's <c-"),
        ("Hele navnet", "{{ name }}", "a template's {{"),
        ("Hele navnet", "{% now %}", "a template's {%"),
        ("Hele navnet", "010190-5001", "looks like a CPR number: 010190-xxxx"),
        ('value="x"', 'value="0101905001"', "looks like a CPR number"),
        ("navnet …", "navnet...", "three dots"),
        ("Hele navnet", "Jobcenter Fjordby", "the word jobcenter"),
    ],
)
def test_each_rule_says_no(old: str, new: str, complaint: str) -> None:
    assert old in GOOD
    with pytest.raises(AssertionError, match=_plain(complaint)):
        check_page(GOOD.replace(old, new), ANSWER)


@pytest.mark.parametrize(
    ("header", "value", "complaint"),
    [
        ("Content-Security-Policy", "", "no Content-Security-Policy"),
        ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'", "allows unsafe-inline"),
        ("Content-Security-Policy", "default-src 'none'; img-src *", "allows *"),
        ("Cache-Control", "max-age=60", "lacks no-store"),
    ],
)
def test_the_answer_is_checked(header: str, value: str, complaint: str) -> None:
    with pytest.raises(AssertionError, match=_plain(complaint)):
        check_page(GOOD, {**ANSWER, header: value})


def test_a_part_needs_no_frame_but_keeps_the_rest() -> None:
    check_part("<p>Gemt kl. 9.14</p>")
    with pytest.raises(AssertionError, match="no label"):
        check_part("<input name=x>")


def _plain(complaint: str) -> str:
    return "".join(f"[{c}]" if c in "*+{}()|" else c for c in complaint)

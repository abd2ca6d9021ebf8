"""What must hold of every page. `fetch` gets one and checks it; each rule says what is wrong."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import html5lib
from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

# A page that asks more often has a query in a loop.
MOST_QUERIES = 42
PURPOSE_WORDS = ("jobcenter", "ledig", "kontanthjælp")
# Not inside a longer number, a uuid, an address or a telephone number with its country code.
CPR = re.compile(r"(?<![\w+-])\d{6}-?\d{4}(?![\w-])")
NAMED_BY_ITSELF = ("hidden", "submit", "button", "image", "reset")
POINTING = ("aria-labelledby", "aria-describedby", "aria-controls", "for", "form", "list")
FORBIDDEN_POLICY = ("unsafe-inline", "unsafe-eval", "http:", "*")

Rule = Callable[[BeautifulSoup, str], Iterator[str]]


def fetch(
    client: Client,
    path: str,
    post: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
    follow: bool = True,
    htmx: bool = False,
    most_queries: int = MOST_QUERIES,
) -> BeautifulSoup:
    """Fetch a page (or post to it), follow where it leads, check what comes back, and return the soup."""
    headers = {"HX-Request": "true"} if htmx else {}
    if post is None:
        with CaptureQueriesContext(connection) as queries:
            response = client.get(path, follow=follow, headers=headers)
        pages = 1 + len(getattr(response, "redirect_chain", []))
        assert len(queries) <= most_queries * pages, f"{path} asks the database {len(queries)} times"
    else:
        response = client.post(path, post, follow=follow, headers=headers)
    html = response.content.decode()
    answered = response.status_code
    assert answered == status, f"{path} answered {answered}, not {status}:\n{html[:2000]}"
    return check_part(html) if htmx else check_page(html, response.headers)


def check_page(html: str, headers: Mapping[str, str]) -> BeautifulSoup:
    """A whole page."""
    return _check(html, (*PAGE_RULES, *PART_RULES), list(policy_faults(headers)))


def check_part(html: str) -> BeautifulSoup:
    """A part of a page, as htmx swaps it in."""
    return _check(html, PART_RULES, [])


def _check(html: str, rules: tuple[Rule, ...], faults: list[str]) -> BeautifulSoup:
    soup = BeautifulSoup(html, "html5lib")
    for rule in rules:
        faults += rule(soup, html)
    where = soup.title.get_text(strip=True) if soup.title else html[:80]
    told = list(dict.fromkeys(faults))[:20]
    assert not faults, f"{len(faults)} faults in »{where}«:\n- " + "\n- ".join(told)
    return soup


# ---- the answer ------------------------------------------------------------------------------------


def policy_faults(headers: Mapping[str, str]) -> Iterator[str]:
    policy = headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy:
        yield "the answer has no Content-Security-Policy with default-src 'none'"
    for word in FORBIDDEN_POLICY:
        if word in policy:
            yield f"the Content-Security-Policy allows {word}"
    if "no-store" not in headers.get("Cache-Control", ""):
        yield "the page may be kept by the browser: Cache-Control lacks no-store"


# ---- the page --------------------------------------------------------------------------------------


def parse_faults(_: BeautifulSoup, html: str) -> Iterator[str]:
    parser = html5lib.HTMLParser()
    parser.parse(html)
    lines = html.splitlines()
    for (line, _column), code, facts in parser.errors:
        text = lines[line - 1].strip()[:120] if line <= len(lines) else ""
        yield f"not HTML: {code} {dict(facts or {})} in line {line}: {text}"


def language_faults(soup: BeautifulSoup, _: str) -> Iterator[str]:
    root = soup.html
    if root is None or root.get("lang") != "da":
        yield "<html> is not lang=da"
    if root is None or root.get("dir") not in ("ltr", "rtl"):
        yield "<html> has no dir"


def title_faults(soup: BeautifulSoup, _: str) -> Iterator[str]:
    title = soup.title.get_text(" ", strip=True) if soup.title else ""
    about, dash, whose = title.partition(" – ")
    if not (about.strip() and dash and whose.strip()):
        yield f"the title »{title}« is not »what – whose«"
    for word in PURPOSE_WORDS:
        if word in title.lower():
            yield f"the title says why somebody is here: {word}"


def heading_faults(soup: BeautifulSoup, _: str) -> Iterator[str]:
    headings = soup.find_all(re.compile("^h[1-6]$"))
    tops = [h for h in headings if h.name == "h1"]
    if len(tops) != 1:
        yield f"{len(tops)} h1: {[_said(h) for h in tops]}"
    main = soup.find("main")
    before = 0
    for heading in headings:
        level = int(heading.name[1])
        if not _name(heading):
            yield f"an empty {heading.name}"
        if before and level > before + 1:
            yield f"»{_said(heading)}« is h{level} after h{before}"
        before = level
    if not isinstance(main, Tag):
        yield "no <main>"


def link_faults(soup: BeautifulSoup, _: str) -> Iterator[str]:
    ids = _ids(soup)
    for link in soup.find_all("a", href=re.compile("^#")):
        if str(link["href"])[1:] not in ids:
            yield f"»{_said(link)}« leads to {link['href']}, which is not there"
    for attribute in POINTING:
        for tag in soup.select(f"[{attribute}]"):
            for target in str(tag[attribute]).split():
                if target not in ids:
                    yield f"{attribute}={target} of <{tag.name}> points at nothing"


# ---- a part, too -----------------------------------------------------------------------------------


def template_faults(_: BeautifulSoup, html: str) -> Iterator[str]:
    for left_over in ("<c-", "</c-", "{{", "{%", "{#"):
        if left_over in html:
            at = html.index(left_over)
            yield f"a template's {left_over} came out: {html[at : at + 80]!r}"


def id_faults(soup: BeautifulSoup, _: str) -> Iterator[str]:
    for name, times in Counter(str(tag["id"]) for tag in soup.find_all(id=True)).items():
        if times > 1:
            yield f"id={name} stands {times} times"
        if not name or " " in name:
            yield f"id={name!r} is not one word"


def label_faults(soup: BeautifulSoup, _: str) -> Iterator[str]:
    labelled = {str(label["for"]) for label in soup.find_all("label") if label.get("for") and _name(label)}
    for field in soup.find_all(["input", "select", "textarea"]):
        own = field.get("aria-label") or field.get("aria-labelledby") or field.find_parent("label")
        if field.get("type") in NAMED_BY_ITSELF or own or field.get("id") in labelled:
            continue
        yield f"no label for <{field.name} name={field.get('name')}>"


def form_faults(soup: BeautifulSoup, _: str) -> Iterator[str]:
    for form in soup.find_all("form"):
        method = str(form.get("method", "")).lower()
        if method not in ("get", "post") or not form.get("action"):
            yield f"a form without method or action: {form.get('action') or form.get('hx-post')}"
        if method == "post" and not form.find("input", attrs={"name": "csrfmiddlewaretoken"}):
            yield f"no csrf token in the form to {form.get('action')}"


def inline_faults(soup: BeautifulSoup, _: str) -> Iterator[str]:
    for tag in soup.find_all(["style", "script"]):
        if tag.name == "style" or not tag.get("src"):
            yield f"<{tag.name}> in the page"
    for tag in soup.find_all(True):
        for attribute in tag.attrs:
            if attribute == "style" or attribute.startswith(("on", "hx-on")):
                yield f"{attribute}= on <{tag.name}>"


def name_faults(soup: BeautifulSoup, _: str) -> Iterator[str]:
    for image in soup.find_all("img"):
        if not image.has_attr("alt"):
            yield f"no alt on {image.get('src')}"
    for tag in soup.find_all(["button", "a", "summary", "legend"]):
        if not _name(tag):
            yield f"a <{tag.name}> without a word: {str(tag)[:100]}"


def number_faults(_: BeautifulSoup, html: str) -> Iterator[str]:
    for found in CPR.findall(html):
        yield f"looks like a CPR number: {found[:6]}-xxxx"


def word_faults(soup: BeautifulSoup, _: str) -> Iterator[str]:
    text = soup.get_text(" ")
    if "..." in text:
        at = text.index("...")
        yield f"three dots for an ellipsis: »{' '.join(text[max(0, at - 30) : at + 3].split())}«"
    if "jobcenter" in text.lower():
        yield "the word jobcenter"


PAGE_RULES: tuple[Rule, ...] = (
    parse_faults,
    language_faults,
    title_faults,
    heading_faults,
    link_faults,
)
PART_RULES: tuple[Rule, ...] = (
    template_faults,
    id_faults,
    label_faults,
    form_faults,
    inline_faults,
    name_faults,
    number_faults,
    word_faults,
)


def _ids(soup: BeautifulSoup) -> set[str]:
    return {str(tag["id"]) for tag in soup.find_all(id=True)}


def _said(tag: Tag) -> str:
    return tag.get_text(" ", strip=True)[:60]


def _name(tag: Tag) -> str:
    """What a screen reader would call it, near enough."""
    own = str(tag.get("aria-label") or "") or tag.get_text(strip=True)
    inner = [str(child.get("aria-label") or child.get("alt") or "") for child in tag.find_all(["img", "svg"])]
    return own or "".join(inner)

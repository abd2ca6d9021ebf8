"""Citizens and staff from a file: upload, dry run, take in, fetch the rejected rows. One family for both kinds."""

from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.people import import_file
from afsaet.people.access import import_run_for
from afsaet.people.actions.importing import check_file, finish
from afsaet.people.administration_queries import import_preview, import_runs, rejected_file
from afsaet.people.import_words import FORMATS
from afsaet.people.models import ImportRun
from afsaet.web.gates import for_staff
from afsaet.web.requests import Request
from afsaet.web.sentences import sentence

HOME = {"citizens": "administration_citizens", "staff": "administration_staff"}
HINTS = {
    "cpr": _("Ti cifre, med eller uden bindestreg"),
    "fødselsdato": _("24-12-1990 eller 1990-12-24"),
    "registreret": _("Dagen, forløbet begyndte. Tom er i dag for nye"),
    "telefon": _("Otte cifre, eller med landekode"),
    "mail": _("Den, man logger ind med"),
    "adressebeskyttet": _("ja eller nej"),
    "fritaget for digital post": _("ja eller nej"),
    "sprog": _("For eksempel dansk, engelsk eller arabisk"),
    "tolk": _("Sproget, eller nej"),
    "enhed": _("Enhedens navn. Kan udelades, når I kun har en"),
    "målgruppe": _("Kode eller navn"),
    "rådgiver": _("Rådgiverens mail"),
    "team": _("Teamets navn"),
    "roller": _("Flere med komma imellem: rådgiver, teamleder"),
}


@for_staff("administrator")
def upload(request: Request, kind: str) -> HttpResponse:
    """A refused file is refused beside its field. The browser does not let us keep the file itself."""
    error = ""
    if request.method == "POST":
        run, error = _checked(request, kind)
        if run is not None:
            return redirect(_run_url(run))
    columns, required = FORMATS[kind]
    facts = {
        "kind": kind,
        "home": reverse(HOME[kind]),
        "template_url": reverse(f"administration_{kind}_template"),
        "columns": [(column, column in required, HINTS.get(column, "")) for column in columns],
        "error": error,
        "problems": [("file", error)] if error else [],
        "runs": import_runs(request.viewer, kind),
    }
    return render(request, "administration/file.html", facts, status=422 if error else 200)


def _checked(request: Request, kind: str) -> tuple[ImportRun | None, str]:
    """The dry run, or the sentence that says why there is none."""
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return None, str(_("Vælg en fil."))
    try:
        # One byte past the limit is enough to be told that it is too big.
        content = file.read(import_file.LARGEST_MEGABYTES * 1024 * 1024 + 1)
        return check_file(kind, file.name or "", content, by=request.viewer, now=clock.now()), ""
    except Refused as no:
        return None, sentence(no.refusal)


@for_staff("administrator")
def run_page(request: Request, kind: str, uuid: UUID) -> HttpResponse:
    """The dry run with its one button; afterwards what came of it."""
    run = _run(request, kind, uuid)
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            finish(run, by=request.viewer, now=clock.now())
        except Refused as no:
            problems = [("", sentence(no.refusal))]
        else:
            return redirect(_run_url(run))
    facts = {
        "kind": kind,
        "run": run,
        "done": run.state == ImportRun.DONE,
        "unchanged": run.rows_read - run.rows_new - run.rows_changed - run.rows_rejected,
        "to_take_in": run.rows_new + run.rows_changed,
        "preview": import_preview(request.viewer, run, clock.now()),
        "home": reverse(HOME[kind]),
        "upload_url": reverse(f"administration_{kind}_file"),
        "rejects_url": reverse(f"administration_{kind}_rejects", args=[uuid]),
        "problems": problems,
    }
    return render(request, "administration/run.html", facts, status=422 if problems else 200)


@for_staff("administrator")
def rejects(request: Request, kind: str, uuid: UUID) -> HttpResponse:
    """The rejected rows as a file; gone after 24 hours."""
    text = rejected_file(request.viewer, _run(request, kind, uuid), clock.now())
    if text is None:
        raise Http404
    return _csv(text, "afviste.csv")


@for_staff("administrator")
def template(request: Request, kind: str) -> HttpResponse:
    """An empty file with the names of the columns."""
    columns, _required = FORMATS[kind]
    return _csv(import_file.write(columns, []), "borgere.csv" if kind == "citizens" else "medarbejdere.csv")


def _csv(text: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


def _run(request: Request, kind: str, uuid: UUID) -> ImportRun:
    run = import_run_for(request.viewer, uuid)
    if run.kind != kind:
        raise Http404
    return run


def _run_url(run: ImportRun) -> str:
    return reverse(f"administration_{run.kind}_run", args=[run.uuid])

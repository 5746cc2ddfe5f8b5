"""The page where a claim is checked, and the same as CSV and JSON. What is pasted comes by POST alone.

So it stands in no address, no log and no history; it is not stored.
"""

import csv
import io
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import chain, islice

from django.core.signing import Signer
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import policy
from codes.claims import as_dict, reads
from codes.claims.checking import check
from codes.claims.findings import CheckedLine, Estimate, Severity
from codes.claims.forms import ClaimForm, ReaderClaimForm
from codes.claims.rules import ALL, RULES

# Of the findings that the page draws, and of the places where it draws them; the files hold all.
MOST_SHOWN, MOST_PLACES = 400, 1500
EXAMPLE = "99213-25\n64493-50\n64494 x2\n64495,LT,1\nJ1040 80 units\nM54.16\nM47.816, E11.9"
MADE_FOR = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
STATE = {Severity.ERROR: ("bad", "To mend"), Severity.WARNING: ("warn", "To look at"), Severity.NOTE: ("", "Note")}


@dataclass
class Told:
    """A finding as the page tells it: at the first of its lines whole, at the others by a word and a link."""

    finding: object
    whole: bool
    with_source: bool = True

    @property
    def heading(self):
        return RULES[self.finding.rule].heading

    @property
    def tone(self):
        return STATE[self.finding.severity][0]

    @property
    def state(self):
        return STATE[self.finding.severity][1]


@dataclass
class Row:
    """A line of the claim with what was found of it."""

    line: CheckedLine
    told: list = field(default_factory=list)
    estimate: Estimate | None = None

    @property
    def worst(self):
        """(tone, words) of the chip."""
        firm = [each for each in self.told if each.finding.severity != Severity.NOTE]
        return (firm[0].tone, firm[0].state) if firm else ("good", "Nothing to mend")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def claims(request):
    """The form; on POST the findings with it, or as a file where `format` asks for one."""
    if request.method == "POST":
        return answered(request, request.POST.get("format", ""))
    text = EXAMPLE if request.GET.get("example") else ""
    form = form_of(request, initial={"claim": text, "locality": request.session.get("locality", "")})
    return page(request, form, allowed=request.claim_lines() if request.user.is_authenticated else None)


@never_cache
@sensitive_post_parameters()
@require_POST
def claims_csv(request):
    """The findings as CSV."""
    return answered(request, "csv")


@never_cache
@sensitive_post_parameters()
@require_POST
def claims_json(request):
    """The whole answer as JSON."""
    return answered(request, "json")


def form_of(request, data=None, **options):
    """The form of whoever asks: guests are told open facts, and are asked for no more than those need."""
    kind = ReaderClaimForm if request.user.is_authenticated else ClaimForm
    return kind(data, label_suffix="", **options)


def answered(request, made_for):
    """The answer to a claim that was sent, as the page or as a file."""
    form = form_of(request, request.POST)
    if not form.is_valid():
        return refused(request, form, made_for, 400)
    with transaction.atomic():
        # What is used of the day's lines is given back where the check fails.
        allowed = allowance(request, form)
        if allowed is None or allowed.granted:
            checked = check(form.asked, sections=sections_of(request, allowed))
            return answer(request, form, checked, made_for, allowed)
    form.add_error("claim", too_many(len(form.lines), allowed))
    return refused(request, form, made_for, 429)


def allowance(request, form):
    """What the reader's limit says of this claim; None for guests and where these very lines were granted today."""
    if not request.user.is_authenticated:
        return None
    if constant_time_compare(request.POST.get("granted", ""), granted(request)):
        return None
    return request.take_claim_lines(len(form.lines))


def sections_of(request, allowed):
    """The keys of the sections that a reader may see, None for all; a guest sees none."""
    if not request.user.is_authenticated:
        return frozenset()
    return (allowed or request.claim_lines()).sections


def granted(request):
    """The mark of lines that were granted to this reader today: sent with them again, they cost nothing."""
    text = "\n".join(request.POST.get("claim", "").split())
    digest = salted_hmac("claim lines", text).hexdigest()
    return Signer(salt="claim lines").signature(f"{request.user.pk} {localdate()} {digest}")


def too_many(number, allowed):
    return (
        f"The claim has {number:,} lines, and {allowed.left:,} of your {allowed.limit:,} lines for today are left. "
        "Nothing was checked or counted; your lines are there again after midnight UTC."
    )


def refused(request, form, made_for, status):
    """What is wrong with the form."""
    errors = {name: list(each) for name, each in form.errors.items()}
    if made_for == "json":
        return JsonResponse({"errors": errors}, status=status)
    if made_for == "csv":
        text = "\n".join(chain.from_iterable(errors.values()))
        return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")
    return page(request, form, status=status)


def answer(request, form, checked, made_for, allowed):
    if made_for == "json":
        return JsonResponse(checked.as_dict())
    if made_for == "csv":
        return file(csv_text(checked))
    return page(request, form, checked=checked, allowed=allowed)


def csv_text(checked):
    """A cell that begins with = + - @ would be a formula to a spreadsheet: no text of ours does."""
    text = io.StringIO()
    csv.writer(text).writerows([as_dict.COLUMNS, *as_dict.rows(checked)])
    return text.getvalue()


def file(text):
    disposition = {"Content-Disposition": 'attachment; filename="claim-check.csv"'}
    return HttpResponse(text, content_type=MADE_FOR["csv"], headers=disposition)


def page(request, form, *, checked=None, allowed=None, status=200):
    """The form, and the answer where there is one; `allowed` is what is left of the reader's lines, if it was asked."""
    if isinstance(form, ReaderClaimForm):
        form.offer(reads.localities(localdate()))
    context = {"form": form, "rules": ALL, "limit": policy.CLAIM_LINES_PER_DAY, "allowed": allowed}
    if checked:
        context |= drawn(checked) | {"granted": granted(request) if request.user.is_authenticated else ""}
    return render(request, "codes/claim.html", context, status=status)


def told_at(finding, number, before):
    """A finding at one of its lines; the source that the finding ahead has named is not named again."""
    again = before and before[-1].whole and before[-1].finding.source == finding.source
    return Told(finding, whole=number == finding.lines[0], with_source=not again)


def drawn(checked):
    """What the page shows of an answer: of many findings the worst."""
    shown, told = checked.findings[:MOST_SHOWN], defaultdict(list)
    places = islice(((finding, number) for finding in shown for number in finding.lines), MOST_PLACES)
    for finding, number in places:
        told[number].append(told_at(finding, number, told[number]))
    estimates = {each.line: each for each in checked.fees.estimates}
    rows = [Row(line, told[line.number], estimates.get(line.number)) for line in checked.lines]
    return {
        "checked": checked,
        "rows": rows,
        "of_claim": [Told(finding, whole=True) for finding in shown if not finding.lines],
        "not_shown": len(checked.findings) - len(shown),
    }

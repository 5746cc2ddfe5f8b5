"""What is said of a code's standing on a day: the chips at the head of its page and those in lists."""

from datetime import timedelta

from django.utils.formats import date_format
from django.utils.timezone import localdate

from codes.as_of import FISCAL, fiscal_year, has_begun, is_over
from codes.models import Code
from codes.systems import CPT

DAY = timedelta(days=1)
NAMED = "Named in CMS files"


def status_chips(code, replacements=(), as_of=None):
    """The status line: [{text, tone, url}]; the first chip says whether the code may be billed on the day."""
    day = as_of.day if as_of else localdate()
    first = status(code, day, as_of)
    others = []
    # What an editor names as the replacement of a code that stands is told today, not of a day in the past.
    if replacements and (is_over(code, day) or not as_of):
        first |= {"text": f"{first['text']} → {replacements[0].value}", "url": replacements[0].url}
        others = [{"text": f"→ {other.value}", "tone": "bad", "url": other.url} for other in replacements[1:]]
    return [first, *others, *further_chips(code, day, as_of)]


def further_chips(code, day, as_of):
    """What is to be known beside the status."""
    last = last_day(code, as_of)
    if last and not is_over(code, day):
        yield {"text": f"Ends {date_format(last)}", "tone": "warn"}
    if is_out_of_date(code, day):
        yield {"text": f"FY {fiscal_year(day)} release not loaded yet", "tone": "warn"}
    if code.role:
        yield {"text": code.role, "tone": ""}
    if code.release and not code.release.official:
        official = code.system_facts.official_text
        text = "Sample, not the official release" if official else "In our own words"
        yield {"text": text, "tone": "warn" if official else ""}


def last_day(code, as_of):
    """The last date of service, also where only a later release ended the code."""
    if code.effective_to or as_of is None or as_of.today.status != Code.Status.DELETED:
        return code.effective_to
    return as_of.today.effective_to


def is_out_of_date(code, day):
    """Whether a fiscal year has begun since the release of the code: ICD-10 changes on each 1 October."""
    if code.system not in FISCAL or code.release is None or is_over(code, day):
        return False
    return fiscal_year(code.release.effective) < fiscal_year(day)


def status(code, day, as_of=None):
    """The first chip, without what replaced the code."""
    if is_bare(code):
        return {"text": NAMED, "tone": ""}
    if as_of and not as_of.known and as_of.begun:
        return {"text": f"Not known on {date_format(day)}", "tone": "warn"}
    if not (has_begun(code, day) and (as_of is None or as_of.begun)):
        return not_begun(code, day, as_of)
    if is_over(code, day):
        when = f" {date_format(code.effective_to + DAY)}" if code.effective_to else ""
        return {"text": f"Deleted{when}", "tone": "bad"}
    return in_effect(code)


def not_begun(code, day, as_of):
    if as_of and as_of.asked:
        return {"text": f"Not yet in effect on {date_format(day)}", "tone": "bad"}
    return {"text": f"In effect from {date_format(code.effective_from)}", "tone": "warn"}


def in_effect(code):
    if code.kind == Code.Kind.HEADING:
        return {"text": "Header: choose a longer code", "tone": "warn"}
    if code.system in FISCAL and code.release:
        return {"text": f"Valid for billing, FY {fiscal_year(code.release.effective)}", "tone": "good"}
    since = f" since {date_format(code.effective_from)}" if code.effective_from else ""
    return {"text": f"Active{since}", "tone": "good"}


def is_bare(code):
    """Whether this is a CPT number that CMS's files name while no licensed list is loaded to say more of it."""
    stands = code.kind == Code.Kind.CODE and code.status == Code.Status.ACTIVE
    return code.system == CPT.key and stands and not code.billable and not code.descriptor


def line_chips(code):
    """The chips of a code in a list, as of today."""
    day = localdate()
    if is_bare(code):
        return [{"text": NAMED, "tone": ""}]
    if is_over(code, day):
        return [{"text": "Deleted", "tone": "bad"}]
    if not has_begun(code, day):
        return [{"text": "Not yet in effect", "tone": "warn"}]
    if code.kind == Code.Kind.HEADING:
        return [{"text": "Header", "tone": "warn"}]
    return [{"text": "Billable" if code.system in FISCAL else "Active", "tone": "good"}]


def note_of(as_of):
    """What the reader must know of a day that the loaded releases do not reach; "" where they do."""
    if is_bare(as_of.code):
        return "CMS’s files name this number and do not say on which days it is valid."
    if not as_of.before_first:
        return ""
    begin = f"The releases loaded here begin with {called(as_of.first)} ({date_format(as_of.first.effective)})"
    if not as_of.known:
        return f"{begin}; what was valid before is not known here."
    return f"{begin}. The dates are the publisher’s; how the code was described before is not known here."


def called(release):
    """A release in a sentence."""
    return f"FY {fiscal_year(release.effective)}" if release.system in FISCAL else release.name

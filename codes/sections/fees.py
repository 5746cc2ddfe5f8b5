"""Fees: what the physician fee schedule pays, nationally and in a locality, with the arithmetic and the indicators."""

import re
from typing import NamedTuple

from django.utils.timezone import localdate

from codes import fees as schedule_words
from codes.fact_queries import BILLED, STANDS
from codes.sections.paid import Fact, compared_from, dollars, filled, number, remarks, source_of
from codes.sections.parts import PageSection, Part, plural

HEADING = "Fees"
WHAT = "fee schedule"
# The code's lines on the day; NULL where no schedule has ever named it.
COUNTED = f"""CASE WHEN %(system)s IN {BILLED} AND EXISTS (SELECT FROM codes_fee f WHERE f.value = %(value)s)
    THEN (SELECT count(*) FROM codes_fee f WHERE f.value = %(value)s AND {STANDS.format("f")}) END"""
MODIFIERS = {"": "No modifier", "26": "26 professional", "TC": "TC technical", "53": "53 not completed"}
QUALIFYING = "qualifying participants"
ANESTHESIA = "J"
# Label, column of a fee, and the words of its values: in reading order.
INDICATORS = [
    ("Status", "status", schedule_words.STATUS),
    ("Global days", "global_days", schedule_words.GLOBAL_DAYS),
    ("PC/TC", "pctc", schedule_words.PCTC),
    ("Multiple procedure", "multiple_procedure", schedule_words.MULTIPLE_PROCEDURE),
    ("Bilateral", "bilateral", schedule_words.BILATERAL),
    ("Assistant at surgery", "assistant", schedule_words.ASSISTANT),
    ("Co-surgeons", "co_surgeons", schedule_words.CO_SURGEONS),
    ("Team", "team", schedule_words.TEAM),
    ("Supervision", "supervision", schedule_words.SUPERVISION),
    ("Imaging family", "imaging_family", schedule_words.IMAGING_FAMILY),
]
NOT_APPLYING = "Does not apply"
# What stays in capitals where the publisher prints everything in capitals.
CAPITALS = {"DC", "MD", "VA", "NYC", "US"}
SMALL = {"of", "and", "except", "the"}
SPELLED_OUT = {"Cnty": "County"}


class Amount(NamedTuple):
    """What is paid in one setting, or why nothing is; one of the two is empty."""

    paid: str
    why: str


class Line(NamedTuple):
    """One line of the schedule: amounts as (non-facility, facility) in the locality, () without one, and nationally."""

    label: str
    local: tuple
    national: tuple
    units: list


class Sum(NamedTuple):
    """The arithmetic of one line: `settings` its columns, `steps` as (label, [text of each column]), then the end."""

    label: str
    settings: list
    steps: list
    factor: list
    amounts: list


class Place(NamedTuple):
    """A payment locality: its name, its counties, its indices as (label, text), and whose release those are of."""

    key: str
    name: str
    counties: list
    indices: list
    source: str


class Picker(NamedTuple):
    """The form that chooses a locality: states as (name, [(key, name)]); `on` is the day where it is not today."""

    address: str
    on: str
    chosen: str
    states: list


class Content(NamedTuple):
    """All that the section says; what does not apply is empty."""

    remarks: list
    reasons: list
    place: Place | None
    picker: Picker | None
    paid: bool
    lines: list
    sums: list
    anesthesia: list
    facts: list
    not_applying: str
    imaging: bool


def draw(subject):
    schedule = subject.facts.schedule
    if schedule is None:
        return None
    return PageSection("fees", HEADING, content_of(schedule, subject), source_of(schedule.reach))


def content_of(schedule, subject):
    """The Content of a Schedule."""
    fees, locality = schedule.fees, schedule.locality
    paid = [fee for fee in fees if schedule_words.payable(fee)]
    timed = any(fee.status == ANESTHESIA for fee in fees)
    facts, not_applying = indicators(fees, schedule.bases)
    return Content(
        remarks=remarks(schedule.reach, subject.day, WHAT) or unnamed(schedule),
        reasons=[] if paid or timed else reasons(fees),
        place=place_of(schedule) if locality else None,
        picker=picker_of(subject, schedule) if paid or timed else None,
        paid=bool(paid),
        lines=[line_of(fee, locality) for fee in fees] if any(has_units(fee) for fee in fees) else [],
        sums=[sum_of(fee, locality) for fee in paid] if locality else [],
        anesthesia=anesthesia_of(schedule, subject.today) if timed else [],
        facts=facts,
        not_applying=not_applying,
        imaging=any(fee.opps_non_facility_pe or fee.opps_facility_pe for fee in fees),
    )


def unnamed(schedule):
    """That the schedule in force on the day has no line for the code."""
    return [] if schedule.fees else [f"{schedule.reach.name} does not name this code."]


def reasons(fees):
    """Why nothing is paid, each reason once."""
    return list(dict.fromkeys(schedule_words.without_amount(fee, facility=False) for fee in fees))


def has_units(fee):
    return bool(fee.non_facility_total or fee.facility_total)


# Amounts and units


def line_of(fee, locality):
    local = tuple(amount_of(fee, locality, facility=facility) for facility in (False, True)) if locality else ()
    national = tuple(amount_of(fee, None, facility=facility) for facility in (False, True))
    # Why there is none is the same in both.
    national = tuple(amount if amount.paid else Amount("", "none") for amount in national) if local else national
    return Line(label_of(fee), local, national, units_of(fee))


def amount_of(fee, locality, *, facility):
    if locality:
        paid = schedule_words.payment(fee, locality, facility=facility)
    else:
        paid = schedule_words.national_payment(fee, facility=facility)
    return Amount(dollars(paid) if paid is not None else "", schedule_words.without_amount(fee, facility=facility))


def label_of(fee):
    """The modifier in our own words: two lines of one modifier are told apart by whom they are for."""
    label = MODIFIERS.get(fee.modifier, fee.modifier)
    return f"{label}, {QUALIFYING}" if fee.qualifying else label


def units_of(fee):
    """Work, practice expense (non-facility, facility), malpractice, total (non-facility, facility)."""
    units = [fee.work, fee.non_facility_pe, fee.facility_pe, fee.malpractice]
    return [number(each, least=2) for each in (*units, fee.non_facility_total, fee.facility_total)]


def sum_of(fee, locality):
    """The arithmetic of a line in each setting that is paid."""
    settings = [facility for facility in (False, True) if not schedule_words.without_amount(fee, facility=facility)]
    terms = [schedule_words.arithmetic(fee, locality, facility=facility) for facility in settings]
    sums = [sum(term.product for term in each) for each in terms]
    return Sum(
        label=label_of(fee),
        settings=["Facility" if facility else "Non-facility" for facility in settings],
        steps=[(same[0].label, [product(term) for term in same]) for same in zip(*terms, strict=True)]
        + [("Sum", [number(each, least=2) for each in sums])],
        factor=[times_factor(each, fee.conversion_factor) for each in sums],
        amounts=[amount_of(fee, locality, facility=facility).paid for facility in settings],
    )


def times_factor(units, factor):
    """The last product, not rounded yet."""
    return f"× {dollars(factor)} = {dollars(units * factor)}"


def product(term):
    return f"{number(term.units, least=2)} × {number(term.index, least=3)} = {number(term.product, least=2)}"


# Anesthesia


def anesthesia_of(schedule, code):
    """The factor of the locality or the nation, and the base units where the publisher says them."""
    factor, units = schedule.anesthesia, base_units(code)
    where = "of the locality" if schedule.locality else "national"
    alone = f"{units} × {dollars(factor.conversion_factor)} = {product_of(units, factor)}" if factor and units else ""
    facts = [
        Fact("Conversion factor", f"{dollars(factor.conversion_factor)} a unit, {where}" if factor else "Not loaded"),
        Fact("Base units", str(units) if units else "Not known here: CMS lists them in a file of its own"),
        Fact("Base units alone", alone),
    ]
    return filled(facts)


def product_of(units, factor):
    return dollars((units * factor.conversion_factor).quantize(schedule_words.CENT, schedule_words.ROUND_HALF_UP))


def base_units(code):
    """The anesthesia base units of the publisher's list of codes, 0 where it has none."""
    text = code.attributes.get("anesthesia_units") or ""
    return int(text) if isinstance(text, str) and text.isdigit() else 0


# Indicators


def indicators(fees, bases):
    """([(label, text, links)], what does not apply): the indicators in words, the factor and the surgery's portions."""
    told = [(label, in_words(fees, column, words)) for label, column, words in INDICATORS]
    facts = [Fact(label, text) for label, text in told if not text.startswith(NOT_APPLYING)]
    facts += [
        Fact("Endoscopic base", "", [(value, bases.get(value, "")) for value in same(fees, "endoscopic_base")]),
        Fact("Portions", portions(fees)),
        Fact("Conversion factor", factors(fees)),
    ]
    unused = [label for label, text in told if text.startswith(NOT_APPLYING)]
    return filled(facts), ", ".join(unused)


def in_words(fees, column, words):
    """What an indicator means, with the printed one behind it; where lines differ, which line says what."""
    values = {}
    for fee in fees:
        values.setdefault(getattr(fee, column), []).append(fee.modifier or "no modifier")
    said = {value: f"{words.get(value, '')} ({value})".strip() for value in values if value}
    if len(said) < 2:
        return next(iter(said.values()), "")
    return "; ".join(f"{' and '.join(dict.fromkeys(values[value]))}: {text}" for value, text in said.items())


def same(fees, column):
    """The values of a column, each once."""
    return list(dict.fromkeys(getattr(fee, column) for fee in fees if getattr(fee, column)))


def portions(fees):
    """How a global package is divided, where it is."""
    fee = next(iter(fees), None)
    shares = [(label, getattr(fee, name, None)) for name, label in schedule_words.PORTIONS.items()]
    return "; ".join(f"{label}: {number(share * 100, least=0)} %" for label, share in shares if share)


def factors(fees):
    """The conversion factor, and that of qualifying participants where there are two."""
    said = {fee.qualifying: dollars(fee.conversion_factor) for fee in fees if has_units(fee)}
    return "; ".join(f"{text} for {QUALIFYING}" if qualifying else text for qualifying, text in sorted(said.items()))


# Localities


def place_of(schedule):
    locality = schedule.locality
    indices = [("Work", locality.work_gpci), ("Practice expense", locality.pe_gpci)]
    indices.append(("Malpractice", locality.malpractice_gpci))
    return Place(
        key=key_of(locality),
        name=in_capitals_no_more(locality.name),
        counties=[in_capitals_no_more(each.counties) for each in schedule.counties],
        indices=[(label, number(index, least=3)) for label, index in indices],
        source=schedule.indices,
    )


def key_of(locality):
    return f"{locality.contractor}-{locality.number}"


def picker_of(subject, schedule):
    """The form, None where no locality is loaded for the day."""
    states = by_state(schedule.localities)
    on = subject.day.isoformat() if subject.day != localdate() else ""
    chosen = key_of(schedule.locality) if schedule.locality else ""
    return Picker(f"{subject.today.url}fees/", on, chosen, states) if states else None


def by_state(localities):
    """[(state, [(key, name)])] of localities, as the form groups them."""
    grouped = {}
    for key, name, state in localities:
        grouped.setdefault(in_capitals_no_more(state), []).append((key, in_capitals_no_more(name)))
    return list(grouped.items())


def in_capitals_no_more(text):
    """Names that the publisher prints in capitals, as they are written."""
    return re.sub(r"[A-Z][A-Z']*", as_written, text.strip()) if text.isupper() else text.strip()


def as_written(found):
    word = found[0]
    if word in CAPITALS:
        return word
    written = word.lower() if word.lower() in SMALL and found.start() else word.capitalize()
    return SPELLED_OUT.get(written, written)


def told(subject, lines):
    if lines is None:
        return None
    return f"{plural(lines, 'line')}, by locality" if lines else ""


def compared(subject):
    """The national amounts of each line in both settings, or why there is none, and the indicators."""
    schedule = subject.facts.schedule
    if schedule is None:
        return None
    amounts = [each for fee in schedule.fees for each in national_amounts(fee)]
    facts, _ = indicators(schedule.fees, schedule.bases)
    told = [(label, text or ", ".join(value for value, _ in links)) for label, text, links in facts]
    return [*amounts, *told, compared_from(schedule.reach, subject.day, WHAT)]


def national_amounts(fee):
    """The two amounts of a line: "National, facility" and "National, facility (26 professional)"."""
    line = f" ({label_of(fee)})" if fee.modifier or fee.qualifying else ""
    for setting, facility in (("non-facility", False), ("facility", True)):
        amount = amount_of(fee, None, facility=facility)
        yield (f"National, {setting}{line}", amount.paid or amount.why)


PARTS = [Part("fees", HEADING, draw, COUNTED, told, compared)]

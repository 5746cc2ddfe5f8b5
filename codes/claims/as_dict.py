"""The answer to a check as plain values, for JSON and CSV: the same names in both."""

from codes.claims.rules import RULES

COLUMNS = ["line", "code", "severity", "rule", "finding", "fix", "replacements", "lines"]
COLUMNS += ["source", "effective", "manual"]


def as_dict(checked):
    """{claim, summary, lines, findings, fees, checked_against, register_to_see}; dates and amounts are text."""
    claim = checked.claim
    return {
        "claim": {
            "date": claim.day.isoformat(),
            "place": claim.place,
            "setting": str(claim.setting),
            "locality": claim.locality,
            "sex": str(claim.sex),
            "age": {"years": claim.age.years, "days": claim.age.days} if claim.age else None,
        },
        "summary": {
            "clean": checked.clean,
            "errors": checked.errors,
            "warnings": checked.warnings,
            "notes": checked.notes,
            "not_checked": checked.not_checked,
            "not_listed": checked.left_out,
        },
        "lines": [line(each) for each in checked.lines],
        "findings": [finding(each) for each in checked.findings],
        "fees": fees(checked.fees),
        "checked_against": [
            {"rule": each.heading, "compared": each.state, "remark": each.remark, "source": source(each.source)}
            for each in checked.checkings
        ],
        "register_to_see": [{"rule": each.heading, "amount": each.amount} for each in checked.locked],
    }


def line(each):
    return {
        "line": each.number,
        "text": each.line.text,
        "system": each.system,
        "code": each.value,
        "title": each.title,
        "modifiers": list(each.modifiers),
        "units": each.line.units,
    }


def finding(each):
    return {
        "rule": each.rule,
        "heading": RULES[each.rule].heading,
        "severity": str(each.severity),
        "lines": list(each.lines),
        "text": each.text,
        "fix": each.fix,
        "replacements": list(each.replacements),
        "source": source(each.source),
    }


def source(each):
    effective = each.effective.isoformat() if each.effective else None
    return {"release": each.name, "effective": effective, "url": each.url, "manual": each.manual}


def fees(found):
    """Amounts as text, so that no cent is lost; the total is null where it would mislead."""
    return {
        "currency": "USD",
        "where": found.where,
        "total": amount(found.total),
        "lines": [
            {
                "line": each.line,
                "amount": amount(each.amount),
                "why_none": each.why,
                "steps": [{"step": step.label, "result": step.result} for step in each.steps],
            }
            for each in found.estimates
        ],
        "remarks": list(found.remarks),
        "sources": [source(each) for each in found.sources],
    }


def amount(value):
    return None if value is None else str(value)


def rows(checked):
    """The findings for CSV under COLUMNS, one row each: `line` is the line to mend; a finding of the claim has none."""
    values = {each.number: each.value for each in checked.lines}
    for each in checked.findings:
        number = next(iter(each.lines), "")
        yield [
            number,
            values.get(number, ""),
            str(each.severity),
            RULES[each.rule].heading,
            each.text,
            each.fix,
            " ".join(each.replacements),
            " ".join(map(str, each.lines)),
            each.source.name,
            each.source.effective or "",
            each.source.manual,
        ]

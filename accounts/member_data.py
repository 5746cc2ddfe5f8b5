"""What is stored about an account's plans, requests and seats, for the file of its data."""


def data_of(user):
    """Plain values under the headings of the file; what was taken back and refused too."""
    return {
        "grants": [grant(each) for each in user.grants.select_related("plan")],
        "requests for more views": [request(each) for each in user.requests.all()],
        "seats": [
            {"organisation": each.organisation.name, "offered to": each.email, "taken": each.taken_at}
            for each in user.seats.select_related("organisation")
        ],
        "organisations managed": [each.name for each in user.organisations.all()],
        "decisions": [
            {"when": each.at, "what": each.get_act_display(), "before": each.before, "after": each.after}
            for each in user.audit.all()
        ],
    }


def grant(each):
    return {
        "plan": each.plan.name,
        "from": each.since,
        "until": each.until,
        "reason": each.reason,
        "granted": each.granted_at,
        "taken back": each.taken_back_at,
    }


def request(each):
    return {
        "asked": each.asked_at,
        "why": each.why,
        "for how long": each.get_how_long_display(),
        "state": each.get_state_display(),
        "answer": each.answer,
        "answered": each.answered_at,
    }

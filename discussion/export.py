"""What is kept about a reader here, for the file with the reader's data."""

from discussion.models import ReplyReport


def data_of(user):
    """Replies, followed codes, reports of replies and reported mistakes of `user`, as plain values."""
    reports = ReplyReport.objects.filter(reader=user).select_related("reply__code").order_by("pk")
    return {
        "replies": [reply_of(r) for r in user.replies.select_related("code").order_by("pk")],
        "codes followed": [
            {"code": str(f.code), "since": f.since} for f in user.follows.select_related("code").order_by("pk")
        ],
        "replies reported": [
            {"code": str(r.reply.code), "why": r.get_why_display(), "when": r.reported_at} for r in reports
        ],
        "mistakes reported": [mistake_of(m) for m in user.mistakes.select_related("code").order_by("pk")],
    }


def reply_of(reply):
    return {
        "code": str(reply.code),
        "written": reply.written_at,
        "text": reply.text,
        "state": reply.get_state_display(),
        "letters about answers": reply.letters,
    }


def mistake_of(mistake):
    return {
        "code": str(mistake.code),
        "section": mistake.section,
        "reported": mistake.reported_at,
        "wrong": mistake.wrong,
        "right": mistake.right,
        "source": mistake.source,
        "state": mistake.get_state_display(),
        "answer": mistake.answer,
    }

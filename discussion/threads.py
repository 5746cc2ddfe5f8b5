"""The replies on a code as one reader may see them, in one statement however many there are."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from discussion import policy
from discussion.models import ClosedDiscussion, Reply
from discussion.text import clean_name

# Shown to everybody who may read replies, or waiting and the reader's own.
VISIBLE = "({0}.state = 'shown' OR {0}.state = 'waiting' AND {0}.writer_id = %(reader)s)"
LINE = """{0}.id, {0}.answers_id, {0}.written_at, {0}.state, {0}.writer_id,
    CASE WHEN {1} THEN {0}.text END AS text"""
THREADS = f"""
WITH head AS (
    SELECT count(*) AS amount, max(r.written_at) AS newest,
        EXISTS (SELECT FROM discussion_closeddiscussion c WHERE c.code_id = %(code)s) AS closed,
        EXISTS (SELECT FROM discussion_follow f WHERE f.code_id = %(code)s AND f.reader_id = %(reader)s) AS follows
    FROM discussion_reply r WHERE r.code_id = %(code)s AND r.state = 'shown'
), top AS (
    SELECT {LINE.format("r", VISIBLE.format("r"))},
        (SELECT count(*) FROM discussion_reply a WHERE a.answers_id = r.id AND {VISIBLE.format("a")}) AS answered
    FROM discussion_reply r
    WHERE r.code_id = %(code)s AND r.answers_id IS NULL AND (%(thread)s::bigint IS NULL OR r.id = %(thread)s)
        AND ({VISIBLE.format("r")}
            OR EXISTS (SELECT FROM discussion_reply a WHERE a.answers_id = r.id AND {VISIBLE.format("a")}))
    ORDER BY r.written_at DESC, r.id DESC LIMIT %(threads)s + 1 OFFSET %(offset)s
), line AS (
    SELECT * FROM top
    UNION ALL
    SELECT a.*, 0 FROM top CROSS JOIN LATERAL (
        SELECT {LINE.format("r", VISIBLE.format("r"))} FROM discussion_reply r
        WHERE r.answers_id = top.id AND {VISIBLE.format("r")}
        ORDER BY r.written_at DESC, r.id DESC LIMIT %(answers)s
    ) a
)
SELECT head.amount, head.newest, head.closed, head.follows,
    line.id, line.answers_id, line.written_at, line.state, line.writer_id, line.text, line.answered,
    coalesce(u.name, ''), coalesce(u.is_staff, false),
    EXISTS (SELECT FROM discussion_replyreport x WHERE x.reply_id = line.id AND x.reader_id = %(reader)s)
FROM head LEFT JOIN line ON true LEFT JOIN accounts_user u ON u.id = line.writer_id AND line.text IS NOT NULL
ORDER BY line.written_at, line.id
"""


@dataclass
class Line:
    """One reply as a reader sees it. Where `text` is None it stands only for its answers, without a word or a name."""

    pk: int
    written_at: datetime
    text: str | None
    name: str
    by_editor: bool
    waits: bool
    mine: bool
    reported: bool
    answered: int = 0
    answers: list = field(default_factory=list)

    @property
    def not_drawn(self):
        """How many answers stand on the page of the thread alone."""
        return self.answered - len(self.answers)


@dataclass
class Discussion:
    """The replies on a code: threads, the newest first, and how the discussion stands.

    `amount` counts all that is shown; `closed` says why nobody may write, "" where everybody may; `older` is whether
    there are more threads.
    """

    amount: int
    closed: str
    follows: bool
    threads: list
    older: bool


def discussion_of(code, reader, *, page=1, thread=None, answers=policy.MOST_ANSWERS):
    """The Discussion of a code for the user `reader`: one page of threads, or the thread with the key `thread`."""
    size = policy.THREADS_ON_A_PAGE
    parameters = {
        "code": code.pk,
        "reader": reader.pk,
        "thread": thread,
        "threads": size,
        "offset": (page - 1) * size,
        "answers": answers,
    }
    with connection.cursor() as cursor:
        cursor.execute(THREADS, parameters)
        rows = cursor.fetchall()
    threads = grouped([row[4:] for row in rows if row[4]], reader)
    amount, newest, closed, follows = rows[0][:4]
    return Discussion(amount, why_closed(closed, newest), follows, threads[:size], len(threads) > size)


def grouped(rows, reader):
    """Rows in the order of writing as threads, the newest first, with their answers, the oldest first."""
    tops = {row[0]: line_of(row, reader) for row in rows if row[1] is None}
    for row in rows:
        if row[1] is not None:
            tops[row[1]].answers.append(line_of(row, reader))
    return list(tops.values())[::-1]


def line_of(row, reader):
    pk, _, written_at, state, writer, text, answered, name, staff, reported = row
    return Line(
        pk=pk,
        written_at=written_at,
        text=text,
        name=name_of(writer, name),
        by_editor=staff,
        waits=state == Reply.State.WAITING,
        mine=writer == reader.pk and text is not None,
        reported=reported,
        answered=answered,
    )


def name_of(writer, name):
    """How the writer (a key, None for a closed account) is called; never by an address."""
    return (clean_name(name) or "A reader") if writer else "A former reader"


def why_closed(closed, newest):
    """Why nobody may reply on a code any more; "" where they may."""
    if closed:
        return "An editor has closed the replies on this code."
    if newest and newest < timezone.now() - policy.CLOSED_AFTER:
        return f"Nobody has replied here for {policy.CLOSED_AFTER.days} days, so replies are closed."
    return ""


def amount_of(code):
    """How many replies are shown on a code: all that those are told who may not read them."""
    return Reply.objects.shown().filter(code=code).count()


def closed_on(code):
    """Why nobody may reply on a code any more; "" where they may."""
    newest = Reply.objects.shown().filter(code=code).aggregate(newest=Max("written_at"))["newest"]
    return why_closed(ClosedDiscussion.objects.filter(code=code).exists(), newest)


def quoted(reply):
    """One reply by itself, for those who may read it."""
    name = reply.writer.name if reply.writer else ""
    return {"pk": reply.pk, "name": name_of(reply.writer_id, name), "text": reply.text, "written_at": reply.written_at}

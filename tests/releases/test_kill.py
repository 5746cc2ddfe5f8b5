"""A load that is killed, stopped by hand or left by its server: nothing has changed, and it works when repeated."""

import random
import signal
import time
from contextlib import contextmanager

import pytest

from codes.models import Code, Release
from tests.releases import small_files as files
from tests.releases import subprocesses
from tests.releases.contents import content, everything
from tests.releases.loading import load
from tests.releases.test_back import FEES, ICD10CM, MUE, PTP, A, B

pytestmark = pytest.mark.django_db(transaction=True)

# A table on whose first row the load is held: what comes before it is written already.
HELD = [
    ("icd10cm", ICD10CM, "codes_change"),
    ("icd10cm", ICD10CM, "codes_code"),
    ("icd10cm", ICD10CM, "codes_note"),
    ("icd10cm", ICD10CM, "codes_indexterm"),
    ("icd10cm", ICD10CM, "codes_replacement"),
    ("mue", MUE, "codes_change"),
    ("mue", MUE, "codes_unitlimit"),
    ("mue", MUE, "codes_code"),
    ("fees", FEES, "codes_anesthesiafactor"),
    ("ncci-ptp", PTP, "codes_rationale"),
    ("ncci-ptp", PTP, "codes_ptpedit"),
]
STOPPED = "Stopped: what was not finished has not happened."


class Update:
    """Release A, which is loaded, and the words of the command that loads B."""

    def __init__(self, folder, source, made):
        self.source = source
        load(source, *files.written(folder / A, made[0]), effective=A)
        self.paths = files.written(folder / B, made[1])
        self.words = subprocesses.load_words(source, self.paths, B, "--allow-mass-end")

    def works(self):
        """Load B after all."""
        before = content()
        load(self.source, *self.paths, effective=B, allow_mass_end=True)
        assert Release.objects.count() == 2
        assert content() != before


def held_at(*tables):
    """Gives a test the loads that are held at these tables, by default at each."""
    chosen = [case for case in HELD if not tables or case[2] in tables]
    return pytest.mark.parametrize("case", chosen, ids=[f"{source} at {table}" for source, _, table in chosen])


@contextmanager
def held_load(folder, case):
    """(update, process) of a load that waits in the middle of its transaction, until the end of the block."""
    source, made, table = case
    update = Update(folder, source, made)
    with subprocesses.start(*update.words) as process:
        try:
            with subprocesses.holding(table):
                subprocesses.wait_until(subprocesses.is_held)
                yield update, process
        finally:
            process.kill()


@held_at()
def test_killed_in_the_middle(tmp_path, case):
    with held_load(tmp_path, case) as (update, process):
        before = everything()
        status, _ = subprocesses.end(process)
    assert status == -signal.SIGKILL
    subprocesses.wait_until(subprocesses.is_gone)
    assert everything() == before
    update.works()


@held_at("codes_note", "codes_unitlimit")
def test_ended_by_the_system(tmp_path, case):
    with held_load(tmp_path, case) as (_, process):
        before = everything()
        status, err = subprocesses.end(process, signal.SIGTERM)
    assert (status, "Traceback" in err) == (-signal.SIGTERM, False)
    subprocesses.wait_until(subprocesses.is_gone)
    assert everything() == before


@held_at("codes_note", "codes_unitlimit")
def test_stopped_by_hand(tmp_path, case):
    """Ctrl-C: one line and the exit status that a shell expects, while the statement still waits."""
    with held_load(tmp_path, case) as (update, process):
        before = everything()
        status, err = subprocesses.end(process, signal.SIGINT)
    assert (status, "Traceback" in err) == (130, False)
    assert err.splitlines()[-1] == STOPPED
    subprocesses.wait_until(subprocesses.is_gone)
    assert everything() == before
    update.works()


def test_stopped_by_hand_while_rows_are_copied(tmp_path):
    edits = [("99901", f"{number:05}", "20980101", "*", "1", "Invented rule") for number in range(90_000)]
    paths = files.written(tmp_path, {"ccipra-f1.txt": files.ptp_edits(*edits)})
    before = everything()
    with subprocesses.start(*subprocesses.load_words("ncci-ptp", paths, A)) as process:
        assert any("reading ccipra-f1.txt" in line for line in process.stderr)
        status, err = subprocesses.end(process, signal.SIGINT)
    assert (status, err.splitlines()[-1], "Traceback" in err) == (130, STOPPED, False)
    subprocesses.wait_until(subprocesses.is_gone)
    assert everything() == before


@held_at("codes_note", "codes_unitlimit")
def test_left_by_the_server(tmp_path, case):
    """The administrator ends its session, or the server goes down."""
    with held_load(tmp_path, case) as (update, process):
        before = everything()
        subprocesses.end_sessions()
        _, err = process.communicate(timeout=subprocesses.PATIENCE)
    assert (process.returncode, "Traceback" in err) == (1, False)
    assert err.splitlines()[-1] == "Database: terminating connection due to administrator command"
    assert everything() == before
    update.works()


def test_killed_at_any_moment(tmp_path):
    """Killed again and again, at moments that are drawn and not chosen."""
    began = time.monotonic()
    update = Update(tmp_path, "icd10cm", [a_long_release("Old"), a_long_release("New")])
    seconds = time.monotonic() - began
    before, draw, status = everything(), random.Random(99), None
    for _ in range(4):
        with subprocesses.start(*update.words) as process:
            subprocesses.wait_until(subprocesses.has_begun)
            time.sleep(draw.uniform(0, seconds))
            status, _ = subprocesses.end(process)
        subprocesses.wait_until(subprocesses.is_gone)
        if status == 0:
            break
        assert everything() == before
    if status:
        update.works()
    assert Code.objects.filter(kind="code", descriptor__startswith="New").count() == 1_500


def a_long_release(word):
    """1,500 codes under 50 headers, and as many entries of an index."""
    order = [(f"R{n:02}{more}", f"{word} {n}") for n in range(50) for more in ("", *(f"{m:02}" for m in range(30)))]
    return {
        "order.txt": files.an_order(*order),
        "index.xml": files.an_index(*((f"{word} term {n}", f"R{n // 30:02}") for n in range(1500))),
    }


def test_the_exit_status_is_1_and_one_line_tells_why(tmp_path):
    [good] = files.written(tmp_path, {"m.csv": files.unit_limits(("99901", 1))})
    [bad] = files.written(tmp_path, {"bad.csv": files.unit_limits(("99901", "two"))})
    before = everything()
    reason = "Practitioner Services MUE Values: 'two' is not a whole number"
    assert told(subprocesses.load_words("mue", [bad], A)) == (1, "", [f"CommandError: bad.csv, line 5, {reason}"])
    assert everything() == before
    status, out, err = told(subprocesses.load_words("mue", [good], A))
    assert (status, out.splitlines()[0], err) == (0, "m.csv:", [])
    status, out, err = told(subprocesses.load_words("mue", [good], "1/1/2099"))
    assert (status, out) == (2, "")
    assert err[-1] == "manage.py load_release: error: argument --effective: '1/1/2099' is not a day as YYYY-MM-DD"


def told(words):
    """(exit status, standard output, the lines of standard error but for the steps)."""
    status, out, err = subprocesses.run(*words)
    assert "Traceback" not in err
    return status, out, [line for line in err.splitlines() if " s  " not in line]

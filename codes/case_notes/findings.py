"""What a note was read as: its mentions, the codes that each may stand for, and what a reader is told of it."""

from dataclasses import dataclass, field

from codes.models import Code

GUIDELINES = "ICD-10-CM Official Guidelines"
# By the name of a remark: why a finding is not proposed, or stands for something else, with the rule's name.
REMARKS = {
    "uncertain": "Uncertain in the note (“{words}”). Outpatient: code the sign or symptom, not what is only possible. "
    f"Inpatient stays have another rule. {GUIDELINES}, section IV.H.",
    "preoperative": f"Before the operation. What was found at it is coded. {GUIDELINES}, section IV.N.",
    "symptom": "A symptom outside the assessment. Signs that belong to a stated diagnosis are not coded beside it. "
    f"{GUIDELINES}, section I.B.5.",
    "observed": "Seen in the examination or the results. It is coded if the provider states it as a diagnosis or says "
    "what it means.",
    "unclear": "The word alone may mean several things. It is proposed in an assessment or a past history.",
    "vague": "A code that says no more than that something was. It is proposed of nothing.",
    "replaced": "Another finding of this note says more of the same.",
    "inspection": "Looking at an organ belongs to what was done to it. ICD-10-PCS Official Guidelines, B3.11a.",
    "chronic": "Told as history. A condition that lasts is coded as present while it is treated or matters for care.",
    "history": "Over, as the note tells it (“{words}”): the code of a history or a status.",
    "past": "It stands in the past history: the code of a history.",
    "family": "A relative’s: the code of a family history.",
    "allergy": "An allergy: a status, no condition of today.",
    "medication": "A drug that is taken for long. The drug alone is no diagnosis.",
    "status": "A status.",
    "service": "A service of this visit.",
    "joined": "The index joins both conditions by “with”, unless the note says they are unrelated. "
    f"{GUIDELINES}, section I.A.15.",
    "obstetric": f"In pregnancy chapter 15 comes first. {GUIDELINES}, section I.C.15.a.1.",
    "newborn": f"Of a newborn: chapter 16 comes first. {GUIDELINES}, section I.C.16.a.1.",
    "header": "A header: choose a billable code below it.",
}


@dataclass(frozen=True)
class Mention:
    """Words between `start` and `end` of a note that a code may stand for.

    `kind`: diagnosis, procedure, thing, drug, or coded where `code` is the value of the one code that a list has.
    `status` is how it is meant ("" for present), `because` the words that say so. `section` and `side` as told.
    `query` are the words to be searched for, `around` those with what is told of them behind them. `row` is the row of
    the index that has a phrase of the same words, or -1; `rows` are those that have its name.
    """

    start: int
    end: int
    kind: str
    status: str = ""
    because: str = ""
    section: str = ""
    side: str = ""
    code: str = ""
    group: str = ""
    query: str = ""
    around: str = ""
    row: int = -1
    rows: frozenset = frozenset()


@dataclass(frozen=True)
class Choice:
    """A code that a finding may stand for, and why it was found."""

    code: Code
    why: str


@dataclass(frozen=True)
class Finding:
    """A Mention with its Choices, the best first; `proposed` says whether the first is taken unless rejected.

    `group`: diagnoses, history, procedures, supplies; "" where the note says that it is not so. `note` names a remark.
    """

    mention: Mention
    choices: tuple = ()
    group: str = ""
    proposed: bool = False
    note: str = ""

    @property
    def remark(self):
        """The sentence for a reader, with the words of the note that say so; "" where there is none."""
        return REMARKS.get(self.note, "").replace("{words}", self.mention.because.strip())


@dataclass(frozen=True)
class Reading:
    """The Findings in the order of the note; `cut` says that of a long note some were not compared."""

    findings: list = field(default_factory=list)
    cut: bool = False

"""What a reader is told of a finding that is not proposed, or that stands for something else, with the rule's name."""

GUIDELINES = "ICD-10-CM Official Guidelines"
REMARKS = {
    "uncertain": "Uncertain in the note (“{words}”). Outpatient: code the sign or symptom, not what is only possible. "
    f"Inpatient stays have another rule. {GUIDELINES}, section IV.H.",
    "preoperative": f"Before the operation. What was found at it is coded. {GUIDELINES}, section IV.N.",
    "symptom": "A symptom outside the assessment. Signs that belong to a stated diagnosis are not coded beside it. "
    f"{GUIDELINES}, section I.B.5.",
    "observed": "Seen in the examination or the results. It is coded if the provider states it as a diagnosis or says "
    "what it means.",
    "replaced": "Another finding of this note says more of the same.",
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


def remark(name, words=""):
    """The sentence for a reader; `words` are the words of the note that say so."""
    return REMARKS.get(name, "").replace("{words}", words.strip())

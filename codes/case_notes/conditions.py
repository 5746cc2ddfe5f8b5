"""The conditions and symptoms that words of a sentence name, each with what is told around it."""

import re
from itertools import groupby

from codes.case_notes.concepts import same
from codes.case_notes.findings import Mention
from codes.case_notes.resolving import NUMBER, ordinary, resolved
from codes.case_notes.sides import of_sides
from codes.case_notes.tables import column, phrases
from codes.case_notes.triggers import free_of_triggers
from codes.search.tokens import EMPTY

# What a section says of all that stands in it.
OF_SECTION = {
    "family": "family",
    "before": "preoperative",
    "medication": "medication",
    "surgery": "history",
    "past": "past",
}
# Sections that name conditions, where short words are some.
NAMING = {"assessment", "past", "family", "before", "complaint"}
# What says nothing of a condition beside it.
DEATH = {"died", "dies", "deceased", "passed"}
# What tells more of a finding behind it, and what tells its cause.
TELLS_MORE = {"without", "with", "w"}
CAUSE = {"due", "from", "secondary", "induced", "caused"}
# Of the words behind a finding so many are looked at.
MOST_BEHIND = 8
# An item of so many words may only tell more of the one before it: "asthma, moderate persistent".
SHORT = 2
# Injuries have long names: the index's own words for them are seldom said.
INJURED = re.compile(
    r"\b(?:fracture|fx|lac|laceration|sprain|strain|dislocation|contusion|abrasion|burn|tear)\b", re.IGNORECASE
)
# The ends of the names of drugs and of their classes.
OF_DRUGS = (
    *("mab", "nib", "statin", "pril", "sartan", "olol", "azole", "cillin", "mycin", "floxacin", "platin", "taxel"),
    *("inhibitor", "inhibitors", "drug", "drugs", "medication", "medications", "chemotherapy", "chemo", "steroid"),
    *("steroids", "opioid", "opioids", "antibiotic", "antibiotics", "nsaid", "nsaids", "amiodarone", "lithium"),
)


def conditions(sentence, scope, words, lookup, reader, assumed):
    """The Mentions of conditions and symptoms that a run of words names."""
    words = with_telling_numbers(words)
    saids = reader.sentence(words)
    status, because = meant(sentence, scope)
    naming, used = sentence.section in NAMING and not sentence.text.isupper(), set()
    for hit in resolved(lookup.hits(saids, assumed), words, lookup.index, naming=naming):
        own = [words[place] for place in trimmed(hit.places, words)]
        used.update(words[place].item for place in hit.places)
        if status or sentence.section in NAMING or not is_short(own):
            row = int(lookup.index.owner[hit.phrase])
            yield named(sentence, own, status=status, because=because, row=row)
    if sentence.section == "assessment" and not status:
        yield from unnamed([word for word in words if word.item not in used])


def named(sentence, words, **told):
    """The Mention of a condition of these words; its side is no part of what is searched for."""
    query = in_print(word for word in words if len(words) == 1 or not of_sides(word))
    around = around_of(sentence, words[0], words[-1])
    return Mention(words[0].start, words[-1].end, "diagnosis", query=query, around=around, **told)


def unnamed(words):
    """The injuries and abbreviations of an assessment that say no phrase of the index, searched for as they stand."""
    for _, item in groupby(words, key=lambda word: word.item):
        own = list(item)
        abbreviated = len(own) == 1 and own[0].raw.isupper() and own[0].text not in ordinary()
        injured = len(own) > 1 and INJURED.search(in_print(own))
        if abbreviated or injured:
            query = in_print(word for word in own if not of_sides(word))
            yield Mention(own[0].start, own[-1].end, "diagnosis", query=query)


def around_of(sentence, first, last):
    """The words of a finding with those that tell more of it, "" where there are none.

    In an assessment all of its items, elsewhere what stands behind it: "migraine without aura", "ulcer with necrosis of
    muscle", "hypothyroidism due to amiodarone".
    """
    own = [word for word in sentence.words if first.start <= word.start <= last.start]
    behind = [word for word in sentence.words if word.start > last.start and is_of(word, last, sentence)]
    if behind and behind[0].text in CAUSE:
        return f"{in_print(own)} due to medicaments" if any(map(is_drug, behind[:MOST_BEHIND])) else ""
    before, with_more = [], bool(behind) and behind[0].text in TELLS_MORE
    if not with_more and sentence.section not in NAMING:
        return ""
    if not with_more:
        before = [word for word in sentence.words if word.item == first.item and word.start < first.start]
    more = [word for word in [*before, *behind[:MOST_BEHIND]] if word.text in TELLS_MORE or tells(word)]
    if all(word.text in TELLS_MORE for word in more):
        return ""
    return in_print(sorted([*own, *more], key=lambda word: word.start))


def is_of(word, last, sentence):
    """Whether a word behind a finding is of its item, or of the next where that is short or begins with "with"."""
    if word.item == last.item:
        return True
    item = [each for each in sentence.words if each.item == word.item]
    tells_more = item[0].text in TELLS_MORE or len(item) <= SHORT and len(free_of_triggers(item, sentence)) == len(item)
    return word.item == last.item + 1 and tells_more


def tells(word):
    """Whether a word may tell one code from another: no amount, none of every day, no side."""
    everyday = ordinary().get(word.text) == "never" or word.text in EMPTY
    return not everyday and not NUMBER.fullmatch(word.text) and not of_sides(word)


def in_print(words):
    return " ".join(printed(word) for word in words)


def is_drug(word):
    """Whether a word names a drug or a class of drugs."""
    return word.text.endswith(OF_DRUGS) or (word.stem,) in phrases("drugs")


def is_short(words):
    """Whether it is one or two letters that stand alone: they mean too many things."""
    return len(words) == 1 and len(words[0].text) < 3


def printed(word):
    return same().get(word.text, word.raw)


def with_telling_numbers(words):
    """A number says something behind "type", "stage" and the like, or before a "degree"; others are amounts."""
    kept = []
    for place, word in enumerate(words):
        before = words[place - 1].text if place else ""
        if not word.text[0].isdigit() or before in column("numbered") or not NUMBER.fullmatch(word.text):
            kept.append(word)
    return kept


def trimmed(places, words):
    """The places without words at either end that say nothing: "for hypothyroidism", "died of"."""
    telling = [place for place in places if words[place].text not in EMPTY | DEATH]
    return [place for place in places if telling[0] <= place <= telling[-1]] if telling else list(places)


def meant(sentence, scope):
    """(status, the words that say so): a scope before a section."""
    if scope is not None:
        status = "history" if scope.status == "year" else scope.status
        return ("family" if sentence.section == "family" and status != "negated" else status), scope.words
    return OF_SECTION.get(sentence.section, ""), ""

"""What a note says of the patient, phrase by phrase, before any code is chosen."""

import re
from dataclasses import replace
from itertools import groupby

from codes.case_notes import measures, supplies
from codes.case_notes.coded import coded_in
from codes.case_notes.concepts import same
from codes.case_notes.findings import Mention
from codes.case_notes.resolving import NUMBER, ordinary, resolved
from codes.case_notes.sides import is_eye, of_sides, side_of
from codes.case_notes.tables import column, phrases
from codes.case_notes.text import sentences
from codes.case_notes.triggers import scopes, status_of, told
from codes.search.tokens import EMPTY

# What a section says of all that stands in it.
OF_SECTION = {
    "family": "family",
    "before": "preoperative",
    "medication": "medication",
    "surgery": "history",
    "past": "past",
}
# Where no condition of the patient is told: who it is about, and what an allergy does.
SILENT = {"head", "allergy", "immunization"}
DEATH = {"died", "dies", "deceased", "passed"}
# What tells more of a finding behind it, and what tells its cause.
TELLS_MORE = {"without", "with", "w"}
CAUSE = {"due", "from", "secondary", "induced", "caused"}
MOST_BEHIND = 8
# An item of so many words may only tell more of the one before it: "asthma, moderate persistent".
SHORT = 2
INJURED = re.compile(
    r"\b(?:fracture|fx|lac|laceration|sprain|strain|dislocation|contusion|abrasion|burn|tear)\b", re.IGNORECASE
)
# The ends of the names of drugs and of their classes.
OF_DRUGS = (
    *("mab", "nib", "statin", "pril", "sartan", "olol", "azole", "cillin", "mycin", "floxacin", "platin", "taxel"),
    *("inhibitor", "inhibitors", "drug", "drugs", "medication", "medications", "chemotherapy", "chemo", "steroid"),
    *("steroids", "opioid", "opioids", "antibiotic", "antibiotics", "nsaid", "nsaids", "amiodarone", "lithium"),
)
# Where short words are conditions.
NAMING = {"assessment", "past", "family", "before", "complaint"}


def mentions_of(note, lookup, reader, assumed=()):
    """The Mentions of a note in their order; `lookup` and `reader` belong to the search's index.

    `assumed` are words that the whole note says, such as "pregnancy".
    """
    assumed = lookup.rows_of(assumed)
    found = []
    for sentence in sentences(note):
        found += of_sentence(sentence, lookup, reader, assumed)
    return sorted(with_sides(found), key=lambda mention: (mention.start, -mention.end))


def with_sides(found):
    """Operations of which no side is told on the side of the other operations, where those have one."""
    sides = {mention.side for mention in found if mention.kind == "procedure" and mention.side}
    if len(sides) != 1:
        return found
    (side,) = sides
    return [replace(each, side=side) if each.kind == "procedure" and not each.side else each for each in found]


def of_sentence(sentence, lookup, reader, assumed):
    spans = scopes(sentence)
    found = [*measures.measured(sentence)]
    words = free(sentence.words, found)
    found += of_things(sentence, coded_in(sentence, spans, words), supplies.named(sentence, spans, words, reader))
    in_lists = [mention for mention in found if mention.kind not in ("thing", "drug")]
    left = [word for word in free(without_triggers(sentence), in_lists) if not is_eye(word, sentence)]
    if sentence.section not in SILENT:
        for status, words in runs(sentence, spans, left):
            found += diagnoses(sentence, status, words, lookup, reader, assumed)
    return [placed(sentence, mention) for mention in found]


def of_things(sentence, coded, things):
    """Both without what is named by the words of another: an insulin pump is one, an insulin pump's set is a thing.

    What a status and a thing have the same name for is a thing in an order alone.
    """
    if sentence.section != "order":
        things = [
            each
            for each in things
            if not any(overlap(each, one) and (each.kind == "drug" or one.end >= each.end) for one in coded)
        ]
    return [*things, *(each for each in coded if not any(overlap(each, thing) for thing in things))]


def overlap(one, other):
    return one.start < other.end and other.start < one.end


def free(words, found):
    """The words that stand in no Mention."""
    return [word for word in words if not any(m.start < word.end and word.start < m.end for m in found)]


def without_triggers(sentence):
    """The words of a sentence but for those that say how others are meant; a "test" may be part of a name."""
    return free_of_triggers(sentence.words, sentence)


def free_of_triggers(words, sentence):
    marks = [mark for mark in told(sentence) if any(role[1] and role[2] != "beside" for role in mark[2])]
    return [word for word in words if not any(m[0] < word.end and word.start < m[1] for m in marks)]


def runs(sentence, spans, words):
    """[(Scope or None, words)]: words one behind the other that are meant in the same way."""
    found = []
    for word in words:
        scope = status_of(spans, word.start, word.end)
        if not found or found[-1][0] != scope:
            found.append((scope, []))
        found[-1][1].append(word)
    return found


def diagnoses(sentence, scope, words, lookup, reader, assumed):
    """The Mentions of conditions and symptoms that a run of words names."""
    words = with_telling_numbers(words)
    saids = reader.sentence(words)
    status, because = meant(sentence, scope)
    naming, used = sentence.section in NAMING and not sentence.text.isupper(), set()
    for hit in resolved(lookup.hits(saids, assumed), words, lookup.index, naming=naming):
        used.update(words[place].item for place in hit.places)
        places = trimmed(hit.places, words)
        if not status and too_short(places, words) and sentence.section not in NAMING:
            continue
        query = " ".join(printed(words[place]) for place in places if len(places) == 1 or not of_sides(words[place]))
        start, end, row = words[places[0]].start, words[places[-1]].end, int(lookup.index.owner[hit.phrase])
        around = around_of(sentence, words[places[0]], words[places[-1]])
        yield Mention(start, end, "diagnosis", status, because, query=query, around=around, row=row)
    if sentence.section == "assessment" and not status:
        yield from unnamed([word for word in words if word.item not in used])


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


def too_short(places, words):
    """One or two letters that stand alone mean too many things."""
    return len(places) == 1 and len(words[places[0]].text) < 3


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


def placed(sentence, mention):
    """A Mention with its side and its section; what begins a line of a plan is a problem of the assessment."""
    section = "assessment" if sentence.section == "plan" and begins_line(sentence, mention) else sentence.section
    return replace(mention, section=section, side=mention.side or side_of(sentence, mention))


def begins_line(sentence, mention):
    line = sentence.text[sentence.text.rfind("\n", 0, mention.start) + 1 : mention.start]
    return mention.kind == "diagnosis" and not any(char.isalpha() for char in line)

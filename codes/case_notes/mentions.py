"""What a note says of the patient, phrase by phrase, before any code is chosen."""

import re
from dataclasses import replace
from itertools import islice

from codes.case_notes import limits, measures, supplies
from codes.case_notes.coded import coded_in
from codes.case_notes.concepts import same
from codes.case_notes.mention import Mention
from codes.case_notes.ordinary import NUMBER, ordinary, says_something
from codes.case_notes.text import sentences
from codes.case_notes.triggers import scopes, status_of, told
from codes.search.tokens import EMPTY

# What a section says of all that stands in it.
OF_SECTION = {"family": "family", "before": "preoperative", "medication": "medication", "surgery": "history"}
PAST = {"past": "past"}
# Where no condition of the patient is told: who it is about, and what an allergy does.
SILENT = {"head", "allergy", "immunization"}
LOBES = {"rul", "rml", "rll", "lul", "lll"}
EYES = {"od", "os", "ou"}
EYE = re.compile(r"\b(?:OS|OU|IOP|VA|VF|ophth\w*|eyes?|cataracts?|glaucoma|retin\w+|cornea\w*|vision)\b")
DEATH = {"died", "dies", "deceased", "passed"}
# Where short words are conditions.
NAMING = {"assessment", "past", "family", "before", "complaint"}
NUMBERED = {
    "type",
    "stage",
    "grade",
    "class",
    "dm",
    "t",
    "ckd",
    "level",
    "degree",
    "group",
    "vitamin",
    "hepatitis",
    "factor",
    "grades",
    "stages",
    "levels",
    "nyha",
    "asa",
    "para",
    "gravida",
    "b",
    "covid",
    "trisomy",
    "mobitz",
    "nihss",
    "gcs",
    "step",
}
SIDES = {
    **dict.fromkeys(["r", "rt", "right", "rul", "rml", "rll"], "right"),
    **dict.fromkeys(["l", "lt", "left", "lul", "lll"], "left"),
    "od": "right",
    "os": "left",
    "ou": "bilateral",
    **dict.fromkeys(["bilateral", "bilat", "bilaterally", "b/l", "both"], "bilateral"),
}
# A side is told of a finding from so many words away at most.
BESIDE = 4


def mentions_of(note, lookup, reader, assumed=()):
    """The Mentions of a note in their order; `lookup` and `reader` belong to the search's index.

    `assumed` are words that the whole note says, such as "pregnancy".
    """
    assumed = lookup.rows_of(assumed)
    found = []
    for sentence in sentences(note):
        found += of_sentence(sentence, lookup, reader, assumed)
    return sorted(found, key=lambda mention: (mention.start, -mention.end))


def of_sentence(sentence, lookup, reader, assumed):
    spans = scopes(sentence)
    found = [*measures.measured(sentence)]
    found += coded_in(sentence, spans, free(sentence.words, found))
    left = [word for word in free(without_triggers(sentence), found) if word.text not in EYES or not of_eyes(sentence)]
    found += supplies.named(sentence, spans, free(sentence.words, found), reader)
    if sentence.section not in SILENT:
        for status, words in runs(sentence, spans, left):
            found += diagnoses(sentence, status, words, lookup, reader, assumed)
    return [placed(sentence, mention) for mention in found]


def of_eyes(sentence):
    return bool(EYE.search(sentence.text))


def free(words, found):
    """The words that stand in no Mention."""
    return [word for word in words if not any(m.start < word.end and word.start < m.end for m in found)]


def without_triggers(sentence):
    """The words of a sentence but for those that say how others are meant."""
    marks = [mark for mark in told(sentence) if any(role[1] for role in mark[2])]
    return [word for word in sentence.words if not any(m[0] < word.end and word.start < m[1] for m in marks)]


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
    for hit in resolved(lookup.hits(saids, assumed), words, lookup.index):
        places = trimmed(hit.places, words)
        if not status and too_short(places, words) and sentence.section not in NAMING:
            continue
        query = " ".join(printed(words[place]) for place in places if len(places) == 1 or not of_sides(words[place]))
        start, end, row = words[places[0]].start, words[places[-1]].end, int(lookup.index.owner[hit.phrase])
        yield Mention(start, end, "diagnosis", status, because, query=query, row=row)


def too_short(places, words):
    """One or two letters that stand alone mean too many things."""
    return len(places) == 1 and len(words[places[0]].text) < 3


def printed(word):
    return same().get(word.text, word.raw)


def of_sides(word):
    return (is_side(word) and word.text not in LOBES) or word.text in ("side", "sided")


def with_telling_numbers(words):
    """A number says something behind "type", "stage" and the like, or before a "degree"; others are amounts."""
    kept = []
    for place, word in enumerate(words):
        before = words[place - 1].text if place else ""
        if not word.text[0].isdigit() or before in NUMBERED or not NUMBER.fullmatch(word.text):
            kept.append(word)
    return kept


def trimmed(places, words):
    """The places without words at either end that say nothing: "for hypothyroidism", "died of"."""
    telling = [place for place in places if words[place].text not in EMPTY | DEATH]
    return [place for place in places if telling[0] <= place <= telling[-1]] if telling else list(places)


def resolved(hits, words, index):
    """The Hits that count: those that say most, none of words that are used but in "to bone and brain"."""
    used, kept = set(), []
    telling = [hit for hit in hits if says_something(hit, words, index)]
    telling = [hit for hit in telling if not torn(hit, words, telling)]
    for hit in telling:
        if not used.intersection(hit.places):
            used.update(hit.places)
            kept += [hit, *first_of_two(hit, telling, words, index)]
    more = [hit for hit in telling if shares(hit, used, kept, words)]
    for hit in more:
        fresh = set(hit.places) - used
        if fresh:
            used.update(fresh)
            kept.append(hit)
    return kept


def first_of_two(hit, hits, words, index):
    """Of "metastases to bone and brain", read as those to the brain, the one to the bone."""
    joint = [place for place in range(hit.places[0], hit.places[-1]) if words[place].text in ("and", "or")]
    if not joint:
        return []
    of = index.bare[index.owner[hit.phrase]]
    codes = ((one, index.bare[index.owner[one.phrase]]) for one in hits if one.places[-1] < joint[0])
    found = (one for one, code in codes if code[:3] == of[:3] and code != of and one.places[0] == hit.places[0])
    return list(islice(found, 1))


def torn(hit, words, hits):
    """Whether a hit reaches over a comma into words that are not all about it, or that say more by themselves."""
    items = sorted({words[place].item for place in hit.places})
    if len(items) < 2:
        return False
    behind = [
        place for place, word in enumerate(words) if items[0] < word.item <= items[-1] and place not in hit.places
    ]
    if any(not says_nothing(words[place]) or place < hit.places[-1] for place in behind):
        return True
    apart = [next((one.weight for one in hits if items_of(one, words) == {item}), 0) for item in items]
    return all(apart) and sum(apart) > limits.APART * hit.weight


def says_nothing(word):
    return word.text in EMPTY or ordinary().get(word.text) == "never"


def items_of(hit, words):
    return {words[place].item for place in hit.places}


def shares(hit, used, kept, words):
    """Whether a hit tells with words of another what stands behind an "and": bone and brain, radius and ulna."""
    fresh = sorted(set(hit.places) - used)
    if not fresh or not used.intersection(hit.places):
        return False
    other = next((one for one in kept if set(hit.places) & set(one.places)), None)
    if other is None or fresh[0] < max(other.places):
        return False
    between = [word.text for word in words[max(other.places) + 1 : fresh[0]]]
    return between in (["and"], ["or"])


def meant(sentence, scope):
    """(status, the words that say so): a scope before a section."""
    if scope is not None:
        status = "history" if scope.status == "year" else scope.status
        return ("family" if sentence.section == "family" and status != "negated" else status), scope.words
    return OF_SECTION.get(sentence.section, PAST.get(sentence.section, "")), ""


def placed(sentence, mention):
    return replace(mention, section=sentence.section, side=mention.side or side_of(sentence, mention))


def side_of(sentence, mention):
    """The side that is told in the mention or nearest to it in its sentence."""
    inside = [i for i, word in enumerate(sentence.words) if mention.start <= word.start < mention.end]
    if not inside:
        return ""
    items = {sentence.words[inside[0]].item, sentence.words[inside[-1]].item, sentence.words[inside[-1]].item + 1}
    told = [(i, word) for i, word in enumerate(sentence.words) if is_side(word) and word.item in items]
    sides = [(away(i, inside), SIDES[word.text]) for i, word in told]
    near = sorted(side for side in sides if side[0] <= BESIDE)
    return near[0][1] if near else ""


def is_side(word):
    """Short ones are sides in capitals alone; "OD" is an eye beside others, and an overdose elsewhere."""
    return word.text in SIDES and (len(word.text) > 2 or word.raw.isupper() or word.text in ("rt", "lt"))


def away(place, inside):
    return max(inside[0] - place, place - inside[-1], 0)

"""What a note says of the patient, phrase by phrase, before any code is chosen."""

from dataclasses import replace

from codes.case_notes import supplies
from codes.case_notes.coded import coded_in, measured
from codes.case_notes.conditions import conditions
from codes.case_notes.sides import is_eye, side_of
from codes.case_notes.text import sentences
from codes.case_notes.triggers import free_of_triggers, scopes, status_of

# Where no condition of the patient is told: who it is about, and what an allergy does.
SILENT = {"head", "allergy", "immunization"}


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
    found = [*measured(sentence)]
    words = free(sentence.words, found)
    found += of_things(sentence, coded_in(sentence, spans, words), supplies.named(sentence, spans, words, reader))
    in_lists = [mention for mention in found if mention.kind not in ("thing", "drug")]
    left = [word for word in free(free_of_triggers(sentence.words, sentence), in_lists) if not is_eye(word, sentence)]
    if sentence.section not in SILENT:
        for status, words in runs(sentence, spans, left):
            found += conditions(sentence, status, words, lookup, reader, assumed)
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


def runs(sentence, spans, words):
    """[(Scope or None, words)]: words one behind the other that are meant in the same way."""
    found = []
    for word in words:
        scope = status_of(spans, word.start, word.end)
        if not found or found[-1][0] != scope:
            found.append((scope, []))
        found[-1][1].append(word)
    return found


def placed(sentence, mention):
    """A Mention with its side and its section; what begins a line of a plan is a problem of the assessment."""
    section = "assessment" if sentence.section == "plan" and begins_line(sentence, mention) else sentence.section
    return replace(mention, section=section, side=mention.side or side_of(sentence, mention))


def begins_line(sentence, mention):
    line = sentence.text[sentence.text.rfind("\n", 0, mention.start) + 1 : mention.start]
    return mention.kind == "diagnosis" and not any(char.isalpha() for char in line)

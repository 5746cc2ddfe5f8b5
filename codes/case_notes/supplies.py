"""Supplies, equipment and drugs that are given: HCPCS codes by the thing that is named.

The publisher prints the thing first: "Filter, disposable, used with positive airway pressure device". So those words
count whose last one is among the first of a descriptor.
"""

import re
import threading
from dataclasses import dataclass, replace

import numpy as np

from codes.case_notes.findings import Mention
from codes.case_notes.resolving import ordinary
from codes.case_notes.sides import of_sides
from codes.case_notes.tables import column
from codes.case_notes.triggers import status_of
from codes.search.index import ACTIVE, GONE, SYSTEM_NUMBERS
from codes.search.phrases import Source
from codes.search.tokens import asked_words, stem

# In these sections a thing that is named is ordered or given; elsewhere words must say so.
ORDERED = {"order", "given", "plan", "assessment"}
WANTED = re.compile(
    r"\b(?:order(?:ed|s)?|dispens\w+|suppl(?:y|ied|ies)|fitted|provided|prescrib\w+|rx|issued|applied|placed in|"
    r"replacement|needs|given|dme)\b",
    re.IGNORECASE,
)
GIVEN = re.compile(
    r"\b(?:im|iv|sc|sq|subq|subcut\w*|ivpb|ivp|infus\w+|inject\w+|bolus|intramuscular\w*|intravenous\w*|"
    r"intra-?articular|subcutaneous\w*|depot|nebulized|neb|inhalation|drip|given|administered|"
    r"emergency kit|prefilled)\b",
    re.IGNORECASE,
)
DOSE = re.compile(r"\b\d[\d,.]*\s?(?:mg|mcg|g|gm|units?|iu|ml|meq|u)\b", re.IGNORECASE)
INJECTED = re.compile(
    r"\b(?:im|iv|sc|sq|subq|subcut\w*|ivpb|ivp|ia|inject\w+|infus\w+|intra-?articular\w*)\b", re.IGNORECASE
)
INHALED = re.compile(r"\b(?:neb\w*|inhal\w*)\b", re.IGNORECASE)
# What may stand behind the name of a thing.
GENERIC = {
    *("device", "devices", "machine", "machines", "unit", "units", "system", "systems", "set", "sets", "kit", "kits"),
    *("supplies", "equipment", "pair", "pairs"),
}
BY_MOUTH = re.compile(r"\b(?:po|p\.o\.|oral(?:ly)?|by mouth|tabs?|tablets?|capsules?)\b", re.IGNORECASE)
# The size of a dressing, and how the publisher tells it: the area in square inches from which words hold.
SIZE = re.compile(r"\W{0,3}(\d{1,2}(?:\.\d)?)\s?(?:x|×)\s?(\d{1,2}(?:\.\d)?)\s?(cm)?", re.IGNORECASE)
SQUARE_CM_OF_INCH = 6.45
PAD_SIZES = [(48, "pad more than 48 sq"), (16, "pad more than 16 sq less equal 48 sq"), (0, "pad size 16 sq or less")]
# What stands between a thing and what belongs to it: "hospital bed with mattress and rails".
WITH = {"with", "w", "including", "plus"}
# Beginnings of HCPCS codes for things, and for drugs; two letters alone are modifiers.
THINGS = re.compile(rb"A[24-8]|A90|A9[2-4]|A99|B[49]|[EKLV]|Q40[0-5]|Q4[123]|S1040|S8|T45")
DRUGS = re.compile(rb"J|Q0[12]|Q2|Q302|Q4074|Q4081|Q5|Q99")
# The thing stands among so many words of a descriptor; these may come before it.
FIRST = 4
BEFORE = {stem(word) for word in ("supply", "supplies", "allowance", "replacement", "accessory", "disposable")}
MOST_WORDS = 4
SURE = 0.8
# A word in so many names tells no drug from another.
MOST_NAMED = 60
MUCH_MORE = 40
NOT_HERE = {"negated", "family", "history", "year", "hypothetical", "planned"}


class Names:
    """The stems by which things and drugs are named, of one index."""

    def __init__(self, index):
        self.index = index
        wanted = (index.flags & ACTIVE > 0) & (index.flags & GONE == 0) & (index.system == SYSTEM_NUMBERS["hcpcs"])
        self.things_mask, self.drugs_mask = (self.beginning(wanted, each) for each in (THINGS, DRUGS))
        self.things, drugs = self.heads(self.things_mask, FIRST), self.heads(self.drugs_mask, FIRST, with_brands=True)
        self.drugs = {stem: rows for stem, rows in drugs.items() if len(rows) <= MOST_NAMED}
        self.things = {stem: rows for stem, rows in self.things.items() if not self.is_condition(stem, len(rows))}
        self.printed = self.heads(self.things_mask, 99)

    def beginning(self, wanted, pattern):
        """The mask of the wanted codes that begin as a pattern says."""
        mask = np.zeros(len(wanted), dtype=bool)
        rows = np.flatnonzero(wanted)
        mask[rows] = [len(bare) > 2 and bool(pattern.match(bare)) for bare in self.index.bare[rows].tolist()]
        return mask

    def is_condition(self, stem, named):
        """Whether a word stands much more often in ICD-10-CM: things "for diabetics only" are not called so."""
        index = self.index
        codes = index.bagged[index.bagged_at[stem] : index.bagged_at[stem + 1]]
        conditions = np.count_nonzero(index.system[codes] == SYSTEM_NUMBERS["icd10cm"])
        return conditions > MUCH_MORE * named

    def heads(self, mask, number, *, with_brands=False):
        """{stem: rows of the codes that are named by it}: by the first so many words that are not `BEFORE` it.

        Brands stand in brackets, as words that need not be said.
        """
        index, found = self.index, {}
        before = {index.stem_number(each) for each in BEFORE}
        for phrase in np.flatnonzero(mask[index.owner] & (index.source == Source.DESCRIPTOR)).tolist():
            said = index.said[index.said_at[phrase] : index.said_at[phrase + 1]]
            stems = (said[said & 1 > 0] >> 1).tolist()
            brands = (said[said & 1 == 0] >> 1).tolist() if with_brands else []
            first = [each for each in stems if each not in before][:number] or stems[:number]
            for each in [*first, *brands]:
                found.setdefault(each, set()).add(int(index.owner[phrase]))
        return found

    def prints(self, text):
        """Whether any word of a text is printed of a thing."""
        return any(self.printed.get(self.index.stem_number(stem(word))) for word in asked_words(text.casefold()))

    def rows(self, said, names):
        """The rows of the codes that have a concept in `names`, whichever of its ways."""
        return set().union(*(names.get(number, ()) for number in heads_of(said)))


class Kept:
    """The Names of the index at hand."""

    def __init__(self):
        self.names, self.lock = None, threading.Lock()

    def of(self, index):
        with self.lock:
            if self.names is None or self.names.index is not index:
                self.names = Names(index)
            return self.names


kept = Kept()


@dataclass
class Part:
    """Words of one item between stops; `link` is what joins it with the part before: with, a comma, or nothing."""

    words: list
    link: str = ""


def named(sentence, spans, words, reader):
    """The Mentions of things and of given drugs in a sentence."""
    names, line = kept.of(reader.index), sentence.text[sentence.start : sentence.end]
    wanted = sentence.section in ORDERED or WANTED.search(line)
    given = sentence.section == "given" or GIVEN.search(line)
    if not wanted and not given:
        return []
    found = []
    for part in parts_of(words):
        scope = status_of(spans, part.words[0].start, part.words[-1].end)
        if scope and scope.status in NOT_HERE and not is_asked(scope):
            continue
        saids = reader.sentence(part.words)
        drug = drug_in(sentence, part.words, saids, names) if given else None
        thing = thing_in(part.words, saids, names) if wanted and not (drug and DOSE.search(line)) else None
        thing = thing and replace(thing, query=f"{thing.query} {size_of(sentence, part.words[-1].end)}".strip())
        joint = joined(found, part, saids, thing, names)
        found += [thing or drug] if (drug or thing) and not joint else []
    return found


def size_of(sentence, end):
    """The words of the publisher for the size that is told behind a dressing, or ""."""
    size = SIZE.match(sentence.text, end, sentence.end)
    if size is None:
        return ""
    area = float(size[1]) * float(size[2]) / (SQUARE_CM_OF_INCH if size[3] else 1)
    return next((words for least, words in PAD_SIZES if area > least), "")


def is_asked(scope):
    """Whether what is planned is asked for today: ordered, not considered."""
    return scope.status == "planned" and scope.words in ("order", "ordered", "needs", "need for", "recommended")


def parts_of(words):
    """The Parts of these words: broken by numbers and by words such as "for", "daily", "with"."""
    found, link, open_item = [], "", None
    for word in words:
        if word.text in WITH:
            link, open_item = "with", None
        elif word.text in column("stops") or word.text[0].isdigit():
            link = link if link == "with" and word.text in ("and", "a", "an", "the") else ""
            open_item = None
        else:
            if open_item != word.item:
                comma = found and open_item is not None
                found.append(Part([], link or ("comma" if comma else "")))
            found[-1].words.append(word)
            open_item, link = word.item, link if link == "with" else ""
    return found


def joined(found, part, saids, thing, names):
    """Let the thing before a part be what it is with this part, where some descriptor says both; whether it is."""
    if not found or found[-1].kind != "thing" or not part.link:
        return False
    if part.link == "comma" and thing and is_of_its_own(saids, names):
        return False
    telling = [said for said in saids if names.rows(said, names.printed)]
    rows = set(found[-1].rows).intersection(*(names.rows(said, names.printed) for said in telling))
    if not telling or not rows:
        return False
    query = " ".join([found[-1].query, *(word.raw for word in part.words)])
    found[-1] = replace(found[-1], end=part.words[-1].end, query=query, rows=frozenset(rows))
    return True


def is_of_its_own(saids, names):
    """Whether some descriptor begins with all these words: "elevating leg rests" are no part of a wheelchair."""
    return bool(set.intersection(*(names.rows(said, names.things) for said in saids)))


def thing_in(part, saids, names):
    """The thing that these words name by their last telling one, with what is told behind it, or None."""
    place = next((place for place in reversed(range(len(saids))) if is_head(saids, place, part, names)), None)
    if place is None:
        return None
    head, rows = saids[place], names.rows(saids[place], names.things)
    behind = part[head.last :]
    told = [
        said for said in saids[place + 1 :] if len(part[said.first].text) > 1 and names.rows(said, names.printed) & rows
    ]
    if not all(
        word.text in GENERIC or of_sides(word) or any(s.first <= part.index(word) < s.last for s in told)
        for word in behind
    ):
        return None
    printed = beside(part, saids[: place + 1], names)
    first, last = printed[0].first, max(said.last for said in [*printed, *told])
    query = " ".join(part[i].raw for said in [*printed, *told] for i in range(said.first, said.last))
    return Mention(part[first].start, part[last - 1].end, "thing", query=query, group="supplies", rows=frozenset(rows))


def beside(part, saids, names):
    """The last few concepts that stand side by side and are printed of things; words of every day may be between."""
    kept = [saids[-1]]
    for said in reversed(saids[:-1]):
        between = part[said.last : kept[0].first]
        if len(kept) == MOST_WORDS or not all(word.text in ordinary() for word in between):
            break
        if names.rows(said, names.printed):
            kept.insert(0, said)
        elif is_name(part[said.last - 1]):
            break
    return kept


def is_head(saids, place, part, names):
    """Whether a concept names a thing: no word of every day, but with the one before it: "raised toilet seat"."""
    rows, words = names.rows(saids[place], names.things), part[saids[place].first : saids[place].last]
    known = len(words) > 1 and all(len(word.text) > 1 for word in words)
    alone = known or (is_name(words[-1]) and words[-1].text not in GENERIC)
    return bool(rows) and (alone or bool(place and rows & names.rows(saids[place - 1], names.things)))


def drug_in(sentence, part, saids, names):
    """The drug that these words name, with its dose to tell one code from another, or None."""
    for said in saids:
        if not telling(said, names.drugs) or not all(is_name(word) for word in part[said.first : said.last]):
            continue
        if any(word.text in column("bundled") for word in part[said.first : said.last]):
            return None
        rows = frozenset().union(*(names.drugs.get(number, ()) for number in said.forms))
        end = part[-1].end
        dose = DOSE.search(sentence.text, end, min(end + 25, sentence.end))
        if BY_MOUTH.search(sentence.text, end, min(end + 40, sentence.end)):
            return None
        words = [route_of(sentence), *(word.raw for word in part[said.first :]), dose[0] if dose else ""]
        query = " ".join(filter(None, words))
        return Mention(part[said.first].start, end, "drug", query=query, group="supplies", rows=rows)
    return None


def route_of(sentence):
    """The words of the publisher for how a drug is given, or ""."""
    if INJECTED.search(sentence.text, sentence.start, sentence.end):
        return "injection"
    return "inhalation solution" if INHALED.search(sentence.text, sentence.start, sentence.end) else ""


def is_name(word):
    """Whether a word may name something: none of every day, no short one, none that tells what was done or how."""
    return ordinary().get(word.text, "thing") == "thing" and len(word.text) > 2 and not word.text.endswith(("ed", "ly"))


def telling(said, heads):
    """Whether a concept is the name of one of these."""
    return any(number in heads and weight >= SURE for number, weight in said.forms.items())


def heads_of(said):
    """The stems of the first and the last word of each way: "face mask" is a mask, "walker folding" a walker."""
    ends = [term for way in said.concept.ways for term in (way.terms[0], way.terms[-1])]
    return {number for term in ends for number, weight in term.forms.items() if weight >= SURE}

"""Supplies, equipment and drugs that are given: HCPCS codes by the thing that is named.

The publisher prints the thing first: "Filter, disposable, used with positive airway pressure device". So those words
count whose last one is among the first of a descriptor.
"""

import re
import threading

import numpy as np

from codes.case_notes.findings import Mention
from codes.case_notes.resolving import ordinary
from codes.case_notes.tables import column
from codes.case_notes.triggers import status_of
from codes.search.index import ACTIVE, GONE, SYSTEM_NUMBERS
from codes.search.phrases import Source

# In these sections a thing that is named is ordered or given; elsewhere words must say so.
ORDERED = {"order", "given", "plan", "assessment"}
WANTED = re.compile(
    r"\b(?:order(?:ed|s)?|dispens\w+|suppl(?:y|ied|ies)|fitted|provided|prescrib\w+|rx|issued|applied|placed in|"
    r"replacement|needs|given|dme)\b",
    re.IGNORECASE,
)
GIVEN = re.compile(
    r"\b(?:im|iv|sc|sq|subq|subcut\w*|ivpb|ivp|infus\w+|inject\w+|bolus|intramuscular\w*|intravenous\w*|intra-?articular|"
    r"subcutaneous\w*|depot|q\d+ ?w(?:k|eeks?)?|nebulized|neb|drip|given|administered)\b",
    re.IGNORECASE,
)
DOSE = re.compile(r"\b\d[\d,.]*\s?(?:mg|mcg|g|gm|units?|iu|ml|meq|u)\b", re.IGNORECASE)
INJECTED = re.compile(
    r"\b(?:im|iv|sc|sq|subq|subcut\w*|ivpb|ivp|ia|inject\w+|infus\w+|intra-?articular\w*)\b", re.IGNORECASE
)
# What may stand behind the name of a thing.
GENERIC = {"device", "devices", "machine", "unit", "system", "set", "kit", "supplies", "equipment", "pair"}
BY_MOUTH = re.compile(r"\b(?:po|p\.o\.|oral(?:ly)?|by mouth|tabs?|tablets?|capsules?)\b", re.IGNORECASE)
# Letters of HCPCS codes for things, and for drugs.
THINGS, DRUGS = b"ABEKLV", b"JQ"
# The thing stands among so many words of a descriptor.
FIRST = 4
MOST_WORDS = 4
SURE = 0.8
# A word in so many names tells no drug from another.
MOST_NAMED = 60
MUCH_MORE = 40
NOT_HERE = {"negated", "family", "history", "year", "hypothetical"}


class Names:
    """The stems by which things and drugs are named, of one index."""

    def __init__(self, index):
        self.index = index
        wanted = (index.flags & ACTIVE > 0) & (index.flags & GONE == 0) & (index.system == SYSTEM_NUMBERS["hcpcs"])
        letters = np.array([bare[:1] for bare in index.bare.tolist()])
        self.things_mask = wanted & np.isin(letters, [bytes([letter]) for letter in THINGS])
        self.drugs_mask = wanted & np.isin(letters, [bytes([letter]) for letter in DRUGS])
        self.things, drugs = self.heads(self.things_mask, FIRST), self.heads(self.drugs_mask, FIRST)
        self.drugs = {stem: rows for stem, rows in drugs.items() if len(rows) <= MOST_NAMED}
        self.things = {stem: rows for stem, rows in self.things.items() if not self.is_condition(stem, len(rows))}
        self.printed = set(self.heads(self.things_mask, 99))

    def is_condition(self, stem, named):
        """Whether a word stands much more often in ICD-10-CM: things "for diabetics only" are not called so."""
        index = self.index
        codes = index.bagged[index.bagged_at[stem] : index.bagged_at[stem + 1]]
        conditions = np.count_nonzero(index.system[codes] == SYSTEM_NUMBERS["icd10cm"])
        return conditions > MUCH_MORE * named

    def heads(self, mask, number):
        """{stem: rows of the codes that are named by it}."""
        index, found = self.index, {}
        for phrase in np.flatnonzero(mask[index.owner] & (index.source == Source.DESCRIPTOR)).tolist():
            said = index.said[index.said_at[phrase] : index.said_at[phrase + 1]]
            for stem in (said[said & 1 > 0] >> 1)[:number].tolist():
                found.setdefault(stem, set()).add(int(index.owner[phrase]))
        return found


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


def named(sentence, spans, words, reader):
    """The Mentions of things and of given drugs in a sentence."""
    names, line = kept.of(reader.index), sentence.text[sentence.start : sentence.end]
    wanted = sentence.section in ORDERED or WANTED.search(line)
    given = sentence.section == "given" or GIVEN.search(line)
    for part in parts_of(words) if wanted or given else []:
        scope = status_of(spans, part[-1].start, part[-1].end)
        if scope and scope.status in NOT_HERE:
            continue
        saids = reader.sentence(part)
        mention = drug_in(sentence, part, saids, names) if given else None
        mention = mention or (thing_in(part, saids, names) if wanted else None)
        if mention:
            yield mention


def parts_of(words):
    """The words of each item, in parts between numbers and words such as "for", "with", "daily"."""
    found, open_item = [], None
    for word in words:
        if word.text in column("stops") or word.text[0].isdigit():
            open_item = None
            continue
        if open_item != word.item:
            found.append([])
        found[-1].append(word)
        open_item = word.item
    return found


def thing_in(part, saids, names):
    """The thing that these words name by their last telling one, or None."""
    heads = [said for said in saids if set(last_forms(said)) & names.things.keys() and is_name(part[said.last - 1])]
    if not heads or any(word.text not in GENERIC for word in part[heads[-1].last :]):
        return None
    printed = [said for said in saids if said.last <= heads[-1].last and in_bags(said, names.printed)][-MOST_WORDS:]
    first, last = printed[0].first, heads[-1].last
    query = " ".join(part[place].raw for said in printed for place in range(said.first, said.last))
    rows = frozenset().union(*(names.things.get(number, ()) for number in last_forms(heads[-1])))
    return Mention(part[first].start, part[last - 1].end, "thing", query=query, group="supplies", rows=rows)


def drug_in(sentence, part, saids, names):
    """The drug that these words name, with its dose to tell one code from another, or None."""
    for said in saids:
        if telling(said, names.drugs) and all(is_name(part[place]) for place in range(said.first, said.last)):
            rows = frozenset().union(*(names.drugs.get(number, ()) for number in said.forms))
            end = part[-1].end
            dose = DOSE.search(sentence.text, end, min(end + 25, sentence.end))
            if BY_MOUTH.search(sentence.text, end, min(end + 40, sentence.end)):
                return None
            route = "injection" if INJECTED.search(sentence.text, sentence.start, sentence.end) else ""
            query = " ".join([route, *(word.raw for word in part[said.first :]), dose[0] if dose else ""])
            return Mention(part[said.first].start, end, "drug", query=query, group="supplies", rows=rows)
    return None


def is_name(word):
    return word.text not in ordinary() and len(word.text) > 2


def telling(said, heads):
    """Whether a concept is the name of one of these."""
    return any(number in heads and weight >= SURE for number, weight in said.forms.items())


def last_forms(said):
    """The stems of the last word of each way: a thing is a mask, whatever it covers."""
    return [number for way in said.concept.ways for number, weight in way.terms[-1].forms.items() if weight >= SURE]


def in_bags(said, printed):
    return any(number in printed for number in said.forms)

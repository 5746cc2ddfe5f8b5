"""A guided choice: the answers so far, the codes that they leave, and what may be asked next."""

from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from codes.guided import characters, differences
from codes.guided.labels import common_beginning
from codes.guided.words import ENCOUNTER, KIND, QUESTIONS, question_for
from codes.systems import ICD10PCS

# Of an answer that nobody can give here, so much is repeated to the reader.
LONGEST = 60


@dataclass(frozen=True)
class Option:
    """One answer that may be given: what it says, the address's query with it, and how many codes it leaves.

    `mark` is the character of the code that it stands for, if it stands for one.
    """

    key: str
    label: str
    mark: str
    unspecified: bool
    query: str
    count: int


@dataclass(frozen=True)
class Question:
    """A question whose answers divide the codes that are left."""

    key: str
    text: str
    options: list

    @property
    def left(self):
        """How many codes an answer leaves: the average over the codes that may be meant, times their number."""
        return sum(option.count**2 for option in self.options)

    @property
    def has_unspecified(self):
        return any(option.unspecified for option in self.options)


@dataclass(frozen=True)
class Given:
    """An answer that was given, and the address's query without it."""

    text: str
    label: str
    query: str


@dataclass
class Choice:
    """`leaves` are the codes to choose from, `texts` the questions by their keys, `answers` {key: value} so far.

    `unknown` are answers that no code here gives. Characters are asked `in_order`, all else as it divides best.
    """

    leaves: list
    texts: dict
    answers: dict
    unknown: list
    in_order: bool

    @cached_property
    def remaining(self):
        """The leaves that fit all answers."""
        answers = self.answers.items()
        return [leaf for leaf in self.leaves if all(leaf.fits(key, value) for key, value in answers)]

    @property
    def found(self):
        """The one code that is left, or None."""
        return self.remaining[0].code if len(self.remaining) == 1 else None

    @cached_property
    def questions(self):
        """What divides the remaining codes: every Question that each of them answers, the best one first.

        The encounter comes last: it is told by the visit and not by the record of what happened.
        """
        asked = [self.question(key, text) for key, text in self.texts.items()]
        found = [question for question in (*asked, self.next_kind()) if question and len(question.options) > 1]
        return found if self.in_order else sorted(found, key=lambda each: (each.key == ENCOUNTER.key, each.left))

    def question(self, key, text):
        """The Question of one key, or None where some of the remaining codes make no difference of it."""
        if any(key not in leaf.said for leaf in self.remaining):
            return None
        return Question(key, text, self.options(key, [leaf.said[key] for leaf in self.remaining]))

    def next_kind(self):
        """The Question of the highest place in the hierarchy at which the remaining codes part, or None."""
        depth = parting([leaf.path for leaf in self.remaining])
        if depth is None:
            return None
        options = self.options(KIND, [leaf.path[depth] for leaf in self.remaining])
        return Question(KIND, question_for([option.label for option in options]), options)

    def options(self, key, answers):
        """The different answers in the publisher's order; those that say nothing are last."""
        told = {}
        for answer in answers:
            told.setdefault(answer.key, []).append(answer)
        options = [self.option(key, found) for found in told.values()]
        if key == ENCOUNTER.key:
            options.sort(key=lambda option: option.mark)
        return sorted(options, key=lambda option: option.unspecified)

    def option(self, key, answers):
        """The Option of Answers that have one key, and perhaps several labels in different branches."""
        value = answers[0].key
        return Option(
            key=value,
            label=common_beginning([answer.label for answer in answers]) or value,
            mark=value[0] if self.in_order or key == ENCOUNTER.key else "",
            unspecified=all(answer.unspecified for answer in answers),
            query=self.query_with(key, value),
            count=len(answers),
        )

    def query_with(self, key, value):
        """The address's query with `key` answered so, in the order of the questions; unanswered where it is ""."""
        answers = self.answers | {key: value}
        return urlencode([(key, answers[key]) for key in (KIND, *self.texts) if answers.get(key)])

    @property
    def given(self):
        """The answers so far, those of the hierarchy from the top."""
        return [*self.given_kinds(), *(self.given_answer(key) for key in self.answers if key != KIND)]

    def given_answer(self, key):
        value = self.answers[key]
        labels = [answer.label for leaf in self.leaves for answer in leaf.answers(key) if answer.key == value]
        return Given(self.texts[key], common_beginning(labels), self.query_with(key, ""))

    def given_kinds(self):
        """The steps down the hierarchy. To take one back is to take back those below it."""
        if KIND not in self.answers:
            return
        leaves = self.leaves
        steps = next(leaf.path for leaf in leaves if leaf.fits(KIND, self.answers[KIND]))
        before = ""
        for depth, step in enumerate(steps):
            options = replace(self, answers={}).options(KIND, [leaf.path[depth] for leaf in leaves])
            text = question_for([option.label for option in options])
            yield Given(text, step.label, self.query_with(KIND, before))
            if step.key == self.answers[KIND]:
                return
            before, leaves = step.key, [leaf for leaf in leaves if leaf.path[depth] == step]


def parting(paths):
    """At which step the first of several paths part, or None where they are the same."""
    longest = max(map(len, paths), default=0)
    return next((depth for depth in range(longest) if len({path[depth] for path in paths}) > 1), None)


def choice_of(category, axes, asked):
    """The Choice in a Category: `axes` of a table of ICD-10-PCS, `asked` the answers in the address."""
    in_order = category.top.system == ICD10PCS.key
    if in_order:
        leaves, texts = characters.leaves_of([category.top, *category.below], axes)
    else:
        leaves, texts = differences.leaves_of(category.top, category.below), QUESTIONS
    answers, unknown = {}, []
    for key in (KIND, *texts):
        value = asked.get(key, "")
        known = value and any(answer.key == value for leaf in leaves for answer in leaf.answers(key))
        if known:
            answers[key] = value
        elif value:
            unknown.append(f"{key}: {value[:LONGEST]}")
    return Choice(leaves, texts, answers, unknown, in_order)

"""Whether guided choice leads from every heading to every billable code below it, in how many questions, how fast.

Measures the database that DATABASE_URL names; without one, a throw-away database with the ICD-10-CM of the installed
package, which has no ICD-10-PCS.
"""

import os
import random
import time
from collections import Counter
from dataclasses import replace
from statistics import median
from urllib.parse import parse_qsl

from benchmarks.site import percentile, site

PAGES = ["icd10cm/S82", "icd10cm/S72", "icd10cm/S72.0", "icd10cm/E11", "icd10cm/H25", "icd10pcs/041", "icd10pcs/0DT"]
ROUNDS = 21


def with_answer(choice, option):
    """The choice behind an answer, from its address alone."""
    return replace(choice, answers=dict(parse_qsl(option.query)))


def walked(choice, asked=0):
    """(value, questions) of each code that is reached by answering the first question of each page."""
    if choice.found:
        yield choice.found.value, asked
        return
    options = choice.questions[0].options if choice.questions else []
    for option in options:
        yield from walked(with_answer(choice, option), asked + 1)


def empty_answers(choice):
    """How many of the answers that a page offers leave nothing, or another number of codes than it says."""
    options = [option for question in choice.questions for option in question.options]
    return sum(len(with_answer(choice, option).remaining) != option.count or not option.count for option in options)


def strolled(choice, leaf, dice):
    """Whether a code is reached by its own answers, whichever question is answered next."""
    while not choice.found:
        question = dice.choice(choice.questions)
        own = [option for option in question.options if leaf.fits(question.key, option.key)]
        choice = with_answer(choice, own[0])
    return choice.found is leaf.code


def headings_of(system):
    from codes.models import Code

    headings = Code.objects.in_system(system).active().filter(kind=Code.Kind.HEADING).order_by("position")
    return headings.values_list("value", flat=True)


def show_reach(system):
    """Walk every heading of a system and print what was found."""
    from codes.guided.questions import choice_of
    from codes.guided.reads import axes_of, category_of

    dice, counts, start, worst = random.Random(1), Counter(), time.perf_counter(), (0, "", "")
    questions = {"any heading": [], "a heading of three characters": []}
    for heading in headings_of(system):
        category = category_of(system, heading)
        choice = choice_of(category, axes_of(heading) if system == "icd10pcs" else [], {})
        billable = {line.value for line in category.below if line.billable}
        reached = list(walked(choice))
        counts["headings"] += 1
        counts["codes"] += len(billable)
        counts["missed"] += len(billable - {value for value, _ in reached})
        counts["twice"] += len(reached) - len({value for value, _ in reached})
        counts["empty"] += empty_answers(choice)
        counts["lost"] += any(not strolled(choice, leaf, dice) for leaf in dice.sample(choice.leaves, 1))
        questions["any heading"] += [asked for _, asked in reached]
        if len(heading) == 3:
            questions["a heading of three characters"] += [asked for _, asked in reached]
        worst = max([worst, *((asked, heading, value) for value, asked in reached)])
    print(
        f"{system}: {counts['headings']} headings, {counts['codes']} ways from a heading to a billable code below it: "
        f"{counts['missed']} not reached, {counts['twice']} reached twice, {counts['empty']} answers that lead to "
        f"nothing or elsewhere, {counts['lost']} lost in another order ({time.perf_counter() - start:.0f} s)"
    )
    for where, numbers in questions.items():
        if numbers:
            several = f"median {median(numbers):g}, p95 {percentile(numbers, 0.95)}"
            print(f"  questions from {where}: {several}, {dict(sorted(Counter(numbers).items()))}")
    print(f"  worst: {worst[0]} ({worst[1]} to {worst[2]})")


def show_pages():
    """Statements and milliseconds of the pages with the most below them."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    guest = Client(SERVER_NAME="localhost")
    print(f"{'page':28} {'codes':>6} {'kB':>5} {'statements':>10} {'median':>7} {'p95':>7} ms")
    for page in PAGES:
        address, times = f"/choose/{page}/", []
        answer = guest.get(address)
        if answer.status_code != 200:
            continue
        for _ in range(ROUNDS):
            start = time.perf_counter()
            guest.get(address)
            times.append((time.perf_counter() - start) * 1000)
        with CaptureQueriesContext(connection) as statements:
            guest.get(address)
        codes, size = len(answer.context["choice"].leaves), len(answer.content) / 1000
        figures = f"{codes:6} {size:5.0f} {len(statements):10} {median(times):7.1f} {percentile(times, 0.95):7.1f}"
        print(f"{address:28} {figures}", flush=True)


def main():
    with site(loaded="DATABASE_URL" not in os.environ):
        from django.test.utils import setup_test_environment

        setup_test_environment()
        show_pages()
        for system in ("icd10cm", "icd10pcs"):
            show_reach(system)


if __name__ == "__main__":
    main()

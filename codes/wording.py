"""What editors' texts may hold: how long they may be, and which signs are refused."""

import re

# The longest text of a field in characters; a page shows no more of a section than that.
LONGEST = {"body": 50_000, "descriptor": 20_000, "common_language": 20_000}
OTHERWISE = 10_000
# Signs that turn the direction of what follows: a text could read otherwise than it is written.
TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Signs that no keyboard writes; a line end and a tab are none.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def fault_of(name, text):
    """What is wrong with a text for the field `name`, in words for whoever wrote it; "" where nothing is."""
    longest = LONGEST.get(name, OTHERWISE)
    if len(text) > longest:
        return f"This is {len(text):,} characters long; at most {longest:,} can be kept."
    if TURNS.search(text):
        return "This holds a sign that turns the direction of the text (it cannot be seen). Take it out."
    if UNSEEN.search(text):
        return "This holds a control character (it cannot be seen). Take it out."
    return ""

"""Every threshold of the case note page, measured by benchmarks/case_notes.py; what each does stands beside it."""

# A note in characters.
LONGEST_NOTE = 20_000
# Of the words of a note, so many that nobody prints are looked up as misspelt.
MOST_CORRECTED = 30
SHORTEST_CORRECTED = 8
# How much of what a phrase of the index says must stand in the note, by weight.
TERSE = 0.78
# Of the words that an abbreviation stands for, so much must be in a phrase, by weight.
WHOLE_WAY = 0.6
# A single word says enough if it is as rare as this among all codes (natural logarithm).
RARE = 4.0
# What a phrase that people say is worth beside one that is printed.
ONLY_SAID = 0.93
# Words of one finding stand no further apart than so many others.
WIDEST_GAP = 2
# What two items say apart must be so much more than what they say together.
APART = 1.15
# Of phrases of one sentence that are compared.
MOST_PHRASES = 400
# A finding is kept if its best code has this score (1: all is said and nothing besides).
GOOD_DIAGNOSIS = 0.8
# An item of an assessment that says no phrase of the index is a finding from this score on.
GOOD_UNNAMED = 0.9
# A single word in running text is proposed from this score on: there is a code that says just this.
SAYS_JUST_THIS = 1.01
# In the chapters of pregnancy and of the newborn.
GOOD_OF_CHAPTER = 0.8
# With all that is told around it, a finding is a more exact code of its category from this score on.
TOLD_FULLY = 0.95
GOOD_PROCEDURE = 0.75
GOOD_SUPPLY = 0.5
# A drug is found by its name; its dose tells one code from another.
GOOD_DRUG = 0.3
# From this score on a thing is what is said, whatever its descriptor calls it.
WHOLE_NAME = 0.9
# What it is worth that the descriptor of a thing begins with nothing but what is said.
BEGINS = 0.2
# And that it is among the things that are ordered most.
COMMON_THING = 0.05
# What a brand in brackets that is not named takes from a drug.
OTHER_BRAND = 0.1
# Other candidates score at least this much of the best.
NEAR_BEST = 0.9
# A billable code below the best one, a header, needs less.
NEAR_HEADER = 0.75
CANDIDATES = 3
# Phrases for which codes are compared: further ones of a long note get the code whose words they are.
MOST_RANKED = 250
# The constant of reciprocal rank fusion: how little the first ranks stand out.
FUSED = 60

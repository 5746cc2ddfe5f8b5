"""Every limit on readers' code lists, the rule in words beside the number."""

# A reader keeps up to a hundred lists.
LISTS_PER_READER = 100
# A list holds up to a thousand codes.
ENTRIES_PER_LIST = 1_000
# A list has up to a thousand versions; who needs more copies the list and goes on with the copy.
VERSIONS_PER_LIST = 1_000
# In characters: the name of a list, what it is for, and the note at one code.
LONGEST_NAME = 120
LONGEST_DESCRIPTION = 2_000
LONGEST_NOTE = 500
# An import is read up to two hundred thousand characters and two thousand lines.
LONGEST_IMPORT = 200_000
MOST_LINES = 2_000
# Codes that another page found and hands over: up to twenty thousand characters of them, some thousand codes.
LONGEST_COLLECTED = 20_000

"""The search page: what a reader asks for, how the words were read, what was found."""

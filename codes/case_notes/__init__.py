"""From a case note to candidate codes: each finding with its place in the text, how it is meant, and up to three codes.

`read` reads a note whose identifiers are masked already (`identifiers.masked`). Nothing is written or logged.
"""

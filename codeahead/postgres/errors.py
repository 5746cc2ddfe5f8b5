"""What may go wrong, and the words in which it is said."""


class PostgresFailed(Exception):
    """PostgreSQL did not do what was asked; the message says why in one line."""


class PostgresNotFound(PostgresFailed):
    """Neither the wheel nor an installed PostgreSQL is there."""


def in_one_line(error):
    """A PostgresFailed or OSError as it is told to whoever ran the command."""
    return f"{error}" if isinstance(error, PostgresFailed) else f"PostgreSQL: {error}"


def last_lines(text):
    """The last four lines of a program's words, in one line."""
    return " | ".join(line.strip() for line in text.strip().splitlines()[-4:])

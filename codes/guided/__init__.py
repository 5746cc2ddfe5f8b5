"""Guided choice: from a heading, by answers about what its codes differ in, to the code that may be billed."""

from codes.guided.reads import url_for

__all__ = ["url_for"]

"""Pages that a reader must be able to trust: privacy, terms, cookies."""

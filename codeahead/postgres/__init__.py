"""The inside of `codeahead.local_postgres`: standard library only, and nothing of Django or of the site."""

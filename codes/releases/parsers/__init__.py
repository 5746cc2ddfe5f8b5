"""One parser for each published file; the modules that begin with _ hold what several of them share."""

"""Version 1 of the API: one module for each thing that is asked for, each with its router."""

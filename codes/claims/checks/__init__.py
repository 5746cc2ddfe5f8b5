"""The checks, one module for each kind of rule: each takes a Case and gives its findings."""

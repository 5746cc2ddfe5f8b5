"""The NLM Clinical Table Search API, version 3: what its clients ask, answered in its form by our search."""

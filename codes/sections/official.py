"""The two descriptions, open to all readers: the publisher's words and the common language description."""

from codes.sections.parts import PageSection, edited, published
from codes.status import is_bare

# The parts of a CPT release that hold the publisher's own texts for patients.
FOR_PATIENTS = {"consolidated", "consumer"}


def official(code):
    """The publisher's words with the publisher's copyright line, or a card that says what is missing."""
    facts = code.system_facts
    source = f"{facts.publisher} · {code.release}" if code.release and code.descriptor else ""
    content = {"text": code.descriptor, "facts": facts, "bare": is_bare(code)}
    return PageSection("official", "Official Description", content, source)


def common_language(code):
    """Our own words, or the publisher's for patients where a licensed file brought them; None without any."""
    if not code.common_language:
        return None
    theirs = is_for_patients(code)
    content = {"text": code.common_language, "copyright": code.system_facts.copyright if theirs else ""}
    source = published(code) if theirs else edited(code.edited_at)
    return PageSection("common_language", "Common Language Description", content, source)


def is_for_patients(code):
    """Whether the common language description is the publisher's: not an editor's, and the release has such texts."""
    release = code.release
    loaded = release is not None and release.official and FOR_PATIENTS & set(release.parts)
    return bool(loaded) and "common_language" not in code.held

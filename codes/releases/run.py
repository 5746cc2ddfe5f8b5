"""One load from the files on a disk to the tables: what the command, `make run` and the tests call."""

from codes.releases import loader, reader
from codes.releases.addresses import name_of
from codes.releases.loader import Content, Publication, Refused
from codes.releases.sources import SOURCES


def load_release(source_key, paths, *, effective, name="", options=None, watch=None):
    """Load the files of one release. Returns a loader.Report.

    Raises Damaged for files that do not keep their layout, Refused for a release that must not be loaded, OSError for
    a file that cannot be read. Whatever is raised, nothing has changed.
    """
    source, watch = SOURCES[source_key], watch or reader.Watch()
    watch.step("looking at the files")
    read = reader.Reader(source, paths, watch)
    publication = Publication(
        source=source.key,
        system=source.system,
        name=name or name_of(source.key, effective),
        effective=effective,
        sha256=read.digest,
    )
    if loader.same_as_loaded(publication, options):
        return loader.Report(same=True)
    refuse_other_period(read, effective)
    for member in read.ignored:
        watch.step(f"left aside: {member.name}")
    codes = read.codes() if read.code_parts else None
    content = Content(
        codes=codes,
        code_parts=read.code_parts,
        facts=[(part, source.facts[part], read.facts(part)) for part in read.fact_parts],
        file_names=[str(chosen) for chosen in read.selected],
        described=lambda: described(read),
        left_out=read.left_out,
    )
    return loader.load(content, publication, options, watch)


def refuse_other_period(read, effective):
    """Refuse a file that says itself that it is for another time."""
    for chosen, first, last in read.periods():
        if not first <= effective <= last:
            raise Refused(f"{chosen} says that it is for {first} to {last}: --effective {effective} is not in it")


def described(read):
    """What was read: name, form and rows of each file, and its SHA-256 where it is the only one."""
    return [
        {"name": chosen.member.name, "form": chosen.form.what, "rows": chosen.rows, "part": chosen.form.part}
        for chosen in read.selected
    ]

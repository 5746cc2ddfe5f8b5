"""One list of CPT codes from the several files of the operator's licence."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from codes.releases.rows import CodeRow, Damaged, DescriptorRow, LeftOut

# The kinds that every code has; the others add to codes that are listed.
_LISTED = ("long", "short", "medium")
# After category I come category II, category III, laboratory analyses, multianalyte assays and vaccine administration.
_SUFFIXES = "FTUMA"

Row = DescriptorRow | CodeRow | LeftOut
Files = dict[str, list[DescriptorRow]]


def assemble(files: Mapping[str, Iterable[Row]]) -> list[CodeRow | LeftOut]:
    """The codes in their order, then the modifiers and what is left out, from the rows of each file by its name.

    `descriptor` is the long one, `short_descriptor` the short one, `common_language` the consumer's; `attributes` has
    medium, clinician (a list), consumer_spanish and descriptor_effective (YYYY-MM-DD), each where there is one.

    Files with long, medium or short descriptors must hold the same codes: one that a file lacks is Damaged, as are
    files without any long or short descriptor. Their texts need not agree, for the AMA prints the same descriptor in
    capitals, cut into lines and in several character sets: the consolidated list counts first, then the file with
    small letters.
    A consumer's or clinician's descriptor of a code that is not listed is left out.
    """
    read = {name: list(rows) for name, rows in files.items()}
    descriptors = {name: [row for row in rows if isinstance(row, DescriptorRow)] for name, rows in read.items()}
    others = [row for rows in read.values() for row in rows if not isinstance(row, DescriptorRow)]
    preferred = {name: descriptors[name] for name in sorted(descriptors, key=lambda name: _rank(descriptors[name]))}
    listed = _listed(preferred)
    texts = _texts(preferred)
    codes = [_code(value, position, texts[value]) for position, value in enumerate(sorted(listed, key=_place), start=1)]
    return codes + _behind(codes, others) + list(_unlisted(descriptors, listed))


def _behind(codes: list[CodeRow], others: list[CodeRow | LeftOut]) -> list[CodeRow | LeftOut]:
    """The modifiers with the places that follow those of the codes."""
    return [
        replace(row, position=len(codes) + number) if isinstance(row, CodeRow) else row
        for number, row in enumerate(others, start=1)
    ]


def _rank(rows: list[DescriptorRow]) -> tuple[int, int]:
    """Sorts the consolidated list, which alone has several kinds, before the others, and capitals last."""
    small = sum(row.text != row.text.upper() for row in rows)
    return -len({row.kind for row in rows}), -small


def _place(value: str) -> tuple[int, str]:
    return _SUFFIXES.find(value[-1]) + 1, value


def _listed(files: Files) -> set[str]:
    """The codes that every file with a long, medium or short descriptor holds; Damaged where they differ."""
    lists = {name: {row.value: row.line for row in rows if row.kind in _LISTED} for name, rows in files.items()}
    lists = {name: lines for name, lines in lists.items() if lines}
    if not any(row.kind in ("long", "short") for rows in files.values() for row in rows):
        names = ", ".join(files)
        raise Damaged(names or "CPT", 1, "no code list among the files: none has long or short descriptors")
    first, *others = lists
    for other in others:
        _check_same(first, lists[first], other, lists[other])
        _check_same(other, lists[other], first, lists[first])
    return set(lists[first])


def _check_same(name: str, lines: dict[str, int], other: str, other_lines: dict[str, int]) -> None:
    missing = [value for value in lines if value not in other_lines]
    if missing:
        more = f", nor are {len(missing) - 1:,} more" if missing[1:] else ""
        raise Damaged(name, lines[missing[0]], f"{missing[0]} is not in {other}{more}", "CPT Code")


def _texts(files: Files) -> dict[str, dict[str, list[DescriptorRow]]]:
    """The descriptors of each code by kind, those of the file that counts first before the others."""
    texts: dict[str, dict[str, list[DescriptorRow]]] = {}
    for rows in files.values():
        for row in rows:
            texts.setdefault(row.value, {}).setdefault(row.kind, []).append(row)
    return texts


def _code(value: str, position: int, by_kind: dict[str, list[DescriptorRow]]) -> CodeRow:
    texts = {kind: rows[0].text for kind, rows in by_kind.items()}
    own = next(by_kind[kind][0] for kind in _LISTED if kind in by_kind)
    return CodeRow(
        value=value,
        parent=None,
        position=position,
        kind="code",
        billable=True,
        short_descriptor=texts.get("short", ""),
        descriptor=texts.get("long", ""),
        attributes=_attributes(by_kind, own),
        common_language=texts.get("consumer", ""),
        line=own.line,
    )


def _attributes(by_kind: dict[str, list[DescriptorRow]], own: DescriptorRow) -> dict[str, str | list[str]]:
    attributes: dict[str, str | list[str]] = {
        kind: by_kind[kind][0].text for kind in ("medium", "consumer_spanish") if kind in by_kind
    }
    if "clinician" in by_kind:
        attributes["clinician"] = list(dict.fromkeys(row.text for row in by_kind["clinician"]))
    if own.effective:
        attributes["descriptor_effective"] = own.effective.isoformat()
    return attributes


def _unlisted(files: Files, listed: set[str]) -> Iterable[LeftOut]:
    for rows in files.values():
        for row in rows:
            if row.value not in listed:
                yield LeftOut(f"{row.kind} descriptor of a code that is not listed", row.value, row.line)

"""Precision and recall of the case note page on notes that somebody else wrote and coded, and a long note's time.

    python -m benchmarks.case_notes [folder of notes] [--told]

Measures the database that DATABASE_URL names, with its search index. The notes stand in `benchmarks/notes`: `*.txt`,
and `codes.tsv` with note, system, accepted codes (a * for all that begin so), phrase and kind. A code that is proposed
counts as right if any line of its note accepts it; a line is found if a code is proposed that it accepts, and offered
if one of the candidates is. `--told` names what is missed and what is too much.
"""

import os
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

NOTES = Path(__file__).parent / "notes"
# Looked at while the reading was made: they flatter it.
SEEN = {f"{number:02}" for number in range(1, 11)}
KINDS = ["diagnosis", "history", "procedure", "supply"]
GROUPS = {"diagnoses": "diagnosis", "history": "history", "procedures": "procedure", "supplies": "supply"}


def lines_of(folder):
    """{note: [(system, accepted codes, phrase, kind)]}."""
    found = defaultdict(list)
    for line in (folder / "codes.tsv").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            note, system, accepted, phrase, kind = line.split("\t")[:5]
            found[note].append((system, accepted.split(), phrase, kind.strip()))
    return found


def accepts(line, system, value):
    """Whether a line accepts a code."""
    return line[0] == system and any(
        value.startswith(code[:-1]) if code.endswith("*") else value == code for code in line[1]
    )


def proposed(findings):
    """{(system, value): kind} of the codes that are proposed, and all candidates as [(system, value)]."""
    first, every = {}, []
    for finding in findings:
        every += [(c.code.system, c.code.value) for c in finding.choices]
        if finding.proposed:
            code = finding.choices[0].code
            first.setdefault((code.system, code.value), GROUPS[finding.group])
    return first, every


def judged(note, text, lines, told):
    """Counts of one note; `told` gets what is wrong, for whoever wants to read it."""
    from codes.case_notes.reading import read

    counts, (first, every) = Counter(), proposed(read(text).findings)
    for line in lines:
        kind = line[3]
        if kind == "negated":
            wrong = [code for code, group in first.items() if group == "diagnosis" and accepts(line, *code)]
            wrong = [
                code for code in wrong if not any(accepts(other, *code) for other in lines if other[3] != "negated")
            ]
            counts["negated"] += 1
            counts["negated proposed"] += bool(wrong)
            told += [f"{note} negated   {line[2]!r} {wrong}"] if wrong else []
            continue
        counts[kind, "lines"] += 1
        hit = any(accepts(line, *code) for code in first)
        counts[kind, "found"] += hit
        counts[kind, "offered"] += any(accepts(line, *code) for code in every)
        told += [] if hit else [f"{note} missed    {kind} {line[2]!r} {line[1]}"]
    for code, kind in first.items():
        right = any(accepts(line, *code) for line in lines if line[3] != "negated")
        counts[kind, "proposed"] += 1
        counts[kind, "right"] += right
        told += [] if right else [f"{note} too much  {kind} {code[1]}"]
    return counts


def show(counts):
    print(f"{'':12}{'lines':>7}{'recall':>8}{'offered':>9}{'codes':>7}{'precision':>11}")
    for kind in [*KINDS, "all"]:
        kinds = KINDS if kind == "all" else [kind]
        names = ("lines", "found", "offered", "proposed", "right")
        lines, found, offered, codes, right = (sum(counts[k, name] for k in kinds) for name in names)
        recall, within, precision = found / max(lines, 1), offered / max(lines, 1), right / max(codes, 1)
        print(f"{kind:12}{lines:7}{recall:8.2f}{within:9.2f}{codes:7}{precision:11.2f}")
    print(f"denied phrases: {counts['negated']}, with a present condition proposed: {counts['negated proposed']}")


def show_speed(texts):
    """How long a note of 20,000 characters takes, of these notes one behind the other."""
    from codes.case_notes import limits
    from codes.case_notes.reading import read

    long, took = "\n".join(texts * 40)[: limits.LONGEST_NOTE], []
    for _ in range(3):
        begun = time.perf_counter()
        found = read(long)
        took.append(time.perf_counter() - begun)
    print(f"{len(long):,} characters: {len(found.findings)} findings in {min(took):.2f} s (cut: {found.cut})")


def main():
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "codeahead.settings")
    django.setup()
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else NOTES
    if not (folder / "codes.tsv").exists():
        sys.exit(f"{folder} holds no codes.tsv")
    seen, unseen, told, texts = Counter(), Counter(), [], []
    for note, lines in sorted(lines_of(folder).items()):
        texts.append((folder / f"{note}.txt").read_text(encoding="utf-8"))
        counted = judged(note, texts[-1], lines, told)
        if note in SEEN:
            seen += counted
        else:
            unseen += counted
    for title, counts in {"looked at while it was built": seen, "not looked at": unseen, "all": seen + unseen}.items():
        print(f"\nnotes {title}")
        show(counts)
    show_speed(texts)
    if "--told" in sys.argv:
        print(*told, sep="\n")


if __name__ == "__main__":
    main()

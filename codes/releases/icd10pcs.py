"""ICD-10-PCS from its order file and its tables: the tables say how codes are grouped above the three characters."""

from dataclasses import replace

from codes.releases.rows import CodeRow


def assemble(parts) -> list[CodeRow]:
    """The codes of the order file; with the tables, under the sections and body systems that they begin with.

    `parts` maps "order" to CodeRows and, where that file is there, "tables" to AxisRows.
    """
    order, axes = parts.get("order", []), parts.get("tables", [])
    groups = groups_of(axes)
    rows = []
    for row in order:
        if row.kind == "heading" and row.value in groups:
            for group in groups.pop(row.value):
                rows.append(group)
            row = replace(row, parent=row.value[:2])
        elif row.kind == "heading" and axes:
            row = replace(row, parent=row.value[:2])
        rows.append(row)
    return [replace(row, position=position) for position, row in enumerate(rows, start=1)] if axes else order


def groups_of(axes):
    """{table: the section and body system that begin with it}, in the order of the tables."""
    groups, seen = {}, set()
    labels = {}
    for axis in axes:
        if axis.row == 0:
            labels.setdefault(axis.prefix, {})[axis.position] = axis
    for prefix, axis in labels.items():
        for position, kind in ((1, "chapter"), (2, "section")):
            value = prefix[:position]
            if value not in seen:
                seen.add(value)
                groups.setdefault(prefix, []).append(_group(value, kind, axis[position]))
    return groups


def _group(value, kind, axis):
    parent = value[:-1] or None
    return CodeRow(value, parent, 0, kind, False, "", axis.label, line=axis.line)

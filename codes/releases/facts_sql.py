"""The statements that write a table of facts, built from what its Facts say; names come from the models alone.

`staged` holds the rows of the files with their line and file; `fresh` those that the table does not have and `stale`
what it has beside them. All vanish with the transaction.
"""


def stage(facts):
    """Make the staging table: the table's own columns, and where each row came from."""
    columns = ", ".join(_quoted(facts.columns))
    return [
        "DROP TABLE IF EXISTS staged, scoped, fresh, stale",
        f"CREATE TEMPORARY TABLE staged ON COMMIT DROP AS SELECT {columns} FROM {facts.table} WITH NO DATA",
        "ALTER TABLE staged ADD descriptor text, ADD line integer, ADD file smallint",
    ]


def copy(facts):
    columns = ", ".join([*_quoted(facts.columns), "descriptor", "line", "file"])
    return f"COPY staged ({columns}) FROM STDIN"


def duplicate(facts):
    """The first two staged rows with one key, as (file, line, file, line, key)."""
    same = facts.columns if facts.twice == "key" else facts.keys
    keys = ", ".join(_quoted(same))
    shown = ", ".join(f"{_quote(key)}::text" for key in facts.keys)
    return f"""
SELECT (array_agg(file ORDER BY file, line))[1], (array_agg(line ORDER BY file, line))[1],
    (array_agg(file ORDER BY file, line))[2], (array_agg(line ORDER BY file, line))[2], concat_ws(' ', {shown})
FROM staged GROUP BY {keys} HAVING count(*) > 1 LIMIT 1
"""


def find_scopes(facts):
    """Keep the distinct values of the scope in `scoped`: to ask millions of staged rows for them takes minutes."""
    columns = ", ".join(_quoted(facts.scope))
    return [f"CREATE TEMPORARY TABLE scoped ON COMMIT DROP AS SELECT DISTINCT {columns} FROM staged", "ANALYZE scoped"]


def scopes(facts):
    """The distinct values of the scope in the files."""
    return f"SELECT {', '.join(_quoted(facts.scope))} FROM scoped ORDER BY 1"


def rewind(facts):
    """Take back what later releases brought: their rows go, the rows that they closed stand again."""
    return [
        f"DELETE FROM {facts.table} t WHERE t.since > %(effective)s AND {_in_scope(facts)}",
        f"UPDATE {facts.table} t SET until = NULL WHERE t.until >= %(effective)s AND {_in_scope(facts)}",
    ]


def any_standing(facts):
    return f"SELECT EXISTS (SELECT FROM {facts.table} t WHERE {_standing(facts)} AND {_in_scope(facts)})"


def find_differences(facts):
    """Fill `fresh` and `stale`: an anti-join both ways on key and payload."""
    same = _equal(facts)
    return [
        "ANALYZE staged",
        f"""CREATE TEMPORARY TABLE fresh ON COMMIT DROP AS SELECT s.* FROM staged s
            WHERE NOT EXISTS (SELECT FROM {facts.table} t WHERE {_standing(facts)} AND {same})""",
        f"""CREATE TEMPORARY TABLE stale ON COMMIT DROP AS SELECT t.* FROM {facts.table} t
            WHERE {_standing(facts)} AND {_in_scope(facts)} AND NOT EXISTS (SELECT FROM staged s WHERE {same})""",
    ]


def count_differences(facts):
    """(added, revised, ended, standing before): counted by key."""
    same = _same(facts.keys, facts, left="f", right="o")
    return f"""
SELECT (SELECT count(*) FROM fresh f WHERE NOT EXISTS (SELECT FROM stale o WHERE {same})),
    (SELECT count(*) FROM fresh f WHERE EXISTS (SELECT FROM stale o WHERE {same})),
    (SELECT count(*) FROM stale o WHERE NOT EXISTS (SELECT FROM fresh f WHERE {same})),
    (SELECT count(*) FROM {facts.table} t WHERE {_standing(facts)} AND {_in_scope(facts)})
"""


def note_changes(facts):
    """A change for each fact that was added, revised (with what differs) or ended, under the code that it is of.

    A row "IS NOT NULL" where none of its columns is: whether there is one, NOT … IS NULL asks.
    """
    value = _quote(facts.numbers[0])
    same = _same(facts.keys, facts, left="f", right="o")
    others = [key for key in facts.keys if key != facts.numbers[0]]
    what = f"concat_ws(' ', %(label)s, {', '.join(f'coalesce(f.{_quote(k)}, o.{_quote(k)})::text' for k in others)})"
    what = what if others else "%(label)s"
    columns = ", ".join(f"'{column}'" for column in facts.payload)
    return f"""
INSERT INTO codes_change (release_id, code_id, system, value, kind, field, before, after, resolution)
SELECT %(release)s, c.id, n.system, n.value,
    CASE WHEN o IS NULL THEN 'added' WHEN f IS NULL THEN 'ended' ELSE 'revised' END,
    left({what}, 60), coalesce(w.before, ''), coalesce(w.after, ''), ''
FROM fresh f FULL JOIN stale o ON {same}
CROSS JOIN LATERAL (
    SELECT coalesce(f.{value}, o.{value}) AS value,
        CASE WHEN coalesce(f.{value}, o.{value}) ~ '^[0-9]{{4}}[0-9FTUMA]$' THEN 'cpt' ELSE 'hcpcs' END AS system
) n
CROSS JOIN LATERAL (
    SELECT string_agg(k || ' ' || coalesce(to_jsonb(o) ->> k, '-'), '; ' ORDER BY k)
            FILTER (WHERE NOT o IS NULL) AS before,
        string_agg(k || ' ' || coalesce(to_jsonb(f) ->> k, '-'), '; ' ORDER BY k)
            FILTER (WHERE NOT f IS NULL) AS after
    FROM unnest(ARRAY[{columns}]) k
    WHERE to_jsonb(o) ->> k IS DISTINCT FROM to_jsonb(f) ->> k
) w
LEFT JOIN codes_code c ON c.system = n.system AND c.value = n.value
"""


def claim(facts):
    """What stays of releases that are taken back belongs to the one that takes them back."""
    taken_back = f"t.release_id = ANY (%(undone)s) AND {_in_scope(facts)}"
    return f"UPDATE {facts.table} t SET release_id = %(release)s WHERE {taken_back}"


def drop_stale(facts):
    """Rows that no longer stand: closed where the table keeps versions, else gone."""
    if not facts.versioned:
        return [f"DELETE FROM {facts.table} t USING stale o WHERE t.id = o.id"]
    return [
        f"DELETE FROM {facts.table} t USING stale o WHERE t.id = o.id AND t.since = %(effective)s",
        # What an earlier load for the same day had closed, and this one has again, was never interrupted.
        f"""WITH again AS (
                UPDATE {facts.table} t SET until = NULL FROM fresh s
                WHERE t.until = %(effective)s::date - 1 AND {_equal(facts)}
                RETURNING s.file, s.line)
            DELETE FROM fresh s USING again a WHERE s.file = a.file AND s.line = a.line""",
        f"UPDATE {facts.table} t SET until = %(effective)s::date - 1 FROM stale o WHERE t.id = o.id",
    ]


def add_fresh(facts, table="fresh"):
    columns = ", ".join(_quoted(facts.columns))
    order = " ORDER BY file, line"
    if facts.versioned:
        return f"""INSERT INTO {facts.table} ({columns}, release_id, since)
            SELECT {columns}, %(release)s, %(effective)s::date FROM {table}{order}"""
    return f"INSERT INTO {facts.table} ({columns}, release_id) SELECT {columns}, %(release)s FROM {table}{order}"


def numbers(facts):
    """Every code number that the files name, with the file's short words for it."""
    parts = [f"SELECT {_quote(column)} AS value, descriptor FROM staged" for column in facts.numbers]
    named = " UNION ALL ".join(parts)
    return f"CREATE TEMPORARY TABLE numbers ON COMMIT DROP AS SELECT DISTINCT value, descriptor FROM ({named}) n"


# Pieces


def _standing(facts):
    return "t.until IS NULL" if facts.versioned else "true"


def _in_scope(facts):
    if not facts.scope:
        return "true"
    columns = ", ".join(f"t.{_quote(column)}" for column in facts.scope)
    return f"({columns}) IN (SELECT {', '.join(_quoted(facts.scope))} FROM scoped)"


def _same(keys, facts, left="t", right="s"):
    return " AND ".join(f"{_comparable(left, key, facts)} = {_comparable(right, key, facts)}" for key in keys)


def _equal(facts):
    """Whether a row `t` of the table says what a row `s` of the files says."""
    if not facts.payload:
        return _same(facts.keys, facts)
    return f"{_same(facts.keys, facts)} AND {_row('t', facts.payload)} IS NOT DISTINCT FROM {_row('s', facts.payload)}"


def _comparable(alias, key, facts):
    # An equality that holds between two NULLs too, and that the planner may still hash.
    column = f"{alias}.{_quote(key)}"
    return f"coalesce({column}::text, '')" if facts.nullable(key) else column


def _row(alias, columns):
    return f"ROW({', '.join(f'{alias}.{_quote(column)}' for column in columns)})"


def _quoted(columns):
    return [_quote(column) for column in columns]


def _quote(column):
    return f'"{column}"'

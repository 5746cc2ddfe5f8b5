"""What an operator names, opened: each kind of place where a published file may lie, and what can be wrong with it."""

import gzip
import hashlib
import io
import os
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codes.releases import files
from codes.releases.rows import Damaged
from tests.releases import small_files as small

TABLE = b"one,two\r\n" * 40


def names_of(*paths):
    return [(member.name, content_of(member)) for member in files.members(paths)]


def content_of(member):
    with files.archive_errors(member.name), member.opened() as stream:
        return stream.read()


def write(folder, name, data):
    [path] = small.written(folder, {name: data})
    return path


def damage(*paths):
    with pytest.raises(Damaged) as error:
        names_of(*paths)
    return str(error.value)


# What is found.


def test_a_file(tmp_path):
    path = write(tmp_path, "a.csv", TABLE)
    [member] = files.members([path])
    assert (member.name, member.origin, member.size, member.stem, member.suffix) == (
        "a.csv", str(tmp_path), len(TABLE), "a", ".csv"
    )  # fmt: skip
    assert names_of(path) == [("a.csv", TABLE)]


def test_a_folder_with_folders(tmp_path):
    small.written(tmp_path / "b", {"c.csv": TABLE, "a.txt": b"two"})
    small.written(tmp_path, {"a.csv": b"one", ".hidden": b"no"})
    assert names_of(tmp_path) == [("a.csv", b"one"), ("a.txt", b"two"), ("c.csv", TABLE)]


def test_an_empty_folder_holds_nothing(tmp_path):
    assert files.members([tmp_path]) == []


def test_a_gz(tmp_path):
    assert names_of(write(tmp_path, "a.txt.gz", small.a_gz(TABLE))) == [("a.txt", TABLE)]


def test_a_gz_by_its_first_bytes_whatever_its_name(tmp_path):
    assert names_of(write(tmp_path, "a.txt", small.a_gz(TABLE))) == [("a.txt", TABLE)]


def test_a_zip_with_folders_and_what_is_no_content(tmp_path):
    inside = {"x/b.csv": TABLE, "a.csv": b"one", "__MACOSX/x/._b.csv": b"no", "x/.DS_Store": b"no", "empty/": b""}
    path = write(tmp_path, "release.zip", small.a_zip(inside))
    assert names_of(path) == [("b.csv", TABLE), ("a.csv", b"one")]
    assert [(member.origin, member.size) for member in files.members([path])] == [
        ("release.zip", 360),
        ("release.zip", 3),
    ]


def test_a_zip_by_its_first_bytes_whatever_its_name(tmp_path):
    assert names_of(write(tmp_path, "release.bin", small.a_zip({"a.csv": TABLE}))) == [("a.csv", TABLE)]


def test_a_zip_made_by_an_old_program_with_backslashes(tmp_path):
    path = write(tmp_path, "release.zip", small.a_zip({"folder\\a.csv": TABLE}))
    assert names_of(path) == [("a.csv", TABLE)]


def test_zips_in_a_zip(tmp_path):
    inner = small.a_zip({"a.csv": TABLE})
    path = write(tmp_path, "release.zip", small.a_zip({"one.zip": inner, "deep/TWO.ZIP": inner, "b.csv": b"three"}))
    assert names_of(path) == [("a.csv", TABLE), ("a.csv", TABLE), ("b.csv", b"three")]
    assert [member.origin for member in files.members([path])] == ["one.zip", "TWO.ZIP", "release.zip"]


def test_a_workbook_is_no_archive(tmp_path):
    book = small.xlsx_of([["one", "two"]])
    zipped = small.a_zip({"A.XLSX": book})
    assert names_of(write(tmp_path, "b.xlsx", book), write(tmp_path, "z.zip", zipped)) == [
        ("b.xlsx", book),
        ("A.XLSX", book),
    ]


def test_a_stream_is_read_by_lines_and_closes_its_archive(tmp_path):
    [member] = files.members([write(tmp_path, "release.zip", small.a_zip({"a.csv": TABLE}))])
    with member.opened() as stream:
        assert next(iter(stream)) == b"one,two\r\n"
        assert stream.readline() == b"one,two\r\n"
    # A file that stays open is a warning, and so an error.
    with pytest.raises(ValueError, match="closed"):
        stream.read()


@pytest.mark.parametrize(
    ("names", "order"),
    [
        (["a.xlsx", "a.txt", "a.csv"], ["a.csv", "a.txt", "a.xlsx"]),
        (["a.pdf", "a.XML", "a.tsv"], ["a.tsv", "a.XML", "a.pdf"]),
        (["a.xlsx", "a.csv.gz"], ["a.csv.gz", "a.xlsx"]),
    ],
)
def test_of_several_forms_text_is_preferred(names, order):
    members = [files.Member(name, "", 0, None) for name in names]
    assert [member.name for member in sorted(members, key=lambda member: member.preference)] == order


# Their digest.


def test_the_digest_of_one_file_is_that_of_its_bytes(tmp_path):
    path = write(tmp_path, "a.csv", TABLE)
    assert files.digest_of([path]) == hashlib.sha256(TABLE).hexdigest() == files.digest_of([tmp_path])


def test_the_digest_of_several_does_not_hang_on_their_order_or_names(tmp_path):
    paths = [write(tmp_path / folder, name, data) for folder, name, data in [("x", "a", b"1"), ("x", "b", b"2")]]
    others = [write(tmp_path / folder, name, data) for folder, name, data in [("y", "c", b"2"), ("z", "d", b"1")]]
    assert files.digest_of(paths) == files.digest_of(others) == files.digest_of([tmp_path / "x"])
    assert files.digest_of(paths) != files.digest_of([*paths, paths[0]])


# What can be wrong.


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FileNotFoundError) as error:
        files.members([tmp_path / "none.csv"])
    assert error.value.filename == str(tmp_path / "none.csv")


@pytest.mark.parametrize("which", ["", "inner"])
def test_a_folder_that_may_not_be_read_is_an_error_and_not_passed_over(tmp_path, monkeypatch, which):
    write(tmp_path / "inner", "a.csv", TABLE)
    scandir = os.scandir

    def forbidden(path):
        if os.fspath(path) == str(tmp_path / which):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", forbidden)
    with pytest.raises(PermissionError) as error:
        files.members([tmp_path])
    assert error.value.filename == str(tmp_path / which)


def test_a_link_that_leads_nowhere_is_named(tmp_path):
    (tmp_path / "a.csv").symlink_to(tmp_path / "gone.csv")
    with pytest.raises(FileNotFoundError) as error:
        files.members([tmp_path])
    assert error.value.filename == str(tmp_path / "a.csv")


def test_a_cut_zip(tmp_path):
    path = write(tmp_path, "release.zip", small.a_zip({"a.csv": TABLE})[:-30])
    assert damage(path) == "release.zip, line 1: the archive is damaged or cut off: File is not a zip file"


def test_a_zip_with_a_changed_byte(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.csv", TABLE)
    data = bytearray(out.getvalue())
    data[data.index(b"two")] ^= 1
    assert damage(write(tmp_path, "release.zip", data)) == (
        "a.csv, line 1: the archive is damaged or cut off: Bad CRC-32 for file 'a.csv'"
    )


def test_a_damaged_zip_in_a_zip_is_named_itself(tmp_path):
    path = write(tmp_path, "release.zip", small.a_zip({"one.zip": small.a_zip({"a.csv": TABLE})[:-30]}))
    assert damage(path) == "one.zip, line 1: the archive is damaged or cut off: File is not a zip file"


def test_a_zip_with_a_password(tmp_path):
    path = write(tmp_path, "release.zip", small.with_password(small.a_zip({"a.csv": TABLE})))
    assert damage(path) == (
        "a.csv, line 1: the archive cannot be read: File 'a.csv' is encrypted, password required for extraction"
    )


def test_a_zip_packed_in_a_way_that_is_not_known(tmp_path):
    data = bytearray(small.a_zip({"a.csv": TABLE}))
    data[data.index(b"PK\x01\x02") + 10] = 99
    data[8] = 99
    assert "a.csv, line 1: the archive cannot be read: " in damage(write(tmp_path, "release.zip", data))


def test_an_archive_three_deep(tmp_path):
    data = small.a_zip({"a.csv": TABLE})
    for name in ("three.zip", "two.zip"):
        data = small.a_zip({name: data})
    assert damage(write(tmp_path, "one.zip", data)) == (
        "two.zip, line 1: three.zip is an archive in an archive in an archive"
    )


def test_an_archive_that_would_fill_the_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LARGEST", 500)
    path = write(tmp_path, "release.zip", small.a_zip({"a.csv": TABLE, "b.csv": TABLE}))
    assert damage(path) == "release.zip, line 1: it would unpack to 720 bytes, more than any release has"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (small.a_gz(TABLE)[:-12], "Compressed file ended before the end-of-stream marker was reached"),
        (small.a_gz(TABLE)[:-8] + b"\0" * 8, "CRC check failed"),
        (b"\x1f\x8b" + b"\0" * 30, "Unknown compression method"),
        (small.a_gz(TABLE) + b"more", "Not a gzipped file"),
    ],
)
def test_a_damaged_gz(tmp_path, data, reason):
    found = damage(write(tmp_path, "a.csv.gz", data))
    assert found.startswith("a.csv, line 1: the archive is damaged or cut off: ")
    assert reason in found


def test_an_error_of_the_disk_is_told_as_it_is():
    with pytest.raises(PermissionError), files.archive_errors("a.csv"):
        raise PermissionError(13, "Permission denied", "a.csv")


ARCHIVES = {
    "a.zip": small.a_zip({"a.csv": TABLE, "b/c.csv": b"three"}),
    "two.zip": small.a_zip({"one.zip": small.a_zip({"a.csv": TABLE})}),
    "a.csv.gz": gzip.compress(TABLE),
}


@pytest.mark.parametrize("name", ARCHIVES)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changed=st.dictionaries(st.integers(0, 10_000), st.integers(0, 255), max_size=5), cut=st.integers(0, 10_000))
def test_whatever_happened_to_an_archive_it_reads_or_is_damaged(tmp_path, name, changed, cut):
    data = bytearray(ARCHIVES[name])
    for at, byte in changed.items():
        data[at % len(data)] = byte
    path = write(tmp_path, name, bytes(data[: len(data) - cut % len(data)] if cut % 2 else data))
    try:
        assert all(isinstance(read, bytes) for _, read in names_of(path))
    except Damaged as error:
        assert (error.line, bool(error.reason)) == (1, True)


def test_an_entry_without_a_name_is_nothing_to_read(tmp_path):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a", "x")
    damaged = bytearray(stream.getvalue())
    entry, end = damaged.rindex(b"PK\x01\x02"), damaged.rindex(b"PK\x05\x06")
    # The directory's entry loses its one letter, and with it a byte of the directory.
    damaged[entry + 28], damaged[end + 12] = 0, damaged[end + 12] - 1
    del damaged[entry + 46]
    path = tmp_path / "a.zip"
    path.write_bytes(damaged)
    assert files.members([path]) == []

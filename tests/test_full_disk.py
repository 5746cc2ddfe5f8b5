"""A disk that is full in the middle of a load: a plain message, nothing half done; with room again it goes on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from codeahead import local_postgres
from codes.releases import package_data

ROOT = Path(__file__).resolve().parent.parent
# Enough for an empty database, too little for the whole ICD-10-CM.
SIZE = "150m"


@pytest.fixture
def small_disk(tmp_path_factory):
    """A file system of its own for a PostgreSQL of its own."""
    disk = Path("/tmp") / f"codeahead-disk-{os.getpid()}"
    disk.mkdir(mode=0o755)
    try:
        mounted = (
            os.geteuid() == 0
            and not subprocess.run(
                ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(disk)], capture_output=True
            ).returncode
        )
        if not mounted:
            pytest.skip("mounting a small disk needs root")
        disk.chmod(0o755)
        yield disk
        local_postgres.destroy(disk / "data")
    finally:
        subprocess.run(["umount", "-l", str(disk)], capture_output=True)
        disk.rmdir()


def manage(url, *arguments):
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
    )


def rows(url):
    counted = "from codes.models import Code, Release; print(Code.objects.count(), Release.objects.count())"
    return manage(url, "shell", "--no-imports", "-c", counted).stdout.strip()


def test_a_full_disk_stops_the_load_and_leaves_nothing(small_disk):
    url = local_postgres.start(small_disk / "data", fsync=False)
    assert manage(url, "migrate", "-v0").returncode == 0
    load = ["load_release", "icd10cm", str(package_data.icd10cm_tabular()), "--effective", "2026-04-01"]
    failed = manage(url, *load)
    assert failed.returncode != 0
    assert "Traceback" not in failed.stderr
    assert failed.stderr.strip().splitlines()[-1].startswith("Database: ")
    assert rows(url) == "0 0"
    subprocess.run(["mount", "-o", "remount,size=900m", str(small_disk)], check=True)
    assert manage(url, *load).returncode == 0
    assert rows(url) == "98505 1"

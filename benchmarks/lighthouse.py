"""Lighthouse's marks for the pages that strangers see first, on the site as production serves it.

Needs Node, npm and Debian's Chromium; Lighthouse itself is installed into var/lighthouse the first time. Prints
performance, accessibility, best practices and SEO, simulated phone and desktop, and what an imperfect mark is for.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.site import site
from codeahead.production_check import free_port

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "lighthouse"
VERSION = "12.8.2"
PAGES = {
    "home": "/",
    "code page": "/cpt/64493/",
    "search": "/search/",
    "register": "/accounts/signup/",
}
MARKS = ["performance", "accessibility", "best-practices", "seo"]
FLAGS = "--headless=new --no-sandbox --disable-background-networking"


def installed():
    """The path of Lighthouse's command."""
    command = FOLDER / "node_modules" / ".bin" / "lighthouse"
    if not command.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        words = ["npm", "install", "--no-audit", "--no-fund", "--no-save", "--silent", f"lighthouse@{VERSION}"]
        subprocess.run(words, cwd=FOLDER, check=True)
    return command


def served(static, port):
    """The site as gunicorn serves it in production, from the database of this run."""
    environment = os.environ | {
        "CODEAHEAD_LOCAL": "0",
        "SECRET_KEY": "for-benchmarks-only-" * 3,
        "ALLOWED_HOSTS": "127.0.0.1",
        "EMAIL_URL": "dummymail://",
        "DEFAULT_FROM_EMAIL": "office@localhost",
        "CSRF_TRUSTED_ORIGINS": "https://127.0.0.1",
        "STATIC_ROOT": str(static),
        "LOG_LEVEL": "ERROR",
    }
    manage = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(manage, cwd=ROOT, env=environment, check=True)
    options = ["--bind", f"127.0.0.1:{port}", "--access-logfile", "/dev/null", "benchmarks.behind_proxy:application"]
    words = [sys.executable, "-m", "gunicorn", *options]
    return subprocess.Popen(words, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)


def report(command, address, *, desktop):
    """Lighthouse's report on one page, as it writes it."""
    words = [str(command), address, "--quiet", "--output=json", f"--chrome-flags={FLAGS}"]
    words += [f"--only-categories={','.join(MARKS)}", *(["--preset=desktop"] if desktop else [])]
    environment = os.environ | {"CHROME_PATH": shutil.which("chromium") or ""}
    done = subprocess.run(words, capture_output=True, text=True, env=environment)
    if done.returncode:
        raise SystemExit(done.stderr.strip() or "Lighthouse failed")
    return json.loads(done.stdout)


def show(name, found):
    """The marks of a page, and the audits that count and are not perfect."""
    categories = found["categories"]
    marks = "  ".join(f"{key} {round((categories[key]['score'] or 0) * 100):3}" for key in MARKS)
    print(f"{name:20} {marks}", flush=True)
    for key in MARKS:
        for part in categories[key]["auditRefs"]:
            audit = found["audits"][part["id"]]
            if part["weight"] and audit["scoreDisplayMode"] != "notApplicable" and (audit["score"] or 0) < 0.9:
                why = audit.get("displayValue") or audit.get("errorMessage") or audit["title"]
                print(f"{'':20}   {part['id']}: {why}")


def main():
    command = installed()
    with site(loaded=True), tempfile.TemporaryDirectory() as static:
        port = free_port()
        process = served(Path(static), port)
        try:
            for desktop in (False, True):
                for name, path in PAGES.items():
                    found = report(command, f"http://127.0.0.1:{port}{path}", desktop=desktop)
                    show(f"{name}, {'desktop' if desktop else 'phone'}", found)
        finally:
            process.terminate()
            process.wait()


if __name__ == "__main__":
    main()

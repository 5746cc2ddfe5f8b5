"""Asks whether a weakness is known of a version that is required: what `make audit` runs.

Ends with 0 where none is known, 1 where one is, and 2 where it could not be asked, which is no good news.
"""

import json
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
FILES = ("requirements.txt", "requirements-dev.txt")
AUDITOR = str(CHECKOUT / ".venv" / "audit" / "bin" / "pip-audit")
OPTIONS = ("--disable-pip", "--require-hashes", "--format", "json", "--progress-spinner", "off", "--timeout", "30")
CLEAN, WEAK, UNASKED = 0, 1, 2


def run(files=FILES):
    """The auditor's answer about these files: (what it writes, what it complains of)."""
    named = [option for name in files for option in ("--requirement", str(CHECKOUT / name))]
    done = subprocess.run([AUDITOR, *OPTIONS, *named], capture_output=True, text=True, check=False)
    return done.stdout, done.stderr


def verdict(output, complaints):
    """(status, lines) of what the auditor said. What cannot be read as an answer is none."""
    try:
        packages = json.loads(output)["dependencies"]
    except (ValueError, KeyError, TypeError):
        reason = (complaints.strip().splitlines() or ["it said nothing"])[-1]
        return UNASKED, [f"The audit could not be made: nothing is known of the requirements. Reason: {reason}"]
    if skipped := [package["name"] for package in packages if "skip_reason" in package]:
        return UNASKED, [f"Nothing could be learned of {', '.join(skipped)}: the audit is not whole."]
    lines = [line_of(package, weakness) for package in packages for weakness in package["vulns"]]
    return (WEAK, lines) if lines else (CLEAN, [f"No weakness is known of {len(packages)} requirements."])


def line_of(package, weakness):
    mended = ", ".join(weakness.get("fix_versions") or []) or "no version yet"
    return f"{package['name']} {package['version']}: {weakness['id']}, mended in {mended}"


def main():
    status, lines = verdict(*run())
    print("\n".join(lines), file=sys.stdout if status == CLEAN else sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())

"""What the scripts that compare this program's answers with another one's have in common."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / ".build/release/mobilenet"
# In standard deviations of an answer.
TOLERANCE = 1e-4


def mobilenet(*arguments):
    """What a command prints; an error if it fails."""
    return subprocess.run(
        [PROGRAM, *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout


def report(title, difference):
    """Prints the difference of an answer, in its standard deviations; gives whether it is small enough."""
    # Written so that what is not a number fails.
    passed = bool(difference <= TOLERANCE)
    print(f"{title}: {difference:.1e} standard deviations, {'ok' if passed else 'FAIL'}", flush=True)
    return passed


def finish(passed):
    """Prints how many have passed; ends with 1 if one has not."""
    print(f"{passed.count(True)} passed, {passed.count(False)} failed")
    sys.exit(not all(passed))

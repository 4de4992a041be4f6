"""The second computation as a program of its own."""

import json
import sys
from pathlib import Path

from .counting import figures
from .reading import read_cases, read_feed

feed, packs, cases, today = sys.argv[1:]
found = figures(read_feed(Path(feed)), Path(packs), read_cases(Path(cases)), today)
json.dump(found, sys.stdout, indent=2)

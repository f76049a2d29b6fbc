"""Let the tests import `rendering`, which tests of other packages share."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

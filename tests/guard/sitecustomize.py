"""Imported by Python when it starts in a test, since this folder is on its path then."""

import refusing

refusing.install()

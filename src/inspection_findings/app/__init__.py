"""The local app: letters dropped into a page on this machine, read, corrected, and kept here."""

"""Bytes of all kinds for whatever reads files from outside: ``python -m fuzz`` finds new ones."""

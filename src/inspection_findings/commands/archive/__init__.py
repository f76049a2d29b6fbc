"""Findings of many documents as a folder of Parquet files that the same command keeps up to date.

An archive is::

    archive.json          what it was made with, and which generation is the current one
    current               a link to that generation: what readers open
    generation-000002/    its part files in partitions (``year=2023/``), and ``_documents.jsonl``
    next.unfinished       findings of documents that are in no generation yet, while a run goes on,
    next.progress         and the journal of them

A generation is never changed once it is there: the next one is made beside it, with links to the part files
that stay, and takes its place in one step.
"""

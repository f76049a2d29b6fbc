"""Many reports together: kept in one database, compared, searched and shown as one page."""

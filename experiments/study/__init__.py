"""The study of classical models: one configuration a row, measured by authority, on one page."""

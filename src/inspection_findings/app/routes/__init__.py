"""What the app answers to, a file a page."""

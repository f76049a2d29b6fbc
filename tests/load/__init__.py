"""Load on the local app: many people at once, each with letters of their own."""

"""Real commands killed at random moments: what they leave must be whole, and running them again must do."""

"""How far a small transformer gets, frozen and fine-tuned, and what a linear model can learn from it."""

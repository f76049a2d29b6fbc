"""What the product costs beside what people would use instead, all measured in one run."""

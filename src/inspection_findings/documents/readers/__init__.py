"""One reader a format: bytes or text in, an `Extract` out."""

"""Features, estimator, calibration, thresholds; the compact scorer; safe save and load."""

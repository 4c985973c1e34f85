"""Evidence: validation against published generalisations, calibration, back-tests, synthetic data."""

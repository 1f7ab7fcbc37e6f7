"""Settings of single libraries, taken into `base`."""

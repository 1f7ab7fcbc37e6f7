"""What every PDF of the system shares."""

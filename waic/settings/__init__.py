"""Settings: `base`, and on it `demo` (the default), `test` and `production`."""

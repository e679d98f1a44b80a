"""Where secrets live when there is no keyring: one file, sealed with a passphrase. Loads no library by itself."""

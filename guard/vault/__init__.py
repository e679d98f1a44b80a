"""Where secrets live: the OS keyring, asked through a helper process that cannot freeze anybody."""

"""What only Windows has: its registry, its record of who uses camera and microphone, its folders and names."""

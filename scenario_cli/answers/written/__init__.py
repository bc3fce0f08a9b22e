"""What a command wrote whose output is a file by nature."""

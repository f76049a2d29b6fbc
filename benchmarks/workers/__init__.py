"""Programs that are measured as whole processes: started by path, each imports only what it needs."""

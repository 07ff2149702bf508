"""Review of proposed links in the browser: what waits for all, decisions for whoever has the server's token."""

"""What a worker process started by the tests needs: its settings and a job of its own."""

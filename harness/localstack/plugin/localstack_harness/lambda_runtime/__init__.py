"""LAMBDA_RUNTIME_EXECUTOR=node-process: Node.js functions as local processes, without Docker."""
